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
  const shown = new ShownList(place, signal, list), first = await shown.read(null);
  if (signal.aborted) return;
  if (!first.items.length && !shown.search) return main.replaceChildren(h("div", { class: "stack" }, h("h1", { text: list.title }), empty(list)));
  main.replaceChildren(shown.element);
  shown.begin(first);
  if (list.changes) shown.follow();
}

class ShownList {
  #rows = new Map(); // the entry and its row by the key
  #next = null;
  #asked = 0;

  /** @param {import("../router.js").Place} place @param {AbortSignal} signal @param {List} list */
  constructor(place, signal, list) {
    Object.assign(this, { place, signal, list, search: place.query.get("search") ?? "" });
    this.body = h("tbody");
    this.state = h("p", { class: "muted small", "aria-live": "polite" });
    this.message = h("div", { "aria-live": "assertive" });
    this.more = h("button", { class: "button", type: "button", text: "Show more", on: { click: () => this.#grow() } });
    this.frame = h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": list.title }, h("table", { class: "stacking" },
      h("thead", {}, h("tr", {}, list.head.map((name) => h("th", { scope: "col", text: name })))), this.body));
    this.element = h("div", { class: "stack" },
      h("div", { class: "list-head" }, h("h1", { text: list.title }), searchField(list.title, this.search, (text) => this.#find(text)), this.state),
      this.message, h("div", { class: "card" }, this.frame, h("div", { class: "pager" }, this.more)));
  }

  /** A page; the first where there is no cursor. @param {string | null} cursor */
  read(cursor) { return json(this.list.url + query({ limit, cursor, search: this.search }), { signal: this.signal }); }

  /** Shows one page alone. */
  begin(page) {
    this.#rows.clear();
    this.body.replaceChildren();
    this.#next = page.next;
    this.#put(page, false);
  }

  /** Looks again now and then while an entry is about to change. */
  async follow() {
    await new Promise((resolve) => { setTimeout(resolve, refresh); });
    if (this.signal.aborted) return;
    if ([...this.#rows.values()].some(({ item }) => this.list.changes(item))) await this.#attempt(async () => this.#put(await this.read(null), true));
    this.follow();
  }

  #put(page, atTop) {
    const made = [];
    for (const item of page.items) {
      const key = this.list.key(item), known = this.#rows.get(key)?.element, keeps = known?.contains(document.activeElement); // nobody's focus is taken
      const element = keeps ? known : h("tr", {}, this.list.row(item));
      if (!known) made.push(element);
      else if (!keeps) known.replaceWith(element);
      this.#rows.set(key, { item, element });
    }
    if (atTop) this.body.prepend(...made); else this.body.append(...made);
    this.more.hidden = !this.#next;
    this.frame.hidden = !this.#rows.size;
    this.state.textContent = this.#rows.size ? `${count(this.#rows.size)} shown${this.#next ? "" : ", all there are"}` : `Nothing is called “${this.search}”.`;
  }

  async #grow() {
    const mine = this.#asked;
    this.more.disabled = true;
    await this.#attempt(async () => {
      const page = await this.read(this.#next);
      if (mine !== this.#asked) return; // something else is looked for by now
      this.#next = page.next;
      this.#put(page, false);
    });
    this.more.disabled = false;
  }

  async #find(text) {
    const mine = ++this.#asked;
    this.search = text;
    note(address(this.place.parts, { search: text }));
    await this.#attempt(async () => {
      const page = await this.read(null);
      if (mine === this.#asked) this.begin(page); // an answer may be overtaken by that to a later search
    });
  }

  async #attempt(work) {
    try {
      await work();
      this.message.replaceChildren();
    } catch (error) {
      if (!this.signal.aborted) this.message.replaceChildren(problemNotice(error));
    }
  }
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
