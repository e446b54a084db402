/** The key of a service that asks for one: kept in this tab's session, nowhere else. */
import { h, icon } from "./dom.js";

const place = "key";
let asking = null;

/** @returns {string | null} */
export function currentKey() { return sessionStorage.getItem(place); }

/** Shows the button in the header once a key plays a part. */
export function startKey() {
  const button = document.getElementById("key");
  button.append(icon("key"));
  button.addEventListener("click", () => askForKey(false));
  button.hidden = !currentKey();
}

/**
 * Asks for a key, once for all requests that wait for it.
 * @param {boolean} refused was a key refused just now?
 * @returns {Promise<boolean>} is there a new one to try?
 */
export function askForKey(refused) {
  asking ??= ask(refused).finally(() => { asking = null; });
  return asking;
}

function ask(refused) {
  document.getElementById("key").hidden = false;
  const input = h("input", { class: "input", id: "key-input", type: "password", autocomplete: "off", required: true, value: currentKey() ?? "" });
  const cancel = h("button", { class: "button", type: "button", text: "Not now" });
  const dialog = h("dialog", { "aria-labelledby": "key-title" },
    h("form", { method: "dialog" },
      h("h2", { id: "key-title", text: refused ? "That key was not accepted" : "This service asks for a key" }),
      h("p", { class: "muted", text: "It is kept until this tab is closed, and sent with every request." }),
      h("div", { class: "field" }, h("label", { for: "key-input", text: "Key" }), input),
      h("div", { class: "row" }, cancel, h("button", { class: "button primary", value: "use", text: "Use this key" }))));
  cancel.addEventListener("click", () => dialog.close(""));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    const use = dialog.returnValue === "use" && input.value.trim() !== "";
    if (use) sessionStorage.setItem(place, input.value.trim());
    dialog.remove();
    resolve(use);
  }));
}
