/** What stands beside the values in a table: which of its columns is forecast, known, or left out. */
import { h } from "../dom.js";

const roles = [
  ["value", "forecast it"], ["known", "known ahead, such as a price"], ["past", "known of the past only"],
  ["static", "one value a series, such as a region"], ["unread", "leave it out"],
];
const fixed = new Set(["time", "id"]);

/**
 * Null where there is nothing to choose: a column of times and one of values.
 * @param {{name: string, role: string}[]} columns as the preview tells them
 * @param {() => void} changed
 */
export function columnsForm(columns, changed) {
  const free = columns.filter((column) => !fixed.has(column.role) && column.name);
  if (free.length < 2) return null;
  const rows = free.map((column, i) => {
    const id = `column-${i}`;
    const select = h("select", { class: "input", id, on: { change: changed } }, roles.map(([role, text]) => h("option", { value: role, text, selected: role === column.role })));
    return { column, select, element: h("div", { class: "field" }, h("label", { for: id, class: "mono", text: column.name }), select) };
  });
  const named = (role) => rows.filter((row) => row.select.value === role).map((row) => row.column.name);
  return {
    element: h("div", { class: "fields" }, h("p", { class: "hint", text: "Prices, promotions or the weather help where the future depends on them. What is known ahead may run on past the last value." }), rows.map((row) => row.element)),
    isSet: () => rows.some((row) => row.select.value !== row.column.role),
    /** @returns {Record<string, any>} */
    read() {
      if (!this.isSet()) return {};
      const values = named("value"), covariates = Object.fromEntries(["known", "past", "static"].map((role) => [role, named(role)]).filter(([, names]) => names.length));
      return { ...(values.length ? { valueColumn: values.join(",") } : {}), ...(Object.keys(covariates).length ? { covariates } : {}) };
    },
  };
}
