/** The trainings, the newest first. */
import { h } from "../dom.js";
import { duration, instantText, percent } from "../format.js";
import { isUnfinished } from "../progress.js";
import { address } from "../router.js";
import { showPage } from "./pages.js";

const tones = { succeeded: "good", failed: "bad", running: "good", cancelling: "warn", queued: "", cancelled: "" };

/** @type {import("../router.js").View} */
export async function showJobs(main, place, signal) {
  await showPage(main, place, signal, {
    title: "Jobs",
    url: "/jobs",
    key: (job) => job.id,
    changes: isUnfinished,
    none: "Nothing was trained yet",
    head: ["Model", "State", "Asked for", "Took", ""],
    row: (job) => [
      h("th", { scope: "row" }, h("a", { href: address(["jobs", job.id]), text: job.model })),
      h("td", {}, jobState(job)),
      h("td", { class: "nowrap muted", text: instantText(job.createdAt) }),
      h("td", { class: "nowrap", text: job.startedAt && job.finishedAt ? duration((Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000) : "–" }),
      h("td", { class: "actions" }, job.result ? h("a", { href: address(["models", job.result.model], { version: job.result.version }), text: "Forecast" }) : null)],
  });
}

/** The state of a job, with how far it is. @param {any} job */
export function jobState(job) {
  const share = job.state === "running" && job.progress?.epochs ? ` ${percent(job.progress.epoch / job.progress.epochs)}` : "";
  return h("span", { class: `pill ${tones[job.state] ?? ""}`, text: job.state + share });
}
