/** What a forecast is made of: each part is what it adds to those before it. */
import { h } from "../dom.js";
import { methodText, number, signed } from "../format.js";

const names = { level: "Level", trend: "Trend", season: "Season", covariates: "Covariates", network: "Network" };

/** @param {any} answer */
export function componentsTable({ components, output }) {
  const parts = Object.entries(components);
  return h("div", {}, h("h3", { text: "What it is made of" }), h("table", { class: "components" },
    h("tbody", {}, parts.map(([name, value], i) => h("tr", {}, h("th", { scope: "row", text: names[name] ?? methodText(name) }), h("td", { class: "number", text: i === 0 ? number(value) : signed(value) })))),
    h("tfoot", {}, h("tr", {}, h("th", { scope: "row", text: "Forecast" }), h("td", { class: "number", text: number(output) })))));
}
