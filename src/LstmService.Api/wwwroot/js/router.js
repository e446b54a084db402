/** Which view is shown: the part of the address after the hash, so that every view can be linked and gone back to. */

/**
 * @typedef {{parts: string[], query: URLSearchParams}} Place
 * @typedef {(main: HTMLElement, place: Place, signal: AbortSignal) => void | Promise<void>} View
 */

/** @returns {Place} */
export function currentPlace() {
  const [route, search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { parts: route.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(search) };
}

/** @param {string[]} parts @param {Record<string, string | number | null | undefined>} [query] */
export function address(parts, query = {}) {
  const set = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const search = set.length ? "?" + new URLSearchParams(set.map(([name, value]) => [name, String(value)])) : "";
  return "#/" + parts.map(encodeURIComponent).join("/") + search;
}

/** Goes to a view; `replace` leaves no way back to this one. @param {string} to @param {boolean} [replace] */
export function go(to, replace = false) {
  if (replace) location.replace(to);
  else location.hash = to;
}

/** Writes what is looked at into the address without showing the view anew. @param {string} to */
export function note(to) { history.replaceState(null, "", to); }

/**
 * Shows the view of the address, now and whenever it changes; the signal of the view before is aborted.
 * @param {HTMLElement} main
 * @param {(place: Place) => View} choose
 * @param {(place: Place) => void} shown
 */
export function startRouter(main, choose, shown) {
  let leaving = new AbortController();
  const show = async () => {
    leaving.abort();
    leaving = new AbortController();
    const { signal } = leaving, place = currentPlace();
    main.replaceChildren();
    shown(place);
    await choose(place)(main, place, signal);
  };
  addEventListener("hashchange", () => { show(); main.focus({ preventScroll: true }); scrollTo(0, 0); });
  show();
}
