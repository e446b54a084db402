/** What was forecast at one past origin, by every method, beside what happened. */
import { exact, methodText, number, timeText } from "../format.js";
import { Plot } from "./plot.js";

const band = "80";

/** The methods of an origin by name, the model first. @param {any} origin */
export function methodsOf(origin) {
  return { forecast: origin.forecast, lstmAlone: origin.lstmAlone, ...origin.baselines };
}

/** The colour of a method. @param {string} method */
export function methodColour(method) { return `chart-${method}`; }

/**
 * @param {HTMLElement} host
 * @param {import("./history.js").Point[]} history up to the origin
 * @param {any} origin
 * @param {Set<string>} hidden methods that are not drawn
 * @param {AbortSignal} signal
 */
export function backtestChart(host, history, origin, hidden, signal) {
  const context = history.slice(-Math.max(24, 2 * origin.times.length)), known = context.length;
  const methods = methodsOf(origin), names = Object.keys(methods);
  const level = band in origin.intervals ? band : Object.keys(origin.intervals)[0];
  const intervals = origin.intervals[level];
  const before = context.map(() => null);
  const after = (values) => [...before, ...values];
  const edges = intervals ? [
    { colour: "chart-forecast", width: 0, values: after(intervals.map((interval) => interval.upper)) },
    { colour: "chart-forecast", width: 0, values: after(intervals.map((interval) => interval.lower)) }] : [];
  const chart = new Plot(host, {
    label: `Forecasts made after ${timeText(origin.origin)} beside what happened`,
    times: [...context.map((point) => point.time), ...origin.times],
    lines: [
      ...edges,
      ...names.toReversed().map((name) => ({
        colour: methodColour(name), width: name === "forecast" ? 2.6 : 1.3, dash: name === "forecast" ? undefined : [4, 3],
        hidden: hidden.has(name), values: after(methods[name]) })),
      { colour: "chart-history", width: 2, values: [...context.map((point) => point.value), ...origin.actual] },
    ],
    bands: intervals ? [{ upper: 0, lower: 1, colour: "chart-band-80" }] : [],
    height: host.clientWidth < 520 ? 280 : 340,
    mark: Math.max(0, known - 1),
    signal,
    read: (i) => read(context, known, origin, methods, hidden, level, i),
  });
  const lineOf = (name) => edges.length + names.length - 1 - names.indexOf(name);
  return { plot: chart, setShown: (name, shown) => chart.setShown(lineOf(name), shown) };
}

function read(context, known, origin, methods, hidden, level, i) {
  if (i < known) return { title: timeText(context[i].time), readings: [{ name: "Observed", text: exact(context[i].value), colour: "chart-history" }] };
  const k = i - known, interval = origin.intervals[level]?.[k];
  return {
    title: timeText(origin.times[k]),
    readings: [
      { name: "Happened", text: exact(origin.actual[k]), colour: "chart-history" },
      ...Object.entries(methods).filter(([name]) => !hidden.has(name)).map(([name, values]) => ({ name: methodText(name), text: number(values[k]), colour: methodColour(name) })),
      ...(interval ? [{ name: `${level}% band`, text: `${number(interval.lower)} – ${number(interval.upper)}`, colour: "chart-band-80", band: true }] : [])],
  };
}
