/** A list that is read a page at a time. */
import { h, icon } from "../dom.js";
import { json, query } from "../api.js";
import { address } from "../router.js";

const limit = 50;

/**
 * @param {HTMLElement} main
 * @param {import("../router.js").Place} place
 * @param {AbortSignal} signal
 * @param {{title: string, url: string, head: string[], row: (item: any) => any[], none: string}} list
 * @returns {Promise<any[]>} the entries of the page
 */
export async function showPage(main, place, signal, { title, url, head, row, none }) {
  const before = place.query.getAll("before"), cursor = place.query.get("cursor");
  const page = await json(url + query({ limit, cursor }), { signal });
  if (signal.aborted) return [];
  const at = before.length + 1;
  const earlier = () => pageAddress(place, before.slice(0, -1), before.at(-1) ?? "");
  const later = () => pageAddress(place, [...before, cursor ?? ""], page.next);
  const body = page.items.length
    ? h("div", { class: "card" }, h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": title }, h("table", {},
      h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col", text: name })))),
      h("tbody", {}, page.items.map((item) => h("tr", {}, row(item)))))),
      at > 1 || page.next ? h("nav", { class: "pager", "aria-label": "Pages" },
        at > 1 ? h("a", { class: "button", href: earlier(), text: "Previous" }) : h("span"),
        h("span", { class: "muted small", text: `Page ${at}` }),
        page.next ? h("a", { class: "button", href: later(), text: "Next" }) : h("span")) : null)
    : h("div", { class: "card empty" }, icon("chart"), h("h2", { text: none }), h("p", { text: "Drop a file, or take the built-in sample: from there to a forecast are two clicks." }),
      h("a", { class: "button primary", href: "#/", text: "New forecast" }));
  main.replaceChildren(h("div", { class: "stack" }, h("h1", { text: title }), body));
  return page.items;
}

function pageAddress(place, before, cursor) {
  const search = new URLSearchParams(before.map((one) => ["before", one]));
  if (cursor) search.set("cursor", cursor);
  return address(place.parts) + (search.size ? `?${search}` : "");
}
