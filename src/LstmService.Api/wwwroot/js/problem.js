/** Refusals, shown so that a person knows what to change. */
import { h, icon } from "./dom.js";
import { ProblemError } from "./api.js";
import { count } from "./format.js";

const mostShown = 12;

/** @param {unknown} error @returns {HTMLElement} */
export function problemNotice(error) {
  if (!(error instanceof ProblemError)) throw error;
  const { title, detail, errors = [], errorCount } = error.problem;
  const others = errors.length === 1 && errors[0].detail === detail ? [] : errors;
  const place = errors.length === 1 && others.length === 0 ? placeOf(errors[0]) : "";
  const left = (errorCount ?? others.length) - mostShown;
  return h("div", { class: "notice bad", role: "alert" }, icon("alert"),
    h("h3", { text: title ?? "That did not work" }),
    detail && !others.some((one) => detail.startsWith(one.detail)) ? h("p", {}, place ? h("span", { class: "place", text: place }) : null, detail) : null,
    others.length ? h("ul", {}, others.slice(0, mostShown).map((one) => h("li", {},
      placeOf(one) ? h("span", { class: "place", text: placeOf(one) }) : null, one.detail)),
      left > 0 ? h("li", { class: "muted", text: `and ${count(left)} more` }) : null) : null);
}

function placeOf({ row, column, pointer }) {
  const parts = [];
  if (row !== undefined && row !== null) parts.push(`Row ${row}`);
  if (column !== undefined && column !== null) parts.push(`column ${column}`);
  if (!parts.length && pointer) parts.push(pointer);
  return parts.join(", ");
}
