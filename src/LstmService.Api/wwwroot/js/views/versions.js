/** The versions of a model, with promotion and the way back. */
import { h, card, toast } from "../dom.js";
import { path, send } from "../api.js";
import { instantText, measure } from "../format.js";
import { problemNotice } from "../problem.js";
import { address } from "../router.js";

/** @param {import("./model.js").Look} look @param {HTMLElement} message */
export function versionsCard({ model, version: shown }, message) {
  const promote = async (number, button) => {
    button.disabled = true;
    try {
      await send(path("models", model.model, "champion"), "PUT", { version: number });
      toast(`Version ${number} is champion`);
      location.replace(address(["models", model.model], { version: number }));
      dispatchEvent(new HashChangeEvent("hashchange"));
    } catch (error) {
      message.replaceChildren(problemNotice(error));
      button.disabled = false;
    }
  };
  const row = (version) => h("tr", { class: version.version === shown.version ? "is-selected" : "" },
    h("th", { scope: "row" }, version.version === shown.version ? `Version ${version.version}` : h("a", { href: address(["models", model.model], { version: version.version }), text: `Version ${version.version}` })),
    h("td", { class: "nowrap muted", text: instantText(version.createdAt) }),
    h("td", { class: "number", "data-label": "Error", text: measure(version.evaluation.test?.logLoss ?? version.evaluation.test?.mase ?? version.evaluation.test?.mae) }),
    h("td", { text: version.note }),
    h("td", { class: "actions" }, version.champion ? h("span", { class: "pill good", text: "Champion" })
      : h("button", { class: "button small", type: "button", text: version.version > model.champion ? "Promote" : "Roll back", "aria-label": `${version.version > model.champion ? "Promote" : "Roll back to"} version ${version.version}`,
        on: { click: (event) => promote(version.version, event.currentTarget) } })));
  return card("Versions", [], h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Versions" }, h("table", { class: "stacking" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col", text: "Version" }), h("th", { scope: "col", text: "Trained" }), h("th", { scope: "col", class: "number", text: "Error" }), h("th", { scope: "col", text: "Why" }),
      h("th", { scope: "col" }, h("span", { class: "visually-hidden", text: "Action" })))),
    h("tbody", {}, model.versions.map(row)))));
}
