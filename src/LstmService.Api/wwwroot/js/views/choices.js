/** Why the model is as it is: the choices made from the data, its options, where it came from. */
import { h, card } from "../dom.js";
import { methodText, percent } from "../format.js";
import { address } from "../router.js";

/** @param {import("./model.js").Look} look */
export function choicesCard({ version }) {
  const { lineage, options, choices, composition, evaluation } = version;
  const mixed = Object.entries(composition).map(([part, weight]) => `${percent(weight)} ${part === "lstm" ? "LSTM" : methodText(part)}`).join(" and ");
  return card("How it was made", [],
    h("div", { class: "columns" },
      h("div", { class: "stack" }, h("h3", { text: "Chosen from the data" }), h("ul", { class: "reasons" }, choices.map((text) => h("li", { text }))),
        h("h3", { text: "How it was judged" }), h("p", { class: "muted small", text: `${evaluation.protocol}.` })),
      h("div", { class: "stack" }, h("h3", { text: "Where it came from" }),
        pairs([["Answer", `${mixed}; the ${version.pointForecast}`], ["Parent", lineage.parent === null ? "none" : `version ${lineage.parent}`], ["Seed", lineage.seed], ["Data", String(lineage.dataHash).slice(0, 16)]]),
        h("p", {}, h("a", { href: address(["jobs", lineage.jobId]), text: "The job that trained it" })),
        h("details", {}, h("summary", { text: "Every option" }), pairs(Object.entries(options).map(([name, value]) => [name, value === null ? "–" : typeof value === "object" ? JSON.stringify(value) : value]))))));
}

function pairs(entries) {
  return h("dl", { class: "pairs" }, entries.map(([name, value]) => [h("dt", { text: name }), h("dd", { text: String(value) })]).flat());
}
