/** Keeping a model fresh: new points, training anew at once, and by itself. */
import { h, icon, card, toast } from "../dom.js";
import { json, path, send } from "../api.js";
import { count, measure, percent, plural } from "../format.js";
import { problemNotice } from "../problem.js";
import { address, go } from "../router.js";
import { objectOf } from "../upload.js";
import { scheduleForm } from "./schedule.js";

const accepted = ".csv,.tsv,.txt,.json,.parquet,.gz";

/** @param {import("./model.js").Look} look @param {HTMLElement} message */
export function freshCard({ model }, message) {
  const attempt = async (button, work) => {
    button.disabled = true;
    try {
      await work();
    } catch (error) {
      message.replaceChildren(problemNotice(error));
      message.scrollIntoView({ block: "nearest" });
    } finally {
      button.disabled = false;
    }
  };
  return card("Keep it fresh", [], h("div", { class: "columns thirds" },
    h("div", { class: "stack" }, h("h3", { text: "New points" }),
      h("p", { class: "muted small", text: "Forecasts go on from the newest point at once. Points at times that are known already correct them." }),
      addPoints(model, attempt), live(model)),
    h("div", { class: "stack" }, h("h3", { text: "Train again" }),
      h("p", { class: "muted small", text: "With the data as they stand and the champion's options. The new version becomes champion if it is at least as good." }),
      h("div", {}, h("button", { class: "button", type: "button", on: { click: (event) => attempt(event.currentTarget, async () => {
        const job = await json(path("models", model.model, "train"), { method: "POST" });
        go(address(["jobs", job.id], { watch: 1 }));
      }) } }, icon("refresh"), "Train now"))),
    h("div", { class: "stack" }, h("h3", { text: "Train by itself" }), scheduleForm(model, attempt))));
}

function addPoints(model, attempt) {
  const input = h("input", { type: "file", accept: accepted, class: "visually-hidden", id: "points-file", tabindex: "-1", "aria-hidden": "true" });
  const button = h("button", { class: "button", type: "button", on: { click: () => input.click() } }, icon("upload"), "Add points from a file");
  input.addEventListener("change", () => attempt(button, async () => {
    const file = input.files[0];
    input.value = "";
    const at = path("models", model.model, "series");
    const answer = /\.json$/i.test(file.name) ? await send(at, "POST", await objectOf(file)) : await json(at, { method: "POST", body: form(file) });
    toast(`${plural(answer.appended, "point")} added, ${count(answer.corrected)} corrected`);
    if (answer.jobId) toast("The errors have grown: it is trained anew");
    dispatchEvent(new HashChangeEvent("hashchange"));
  }));
  return h("div", {}, button, input);
}

function form(file) {
  const fields = new FormData();
  fields.append("file", file);
  return fields;
}

/** How the champion did on points that came later. */
function live({ live: seen }) {
  if (!seen) return null;
  const ratio = seen.ratio == null ? "" : `, ${measure(seen.ratio)} times what the backtest led to expect`;
  return h("p", { class: "small", text: `On the ${seen.points === 1 ? "newest point" : `${count(seen.points)} newest points`} it was off by ${measure(seen.mae)} on average${ratio}; ${percent(seen.coverage80)} lay inside the 80% band.` });
}
