/** What the gates of each layer did along the window. */
import { h, segments } from "../dom.js";
import { json, query } from "../api.js";
import { Plot, legend } from "../charts/plot.js";
import { number, plural, timeText } from "../format.js";
import { problemNotice } from "../problem.js";

const colours = ["chart-forecast", "chart-validation", "chart-theta", "chart-seasonalNaive", "chart-naive"];

/** @param {Record<string, any>} asked model, series and version @param {AbortSignal} signal */
export function gatesPanel(asked, signal) {
  const host = h("div", { class: "stack" });
  const panel = h("details", { class: "gates" }, h("summary", { text: "What the gates did" }), host);
  panel.addEventListener("toggle", async () => {
    if (!panel.open || host.children.length) return;
    try {
      const answer = await json("/explain/gates" + query(asked), { signal });
      let drawing = new AbortController();
      const chart = h("div"), show = (i) => {
        drawing.abort();
        drawing = new AbortController();
        showGates(chart, answer.times, answer.layers[i], AbortSignal.any([signal, drawing.signal]));
      };
      const names = answer.layers.map((layer) => `Layer ${layer.layer}${layer.direction === "backward" ? ", backward" : ""}`);
      host.replaceChildren(h("p", { class: "muted small", text: "Each gate is between 0, shut, and 1, open; the candidate is what would be written, between −1 and 1. Drawn is the mean over the units." }),
        ...(names.length > 1 ? [segments("Layer", names, 0, show)] : []), chart);
      show(0);
    } catch (error) {
      if (!signal.aborted) host.replaceChildren(problemNotice(error));
    }
  });
  return panel;
}

/** The mean of each gate, with the band in which four units of five lie in words, and how long the memory keeps. */
function showGates(host, times, layer, signal) {
  const names = Object.keys(layer.gates);
  host.replaceChildren();
  const colourOf = (i) => colours[i % colours.length];
  new Plot(host, {
    label: "The mean of each gate along the window",
    times,
    lines: names.map((name, i) => ({ colour: colourOf(i), values: layer.gates[name].mean })),
    height: 220,
    signal,
    read: (i) => ({ title: timeText(times[i]), readings: names.map((name, k) => ({
      name, text: `${number(layer.gates[name].mean[i])} (${number(layer.gates[name].lower[i])} to ${number(layer.gates[name].upper[i])})`, colour: colourOf(k) })) }),
  });
  host.append(legend(names.map((name, i) => ({ name, colour: colourOf(i) }))));
  if (layer.keptFor != null) host.append(h("p", { class: "muted small", text: `The memory keeps what it took in for about ${plural(Math.max(1, Math.round(layer.keptFor)), "point")}.` }));
}
