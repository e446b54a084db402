/** A strip of heat on the axis of the chart above it: how much each past point moved the forecast. */
import { h, swatch } from "../dom.js";
import { legend } from "../charts/plot.js";
import { number, plural, signed, timeText } from "../format.js";
import { colour, themeChanged } from "../theme.js";
import { axisValue } from "../time.js";

const strongestShown = 5;
const up = "chart-forecast", down = "chart-validation";

/** @param {any} answer @param {import("../explain.js").Explained} about */
export function strip(answer, { chart, signal }) {
  /** @type {import("../explain.js").Attribution[]} */
  const attributions = answer.attributions, points = attributions.filter((one) => !one.covariate);
  const most = Math.max(1e-12, ...attributions.map((one) => Math.abs(one.relevance)));
  const canvas = h("canvas", { class: "explain-strip", role: "img", tabindex: "0", "aria-label": "How much each past point moved the forecast. Arrow keys read the points." });
  const said = h("p", { class: "strip-reading small", "aria-live": "polite", text: "Point at the strip to read it." });
  const draw = (marked) => drawStrip(canvas, points, most, chart, marked);
  const read = (i) => { draw(i); said.replaceChildren(...reading(points[i])); };
  chart.plot.hooks.setScale = [...(chart.plot.hooks.setScale ?? []), () => draw()];
  themeChanged.addEventListener("change", () => draw(), { signal });
  const resize = new ResizeObserver(() => draw());
  resize.observe(canvas);
  signal.addEventListener("abort", () => resize.disconnect());
  canvas.addEventListener("pointermove", (event) => read(nearest(points, chart, event.offsetX)));
  canvas.addEventListener("pointerleave", () => draw());
  let at = points.length;
  canvas.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined || !points.length) return;
    event.preventDefault();
    at = Math.min(points.length - 1, Math.max(0, at + by));
    read(at);
  });
  const strongest = [...attributions].sort((a, b) => Math.abs(b.relevance) - Math.abs(a.relevance)).slice(0, strongestShown);
  return h("div", {}, canvas, h("div", { class: "row strip-legend" }, legend([{ name: "moved it up", colour: up, band: true }, { name: "moved it down", colour: down, band: true }]), said),
    h("p", { class: "muted small", text: start(answer) }),
    h("p", { class: "small", text: `${plural(strongest.length, "thing")} moved it most:` }),
    h("ul", { class: "strongest" }, strongest.map((one) => h("li", {}, swatch(one.relevance >= 0 ? up : down, true), h("span", {}, ...reading(one))))),
    h("details", { class: "small" }, h("summary", { text: "How to read it" }), h("p", { class: "muted", text: answer.note })));
}

function start(answer) {
  return answer.method === "relevance"
    ? `Level, trend and season alone say ${number(answer.baseline)}; the answer is ${number(answer.output)}. The difference is shared among what the network read.`
    : `Had every past point lain on its own level and season, the answer would be ${number(answer.baseline)}; it is ${number(answer.output)}.`;
}

function reading(one) {
  return [h("b", { text: signed(one.relevance) }), ` ${one.covariate ? `${one.covariate} ` : ""}${timeText(one.time)}${one.value == null ? "" : `, ${number(one.value)}`}`];
}

function nearest(points, chart, x) {
  const value = chart.plot.posToVal(x - chart.plot.bbox.left / devicePixelRatio, "x");
  let best = 0;
  points.forEach((one, i) => { if (Math.abs(axisValue(one.time) - value) < Math.abs(axisValue(points[best].time) - value)) best = i; });
  return best;
}

function drawStrip(canvas, points, most, chart, marked) {
  const scale = devicePixelRatio, width = canvas.clientWidth * scale, height = canvas.clientHeight * scale;
  if (!width) return;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d"), { left, width: inner } = chart.plot.bbox;
  context.fillStyle = colour("sunken");
  context.fillRect(left, 0, inner, height);
  context.beginPath();
  context.rect(left, 0, inner, height);
  context.clip();
  const at = points.map((one) => chart.plot.valToPos(axisValue(one.time), "x", true));
  const wide = Math.max(2 * scale, at.length > 1 ? Math.abs(at.at(-1) - at.at(-2)) : 4 * scale);
  points.forEach((one, i) => {
    context.globalAlpha = Math.abs(one.relevance) / most;
    context.fillStyle = colour(one.relevance >= 0 ? up : down);
    context.fillRect(at[i] - wide / 2, 0, wide, height);
  });
  context.globalAlpha = 1;
  if (marked === undefined) return;
  context.strokeStyle = colour("ink");
  context.lineWidth = 1.5 * scale;
  context.strokeRect(at[marked] - wide / 2, scale, wide, height - 2 * scale);
}
