/** What every view does with a refusal it cannot go on from. */
import { h } from "../dom.js";
import { ProblemError } from "../api.js";
import { problemNotice } from "../problem.js";

/** @param {import("../router.js").View} view @returns {import("../router.js").View} */
export function guarded(view) {
  return async (main, place, signal) => {
    try {
      await view(main, place, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      main.replaceChildren(h("div", { class: "stack" },
        h("h1", { text: error.problem.status === 404 ? "Nothing here by that name" : "That did not work" }),
        problemNotice(error),
        h("div", { class: "row" }, h("a", { class: "button", href: "#/", text: "New forecast" }), h("a", { class: "button", href: "#/models", text: "All models" }))));
    }
  };
}
