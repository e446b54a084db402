/** The past symbols, each shaded by how much it speaks for or against the one that is explained. */
import { h } from "../dom.js";
import { number, percent, signed, timeText } from "../format.js";

const mostShown = 120, strongestShown = 5;

/** @param {any} answer */
export function symbolStrip(answer) {
  const shown = answer.attributions.slice(-mostShown), most = Math.max(1e-12, ...shown.map((one) => Math.abs(one.relevance)));
  const strongest = [...answer.attributions].sort((a, b) => Math.abs(b.relevance) - Math.abs(a.relevance)).slice(0, strongestShown);
  return h("div", {},
    h("p", { class: "small", text: `“${answer.symbol}” is expected with ${percent(answer.probability)} at ${timeText(answer.time)}; the networks give it a score of ${number(answer.output)}.` }),
    h("ol", { class: "symbol-strip", "aria-label": "How much each past symbol speaks for it" }, shown.map((one) => h("li", {
      title: `${timeText(one.time)}: ${signed(one.relevance)}`, text: one.value ?? "·",
      style: { background: `color-mix(in srgb, var(--chart-${one.relevance >= 0 ? "forecast" : "validation"}) ${(55 * Math.abs(one.relevance)) / most}%, transparent)` } }))),
    h("ul", { class: "strongest" }, strongest.map((one) => h("li", {}, h("span", {}, h("b", { text: signed(one.relevance) }), ` ${one.value ?? "missing"}, ${timeText(one.time)}`)))));
}
