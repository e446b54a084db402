/** The start: give a file or take the sample; then see what was understood, and train. */
import { h, icon } from "../dom.js";
import { json } from "../api.js";
import { problemNotice } from "../problem.js";
import { address } from "../router.js";
import { sampleCurve } from "../sample.js";
import { isCancelled, sendingNotice } from "../sending.js";
import { Upload } from "../upload.js";
import { showInspection } from "./inspection.js";
import { jobState } from "./jobs.js";
import { instantText } from "../format.js";

const accepted = ".csv,.tsv,.txt,.json,.ndjson,.jsonl,.parquet,.gz";

/** @type {import("../router.js").View} */
export async function showHome(main, place, signal) {
  const message = h("div", { "aria-live": "assertive" });
  const take = async (upload) => {
    const sending = sendingNotice(upload.name, signal);
    message.replaceChildren(sending.element);
    try {
      const understood = await upload.preview({}, sending);
      if (!signal.aborted) showInspection(main, upload, understood, signal);
    } catch (error) {
      if (isCancelled(error)) {
        if (sending.element.isConnected) message.replaceChildren();
        return;
      }
      message.replaceChildren(problemNotice(error), ...asSymbols(error, upload, take));
      message.scrollIntoView({ block: "nearest" });
    }
  };
  const recent = h("div");
  main.append(
    h("div", { class: "hero" }, h("h1", { text: "Post a series, get its future." }),
      h("p", { text: "An LSTM learns from your data, is judged on its own past beside the classical methods, and answers with bands that say how sure it is." })),
    h("div", { class: "start" }, dropZone(take), sampleCard(take)), message, recent);
  const { items } = await json("/jobs?limit=5", { signal });
  if (items.length && !signal.aborted) recent.replaceWith(recentJobs(items));
}

/** Where the values are words, the way to take them as symbols. */
function asSymbols(error, upload, take) {
  const worded = error.problem?.errors?.some((one) => /kind=?"?symbols|kind is symbols/.test(one.detail)) ?? false;
  return worded ? [h("p", { class: "row after-notice" }, h("button", { class: "button", type: "button", text: "Read the values as symbols", on: { click: () => take(upload.with({ kind: "symbols" })) } }),
    h("span", { class: "muted small", text: "Words that name states, such as on and off, are forecast as a distribution over them." }))] : [];
}

function dropZone(take) {
  const input = h("input", { type: "file", accept: accepted, class: "visually-hidden", id: "file", tabindex: "-1", "aria-hidden": "true",
    on: { change: () => { if (input.files[0]) take(Upload.file(input.files[0])); input.value = ""; } } });
  const zone = h("section", { class: "card drop", "aria-label": "Your own data" }, icon("upload"),
    h("h2", { text: "Drop a file here" }),
    h("p", { class: "muted", text: "A column of times and a column of values is enough. Wide tables, many series, gaps and unordered rows are understood too." }),
    h("button", { class: "button primary large", type: "button", text: "Choose a file", on: { click: () => input.click() } }), input,
    h("p", { class: "small muted", text: "CSV, JSON or Parquet" }));
  const hover = (on) => (event) => { event.preventDefault(); zone.classList.toggle("is-over", on); };
  zone.addEventListener("dragover", hover(true));
  zone.addEventListener("dragleave", hover(false));
  zone.addEventListener("drop", (event) => {
    hover(false)(event);
    const file = event.dataTransfer?.files[0];
    if (file) take(Upload.file(file));
  });
  return zone;
}

function sampleCard(take) {
  return h("section", { class: "card sample" }, sampleCurve(),
    h("h2", { text: "No data at hand?" }),
    h("p", { class: "muted", text: "Airline passengers, 144 months from 1949 to 1960: a trend, a season and a few seconds of training." }),
    h("button", { class: "button large", type: "button", text: "Use the sample", on: { click: () => take(Upload.sample("air-passengers")) } }));
}

function recentJobs(items) {
  return h("section", { class: "recent" }, h("div", { class: "card-head" }, h("h2", { text: "Latest trainings" }), h("a", { href: "#/jobs", text: "All jobs" })),
    h("ul", { class: "card list" }, items.map((job) => h("li", {},
      h("a", { href: address(job.state === "succeeded" ? ["models", job.model] : ["jobs", job.id]), text: job.model }),
      jobState(job), h("span", { class: "muted small nowrap", text: instantText(job.createdAt) })))));
}
