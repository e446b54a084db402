/** A forecast as a fan over its history: the wider the band, the surer it holds. */
import { exact, number, timeText } from "../format.js";
import { Plot } from "./plot.js";

/** The bands that are drawn, the widest first. */
export const levels = ["95", "80", "50"];

const leastShown = 40, horizonsShown = 5;

/**
 * @param {HTMLElement} host
 * @param {import("./history.js").Point[]} history
 * @param {any} forecast as the service answers it
 * @param {AbortSignal} signal
 * @returns {{chart: Plot, isLong: boolean, showRecent: () => void}} a long history starts with its recent part
 */
export function fanChart(host, history, forecast, signal) {
  const future = forecast.points, known = history.length, last = known - 1;
  const before = history.map(() => null);
  if (known && history[last].value !== null) before[last] = history[last].value; // the fan opens where the history ends
  const over = (value) => [...before, ...future.map(value)];
  const lines = [
    ...levels.flatMap((level) => [
      { colour: "chart-forecast", width: 0, values: over((point) => point.intervals[level].upper) },
      { colour: "chart-forecast", width: 0, values: over((point) => point.intervals[level].lower) }]),
    { colour: "chart-history", values: [...history.map((point) => point.value), ...future.map(() => null)] },
    { colour: "chart-forecast", width: 2.2, values: over((point) => point.value) },
  ];
  const chart = new Plot(host, {
    label: `Forecast of ${forecast.series}, ${future.length} steps after ${timeText(forecast.origin)}`,
    times: [...history.map((point) => point.time), ...future.map((point) => point.time)],
    lines,
    bands: levels.map((level, i) => ({ upper: 2 * i, lower: 2 * i + 1, colour: `chart-band-${level}` })),
    height: host.clientWidth < 520 ? 300 : 400,
    mark: Math.max(0, last),
    signal,
    read: (i) => (i < known ? observed(history[i]) : forecasted(future[i - known])),
  });
  const shown = Math.max(leastShown, horizonsShown * future.length), isLong = known > 1.3 * shown;
  const showRecent = () => chart.show(Math.max(0, known - shown), known + future.length - 1);
  if (isLong) showRecent();
  else chart.showAll();
  return { chart, isLong, showRecent };
}

/** The legend of a fan. */
export const fanLegend = [
  { name: "Observed", colour: "chart-history" },
  { name: "Forecast", colour: "chart-forecast" },
  ...levels.toReversed().map((level) => ({ name: `${level}% band`, colour: `chart-band-${level}`, band: true })),
];

function observed(point) {
  return { title: timeText(point.time), readings: [{ name: "Observed", text: point.value === null ? "missing" : exact(point.value), colour: "chart-history" }] };
}

function forecasted(point) {
  return {
    title: timeText(point.time),
    readings: [
      { name: "Forecast", text: number(point.value), colour: "chart-forecast" },
      ...levels.toReversed().map((level) => ({
        name: `${level}%`, text: `${number(point.intervals[level].lower)} – ${number(point.intervals[level].upper)}`, colour: `chart-band-${level}`, band: true,
      }))],
  };
}
