/** A forecast of symbols: the likeliest one at each step, with how likely each is. */
import { h } from "./dom.js";
import { percent, timeText } from "./format.js";

const mostShown = 6;
const colours = ["chart-forecast", "chart-theta", "chart-seasonalNaive", "chart-naive", "chart-drift", "chart-damped"];

/** @param {any} forecast */
export function symbolTable(forecast) {
  const order = [...new Set(forecast.points.flatMap((point) => Object.keys(point.probabilities ?? {})))];
  const colourOf = (symbol) => colours[order.indexOf(symbol) % colours.length];
  return h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Forecast" }, h("table", {},
    h("thead", {}, h("tr", {}, ["Time", "Symbol", "How likely"].map((name) => h("th", { scope: "col", text: name })))),
    h("tbody", {}, forecast.points.map((point) => {
      const likely = Object.entries(point.probabilities ?? {}).sort(([, a], [, b]) => b - a).slice(0, mostShown);
      return h("tr", {}, h("th", { scope: "row", text: timeText(point.time) }), h("td", { class: "mono", text: point.value }),
        h("td", {}, h("div", { class: "likely", "aria-hidden": "true" }, likely.map(([symbol, p]) => h("span", { style: { width: percent(p), background: `var(--${colourOf(symbol)})` } }))),
          h("span", { class: "small muted", text: likely.map(([symbol, p]) => `${symbol} ${percent(p)}`).join(", ") })));
    }))));
}
