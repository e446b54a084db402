/** Small means to build the page: elements, icons, dialogs, toasts. */

/**
 * Makes an element.
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `class`, `text`, `style` (an object), `on` (listeners by event) and properties
 *   such as `value` are set in their own way; null and false leave an attribute out
 * @param {...(Node | string | null | undefined | (Node | string | null)[])} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name === "style") Object.assign(element.style, value);
    else if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "hidden") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const iconPaths = {
  sun: "M12 4V2M12 22v-2M4 12H2M22 12h-2M6.3 6.3 4.9 4.9M19.1 19.1l-1.4-1.4M6.3 17.7l-1.4 1.4M19.1 4.9l-1.4 1.4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z",
  moon: "M20.5 14.3A8.6 8.6 0 0 1 9.7 3.5a8.6 8.6 0 1 0 10.8 10.8Z",
  upload: "M12 16V4M7 9l5-5 5 5M4 16v3a1.5 1.5 0 0 0 1.5 1.5h13A1.5 1.5 0 0 0 20 19v-3",
  alert: "M12 8v5M12 16.5v.1M12 2.8 1.9 20.2h20.2Z",
  info: "M12 11v6M12 7.5v.1M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19Z",
  download: "M12 4v12M7 11l5 5 5-5M4 20h16",
  image: "M4 5h16v14H4ZM4 16l5-5 4 4 3-3 4 4M15 9h.1",
  copy: "M9 9h11v11H9ZM5 15H4V4h11v1",
  close: "M6 6l12 12M18 6 6 18",
  clock: "M12 7v5.500l3.500 2M12 2.500a9.500 9.500 0 1 0 0 19 9.500 9.500 0 0 0 0-19Z",
  refresh: "M20 11a8 8 0 0 0-14.500-3.500L3 10M3 4v6h6M4 13a8 8 0 0 0 14.500 3.500L21 14M21 20v-6h-6",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13ZM15.500 15.500 20.500 20.500",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  expand: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  key: "M14.5 9.5a4.5 4.5 0 1 0-4 4.5L12 15.500h2v2h2v2h4v-3.500l-5.700-5.700",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  check: "M4.5 12.500l5 5 10-11",
  chart: "M4 4v16h16M7 15l4-5 3 3 5-7",
};

/** @param {keyof typeof iconPaths} name */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", iconPaths[name]);
  svg.append(path);
  return svg;
}

/** A square of colour; one of a band is as thick as the text. @param {string} name of the theme's colour @param {boolean} [band] */
export function swatch(name, band = false) {
  return h("span", { class: band ? "swatch band" : "swatch", style: { background: `var(--${name}, var(--chart-other))` }, "aria-hidden": "true" });
}

/** Says something in passing. @param {string} text */
export function toast(text) {
  const element = h("div", { class: "toast", text });
  document.getElementById("toasts")?.append(element);
  setTimeout(() => element.remove(), 3500);
}

/**
 * Asks before something is done that cannot be undone.
 * @param {{title: string, text: string, action: string}} question
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, text, action }) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { "aria-labelledby": "confirm-title" },
      h("form", { method: "dialog" },
        h("h2", { id: "confirm-title", text: title }), h("p", { class: "muted", text }),
        h("div", { class: "row" },
          h("button", { class: "button", value: "no", autofocus: true }, "Keep it"),
          h("button", { class: "button danger", value: "yes" }, action))));
    dialog.addEventListener("close", () => { resolve(dialog.returnValue === "yes"); dialog.remove(); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A card with a heading and whatever stands beside it. @param {string} title @param {any[]} beside @param {...any} children */
export function card(title, beside, ...children) {
  return h("section", { class: "card" }, h("div", { class: "card-head" }, h("h2", { text: title }), ...beside), ...children);
}

/** Names and values side by side. @param {[string, string | Node, string?][]} facts each a name, a value and a remark */
export function factList(facts) {
  return h("dl", { class: "facts" }, facts.map(([name, value, remark]) =>
    h("div", {}, h("dt", { text: name }), h("dd", {}, value, remark ? h("small", { text: ` ${remark}` }) : null))));
}

/** Buttons of which one is pressed. @param {string} label @param {string[]} names @param {number} pressed @param {(i: number) => void} choose */
export function segments(label, names, pressed, choose) {
  const group = h("div", { class: "segments", role: "group", "aria-label": label });
  names.forEach((name, i) => group.append(h("button", {
    type: "button", "aria-pressed": String(i === pressed), text: name,
    on: { click: () => {
      [...group.children].forEach((button, k) => button.setAttribute("aria-pressed", String(k === i)));
      choose(i);
    } },
  })));
  return group;
}
