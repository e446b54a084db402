/** A series as it was observed. */
import { exact, timeText } from "../format.js";
import { Plot } from "./plot.js";

/** One observed time. @typedef {{time: string, value: number | null}} Point */

const dense = 1500; // more points are drawn with a thinner line

/** @param {HTMLElement} host @param {string} name @param {Point[]} points @param {AbortSignal} signal @param {number} [height] */
export function historyChart(host, name, points, signal, height = 300) {
  const values = points.map((point) => point.value);
  return new Plot(host, {
    label: `The series ${name}, ${points.length} points`,
    times: points.map((point) => point.time),
    lines: [{ colour: "chart-history", width: points.length > dense ? 1 : 1.6, values }],
    height,
    signal,
    read: (i) => ({ title: timeText(points[i].time), readings: [{ name: "Value", text: values[i] === null ? "missing" : exact(values[i]), colour: "chart-history" }] }),
  });
}
