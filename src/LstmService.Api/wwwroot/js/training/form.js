/** Everything a training may be given beside a name and a horizon, folded by what it is about. */
import { h } from "../dom.js";
import { foldOf, folds } from "../words.js";
import { calendarForm } from "./calendar.js";
import { columnsForm } from "./columns.js";
import { field, isSimple } from "./fields.js";
import { searchForm } from "./search.js";

const elsewhere = new Set(["series", "sample", "model", "horizon", "options", "kind"]); // asked in other places, or not here

/**
 * @param {any} schema of a training
 * @param {{columns?: {name: string, role: string}[], isSymbols: boolean, dataChanged: () => void}} about
 */
export function trainingForm(schema, { columns = [], isSymbols, dataChanged }) {
  const members = Object.entries(schema.properties).filter(([name, member]) => !elsewhere.has(name) && isSimple(member) && name !== "calendar");
  const options = schema.properties.options?.properties ?? {}, simple = Object.entries(options).filter(([, member]) => isSimple(member));
  const top = members.map(([name, member]) => field(name, member)), training = simple.map(([name, member]) => field(name, member));
  const beside = columnsForm(columns, dataChanged), calendar = isSymbols || !schema.properties.calendar ? null : calendarForm();
  const search = isSymbols || !schema.properties.search ? null : searchForm(schema.properties.search, Object.fromEntries(simple));
  const parts = [beside, calendar, search].filter((part) => part !== null);
  return {
    element: h("div", { class: "folds" },
      beside ? fold("Columns beside the values", "What is known beside the values.", [beside.element]) : null,
      calendar ? fold("Special days", "Holidays and events.", [calendar.element]) : null,
      folds.map((group, i) => {
        const fields = [...top, ...training].filter((one) => foldOf(one.name) === i);
        const element = fold(group.title, group.text, [h("div", { class: "fields" }, fields.map((one) => one.element))]);
        if (group.aboutData) element.addEventListener("change", dataChanged);
        return element;
      }),
      search ? fold("Search for better settings", "Try several and keep the best.", [search.element]) : null),
    /** What was set, as a training takes it. @returns {Record<string, any>} */
    read: () => ({ ...set(top), ...given(parts), ...(training.some((one) => one.isSet()) ? { options: set(training) } : {}) }),
    /** Only what changes how the data are understood. @returns {Record<string, any>} */
    readData: () => ({ ...set(top.filter((one) => folds[foldOf(one.name)].aboutData)), ...(beside?.read() ?? {}) }),
  };
}

function set(fields) { return Object.fromEntries(fields.filter((one) => one.isSet()).map((one) => [one.name, one.read()])); }

function given(parts) { return Object.assign({}, ...parts.map((part) => part.read())); }

function fold(title, text, children) {
  return h("details", { class: "fold" }, h("summary", {}, h("span", { text: title }), h("small", { text })), ...children);
}
