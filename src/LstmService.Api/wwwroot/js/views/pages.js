/** A list that is searched by name and grows by a page at a time. */
import { h, icon } from "../dom.js";
import { json, query } from "../api.js";
import { count } from "../format.js";
import { problemNotice } from "../problem.js";
import { address, note } from "../router.js";

const limit = 50, pause = 200, refresh = 2000;

/**
 * @typedef {object} List
 * @property {string} title
 * @property {string} url
 * @property {string[]} head
 * @property {(item: any) => any[]} row
 * @property {(item: any) => string} key
 * @property {string} none what is said where there is nothing
 * @property {(item: any) => boolean} [changes] will the entry be another in a moment?
 */

/** @param {HTMLElement} main @param {import("../router.js").Place} place @param {AbortSignal} signal @param {List} list */
export async function showPage(main, place, signal, list) {
  const rows = new Map(), body = h("tbody");
  let next = null, search = place.query.get("search") ?? "", asked = 0;
  const read = (cursor) => json(list.url + query({ limit, cursor, search }), { signal });
  const first = await read(null);
  if (signal.aborted) return;
  if (!first.items.length && !search) return main.replaceChildren(h("div", { class: "stack" }, h("h1", { text: list.title }), empty(list)));

  const state = h("p", { class: "muted small", "aria-live": "polite" }), message = h("div", { "aria-live": "assertive" });
  const more = h("button", { class: "button", type: "button", text: "Show more", on: { click: () => grow() } });
  const frame = h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": list.title }, h("table", { class: "stacking" },
    h("thead", {}, h("tr", {}, list.head.map((name) => h("th", { scope: "col", text: name })))), body));
  const put = (page, atTop) => {
    const made = [];
    for (const item of page.items) {
      const known = rows.get(list.key(item)), element = h("tr", {}, list.row(item));
      rows.set(list.key(item), { item, element });
      if (known && body.contains(document.activeElement) && known.element.contains(document.activeElement)) rows.set(list.key(item), { item, element: known.element });
      else if (known) known.element.replaceWith(element);
      else made.push(element);
    }
    if (atTop) body.prepend(...made); else body.append(...made);
    tell();
  };
  const tell = () => {
    more.hidden = !next;
    frame.hidden = !rows.size;
    state.textContent = rows.size ? `${count(rows.size)} shown${next ? "" : ", all there are"}` : `Nothing is called “${search}”.`;
  };
  const attempt = async (work) => {
    try { await work(); message.replaceChildren(); } catch (error) { if (!signal.aborted) message.replaceChildren(problemNotice(error)); }
  };
  const grow = () => attempt(async () => {
    more.disabled = true;
    try {
      const page = await read(next);
      next = page.next;
      put(page, false);
    } finally { more.disabled = false; }
  });
  const begin = (page) => {
    rows.clear();
    body.replaceChildren();
    next = page.next;
    put(page, false);
  };
  const find = (text) => attempt(async () => {
    const mine = ++asked;
    search = text;
    note(address(place.parts, { search }));
    const page = await read(null);
    if (mine === asked) begin(page);
  });
  main.replaceChildren(h("div", { class: "stack" },
    h("div", { class: "list-head" }, h("h1", { text: list.title }), searchField(list.title, search, find), state), message, h("div", { class: "card" }, frame, h("div", { class: "pager" }, more))));
  begin(first);
  const look = async () => {
    if ([...rows.values()].some(({ item }) => list.changes?.(item))) await attempt(async () => put(await read(null), true));
    if (!signal.aborted) setTimeout(look, refresh);
  };
  if (list.changes) setTimeout(look, refresh);
}

function searchField(title, search, find) {
  let timer = 0;
  const input = h("input", { class: "input", type: "search", value: search, placeholder: "Search by name", "aria-label": `Search ${title.toLowerCase()} by name`, autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => find(input.value.trim()), pause); });
  return h("div", { class: "search" }, icon("search"), input);
}

function empty({ none }) {
  return h("div", { class: "card empty" }, icon("chart"), h("h2", { text: none }), h("p", { text: "Drop a file, or take the built-in sample: from there to a forecast are two clicks." }),
    h("a", { class: "button primary", href: "#/", text: "New forecast" }));
}
