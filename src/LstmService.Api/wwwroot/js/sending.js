/** A file on its way: how much of it was sent, that it is being read, and a way out. */
import { h } from "./dom.js";
import { percent } from "./format.js";

/** Did the person cancel it? @param {any} error */
export function isCancelled(error) { return error?.name === "AbortError"; }

/**
 * What is shown while something is sent.
 * @param {string} name of what is sent
 * @param {AbortSignal} [signal] of the view
 */
export function sendingNotice(name, signal) {
  const cancelling = new AbortController();
  const text = h("p", { class: "muted", text: `Reading ${name} …` }), bar = h("div", {});
  const frame = h("div", { class: "progress", role: "progressbar", "aria-label": `Sending ${name}`, "aria-valuemin": 0, "aria-valuemax": 100, hidden: true }, bar);
  const element = h("div", { class: "sending stack" }, text, frame,
    h("div", {}, h("button", { class: "button", type: "button", text: "Cancel", on: { click: () => cancelling.abort() } })));
  return {
    element,
    signal: signal ? AbortSignal.any([signal, cancelling.signal]) : cancelling.signal,
    /** @param {number} share of the bytes that left */
    progress(share) {
      const isSent = share >= 1;
      frame.hidden = isSent;
      frame.setAttribute("aria-valuenow", String(Math.floor(100 * share)));
      bar.style.width = `${100 * share}%`;
      text.textContent = isSent ? `Reading ${name} …` : `Sending ${name}: ${percent(share)}`;
    },
  };
}
