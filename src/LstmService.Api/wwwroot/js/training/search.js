/** A search over options: how, by what measure, and over which values. */
import { h, icon } from "../dom.js";
import { labelOf } from "../words.js";
import { field, isSimple, valueOf } from "./fields.js";

const range = /^\s*(\S+)\s+to\s+(\S+)\s*$/;
const wide = 10; // a range is drawn by its logarithm where its end is so many times its beginning

/** @param {any} schema of the search @param {Record<string, any>} options by name, with their schemas */
export function searchForm(schema, options) {
  const settings = Object.entries(schema.properties).filter(([, member]) => isSimple(member)).map(([name, member]) => field(name, member, "search"));
  const rows = h("div", { class: "fields" });
  const add = () => rows.append(row(options));
  add();
  const space = () => Object.fromEntries([...rows.children].map((one) => [one.querySelector("select").value, valuesOf(one.querySelector("input").value, options[one.querySelector("select").value])])
    .filter(([name, values]) => name && values !== null));
  return {
    element: h("div", { class: "fields" },
      h("p", { class: "hint", text: "Several settings are tried on past origins before those that judge the model; the best is trained anew and published." }),
      rows, h("button", { class: "button small", type: "button", on: { click: add } }, icon("plus"), "Another setting"), settings.map((one) => one.element)),
    isSet: () => Object.keys(space()).length > 0,
    /** @returns {Record<string, any>} */
    read() {
      if (!this.isSet()) return {};
      const set = Object.fromEntries(settings.filter((one) => one.isSet()).map((one) => [one.name, one.read()]));
      return { search: { strategy: "grid", ...set, space: space() } };
    },
  };
}

function row(options) {
  const element = h("div", { class: "search-row" },
    h("select", { class: "input", "aria-label": "Setting to search" }, h("option", { value: "", text: "choose a setting" }),
      Object.keys(options).filter((name) => name !== "warmStart").map((name) => h("option", { value: name, text: labelOf(name) }))),
    h("input", { class: "input", type: "text", placeholder: "8, 16, 32 or 0.001 to 0.1", "aria-label": "Values to try", autocomplete: "off" }),
    h("button", { class: "icon-button", type: "button", "aria-label": "Take it out", title: "Take it out", on: { click: () => element.remove() } }, icon("close")));
  return element;
}

/** "8, 16" is two values, "0.001 to 0.1" all between; null where there is none. */
function valuesOf(text, member) {
  if (!text.trim()) return null;
  const ends = range.exec(text)?.slice(1).map(Number);
  if (ends?.every(Number.isFinite)) return { min: ends[0], max: ends[1], ...(ends[0] > 0 && ends[1] >= wide * ends[0] ? { log: true } : {}) };
  return text.split(",").map((one) => valueOf(one.trim(), member)).filter((value) => value !== undefined);
}
