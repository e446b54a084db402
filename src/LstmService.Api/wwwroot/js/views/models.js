/** The models. */
import { h } from "../dom.js";
import { frequencyText, instantText, plural } from "../format.js";
import { address } from "../router.js";
import { showPage } from "./pages.js";

/** @type {import("../router.js").View} */
export async function showModels(main, place, signal) {
  await showPage(main, place, signal, {
    title: "Models",
    url: "/models",
    key: (model) => model.model,
    none: "No model yet",
    head: ["Model", "Verdict", "Step", "Trained"],
    row: (model) => [
      h("th", { scope: "row" }, h("a", { href: address(["models", model.model]), text: model.model })),
      h("td", { class: "verdict-cell" }, beats(model.beatsBaseline), h("span", { text: model.verdict })),
      h("td", { class: "nowrap", text: `${frequencyText(model.frequency)}, ${plural(model.horizon, "step")}` }),
      h("td", { class: "nowrap muted", text: instantText(model.trainedAt) })],
  });
}

/** Does a model beat the baselines? @param {boolean} yes @param {boolean} [isJudged] */
export function beats(yes, isJudged = true) {
  if (!isJudged) return h("span", { class: "pill", text: "Not judged" });
  return yes ? h("span", { class: "pill good", text: "Beats the baselines" }) : h("span", { class: "pill warn", text: "Beats no baseline" });
}
