/** Why a forecast is what it is: which past points moved it, what it is made of, and what the gates did. */
import { h, segments } from "./dom.js";
import { json, query } from "./api.js";
import { timeText } from "./format.js";
import { problemNotice } from "./problem.js";
import { componentsTable } from "./explain/components.js";
import { gatesPanel } from "./explain/gates.js";
import { strip } from "./explain/strip.js";
import { symbolStrip } from "./explain/symbols.js";

/**
 * One thing that moved a forecast.
 * @typedef {{time: string, value: number | string | null, relevance: number, covariate?: string}} Attribution
 *
 * @typedef {object} Explained
 * @property {import("./views/model.js").Look} look
 * @property {any} forecast
 * @property {import("./charts/plot.js").Plot | null} chart the fan that the strip stands under; null of symbols
 * @property {AbortSignal} signal
 */

const methods = ["integratedGradients", "relevance"];

/** @param {Explained} about @returns {HTMLElement} */
export function explanation(about) {
  const body = h("div", { class: "stack explained", "aria-live": "polite" }), isSymbols = about.chart === null;
  const symbols = isSymbols ? Object.keys(about.forecast.points[0].probabilities) : [];
  const asked = { step: 1, method: methods[0], symbol: about.forecast.points[0].value };
  let drawing = new AbortController();
  const run = async () => {
    drawing.abort();
    drawing = new AbortController();
    const signal = AbortSignal.any([about.signal, drawing.signal]), now = { ...about, signal };
    try {
      const answer = await json("/explain" + query({ ...of(about), ...(isSymbols ? { symbol: asked.symbol } : { step: asked.step, method: asked.method }) }), { signal });
      body.replaceChildren(...(isSymbols ? [symbolStrip(answer)] : [strip(answer, now), componentsTable(answer)]), gatesPanel(of(about), signal));
    } catch (error) {
      if (!signal.aborted) body.replaceChildren(error.problem?.status === 422 ? h("p", { class: "muted", text: `This cannot be explained: ${error.message}.` }) : problemNotice(error));
    }
  };
  const chosen = (name) => (event) => { asked[name] = event.target.value; run(); };
  const settings = isSymbols
    ? [choice("explain-symbol", "Why", symbols.map((symbol) => [symbol, symbol]), asked.symbol, chosen("symbol"))]
    : [choice("explain-step", "Explain", about.forecast.points.map((point, i) => [String(i + 1), timeText(point.time)]), "1", chosen("step")),
      segments("Method", ["Gradients", "Relevance"], 0, (i) => { asked.method = methods[i]; run(); })];
  const panel = h("details", { class: "explain" }, h("summary", { text: "Why this forecast?" }), h("div", { class: "row" }, settings), body);
  panel.addEventListener("toggle", () => { if (panel.open && !body.children.length) run(); });
  return panel;
}

function of({ look }) {
  return { model: look.model.model, series: look.series, version: look.version.champion ? null : look.version.version };
}

function choice(id, label, options, chosen, change) {
  return h("label", { class: "inline-field", for: id }, label, h("select", { class: "input narrow", id, on: { change } }, options.map(([value, text]) => h("option", { value, text, selected: value === chosen }))));
}
