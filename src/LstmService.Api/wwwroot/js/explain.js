/** Which past points moved a forecast, and what the gates did: shown where the service can tell. */
import { h, segments, swatch } from "./dom.js";
import { json, query } from "./api.js";
import { Plot, legend } from "./charts/plot.js";
import { hasRoute } from "./document.js";
import { number, plural, timeText } from "./format.js";
import { problemNotice } from "./problem.js";
import { colour, themeChanged } from "./theme.js";
import { axisValue } from "./time.js";

/**
 * One thing that moved a forecast.
 * @typedef {{time: string, value: number | null, relevance: number, covariate?: string}} Attribution
 *
 * @typedef {object} Explained
 * @property {import("./views/model.js").Look} look
 * @property {import("./charts/history.js").Point[]} history
 * @property {any} forecast
 * @property {import("./charts/plot.js").Plot} chart the fan that the strip stands under
 * @property {AbortSignal} signal
 */

/** @param {HTMLElement} host @param {Explained} about */
export async function explanation(host, about) {
  if (!await hasRoute("/explain")) return;
  const gates = await hasRoute("/explain/gates"), body = h("div", { class: "stack" });
  const step = h("select", { class: "input short", id: "explain-step" }, about.forecast.points.map((point, i) => h("option", { value: String(i + 1), text: timeText(point.time) })));
  const run = async () => {
    try {
      const answer = await json("/explain" + query(asked(about, step.value)), { signal: about.signal });
      body.replaceChildren(strip(answer, about), ...(gates ? [gatesPanel(about)] : []));
    } catch (error) {
      if (!about.signal.aborted) body.replaceChildren(problemNotice(error));
    }
  };
  step.addEventListener("change", run);
  const panel = h("details", { class: "explain" }, h("summary", { text: "Why this forecast?" }),
    h("label", { class: "inline-field", for: "explain-step" }, "Explain the step of", step), body);
  panel.addEventListener("toggle", () => { if (panel.open && !body.children.length) run(); });
  host.append(panel);
}

function asked({ look }, step) {
  return { model: look.model.model, series: look.series, step, version: look.version.champion ? null : look.version.version };
}

/** A strip of heat on the chart's own axis, and the points that moved most. */
function strip(answer, { chart, signal }) {
  /** @type {Attribution[]} */
  const attributions = answer.attributions ?? [];
  const most = Math.max(1e-12, ...attributions.map((one) => Math.abs(one.relevance)));
  const canvas = h("canvas", { class: "explain-strip", role: "img", "aria-label": "How much each past point moved the forecast" });
  const values = attributions.filter((one) => !one.covariate), draw = () => drawStrip(canvas, values, most, chart);
  chart.plot.hooks.setScale = [...(chart.plot.hooks.setScale ?? []), draw];
  themeChanged.addEventListener("change", draw, { signal });
  const resize = new ResizeObserver(draw);
  resize.observe(canvas);
  signal.addEventListener("abort", () => resize.disconnect());
  const strongest = [...attributions].sort((a, b) => Math.abs(b.relevance) - Math.abs(a.relevance)).slice(0, 5);
  return h("div", {}, canvas,
    h("ul", { class: "legend" }, h("li", {}, swatch("chart-forecast", true), "moved it up"), h("li", {}, swatch("chart-validation", true), "moved it down")),
    h("p", { class: "muted small", text: `Had every past point lain on its own level and season, the answer would be ${number(answer.baseline)}; it is ${number(answer.output)}. ${plural(strongest.length, "point")} moved it most:` }),
    h("ul", { class: "strongest" }, strongest.map((one) => h("li", { text: `${one.covariate ? `${one.covariate}, ` : ""}${timeText(one.time)}: ${number(one.value)} moved it by ${signed(one.relevance)}` }))),
    components(answer.components ?? {}));
}

const signed = (value) => `${value > 0 ? "+" : ""}${number(value)}`;

/** What the forecast is made of: each part is what it adds to those before it. */
function components(parts) {
  const names = Object.keys(parts);
  return names.length === 0 ? "" : h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "What the forecast is made of" }, h("table", { class: "components" },
    h("thead", {}, h("tr", {}, names.map((name) => h("th", { scope: "col", class: "number", text: name })))),
    h("tbody", {}, h("tr", {}, names.map((name, i) => h("td", { class: "number", text: i === 0 ? number(parts[name]) : signed(parts[name]) }))))));
}

function drawStrip(canvas, attributions, most, chart) {
  const scale = devicePixelRatio, width = canvas.clientWidth * scale, height = canvas.clientHeight * scale;
  if (!width) return;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d"), left = chart.plot.bbox.left;
  context.fillStyle = colour("sunken");
  context.fillRect(left, 0, width - left, height);
  const at = attributions.map((one) => chart.plot.valToPos(axisValue(one.time), "x", true));
  const wide = Math.max(2 * scale, at.length > 1 ? Math.abs(at[at.length - 1] - at[at.length - 2]) : 4 * scale);
  attributions.forEach((one, i) => {
    if (at[i] < left) return;
    context.globalAlpha = Math.abs(one.relevance) / most;
    context.fillStyle = colour(one.relevance >= 0 ? "chart-forecast" : "chart-validation");
    context.fillRect(at[i] - wide / 2, 0, wide, height);
  });
  context.globalAlpha = 1;
}

const gateColours = ["chart-forecast", "chart-validation", "chart-theta", "chart-seasonalNaive", "chart-naive"];

/** What each layer did along the window, one layer and direction at a time. */
function gatesPanel(about) {
  const host = h("div", { class: "stack" });
  const panel = h("details", { class: "gates" }, h("summary", { text: "What the gates did" }), host);
  panel.addEventListener("toggle", async () => {
    if (!panel.open || host.children.length) return;
    try {
      const answer = await json("/explain/gates" + query({ ...asked(about, null), step: null }), { signal: about.signal });
      const chart = h("div"), show = (i) => showGates(chart, answer.times, answer.layers[i], about.signal);
      const names = answer.layers.map((layer) => `Layer ${layer.layer}${layer.direction === "backward" ? ", backward" : ""}`);
      host.replaceChildren(...(names.length > 1 ? [segments("Layer", names, 0, show)] : []), chart);
      show(0);
    } catch (error) {
      if (!about.signal.aborted) host.replaceChildren(problemNotice(error));
    }
  });
  return panel;
}

/**
 * The mean of each gate with the band in which four units of five lie in words, and how long the memory keeps.
 * @param {HTMLElement} host @param {string[]} times @param {any} layer @param {AbortSignal} signal
 */
function showGates(host, times, layer, signal) {
  const names = Object.keys(layer.gates);
  host.replaceChildren();
  const colours = names.map((_, i) => gateColours[i % gateColours.length]);
  new Plot(host, {
    label: "The mean of each gate along the window",
    times,
    lines: names.map((name, i) => ({ colour: colours[i], values: layer.gates[name].mean })),
    height: 220,
    signal,
    read: (i) => ({ title: timeText(times[i]), readings: names.map((name, k) => ({
      name, text: `${number(layer.gates[name].mean[i])} (${number(layer.gates[name].lower[i])} – ${number(layer.gates[name].upper[i])})`, colour: colours[k] })) }),
  });
  host.append(legend(names.map((name, i) => ({ name, colour: colours[i] }))));
  if (layer.keptFor != null) host.append(h("p", { class: "muted small", text: `The memory keeps what it took in for about ${plural(Math.max(1, Math.round(layer.keptFor)), "point")}.` }));
}
