/** One training, live. */
import { h, icon, card, confirmed, factList, toast } from "../dom.js";
import { json, path, ProblemError } from "../api.js";
import { lossChart, lossLegend } from "../charts/loss.js";
import { legend } from "../charts/plot.js";
import { count, duration, instantText, number, percent } from "../format.js";
import { problemNotice } from "../problem.js";
import { follow, isUnfinished } from "../progress.js";
import { address, go } from "../router.js";
import { jobState } from "./jobs.js";

const stages = [["queued", "Waiting"], ["preparing", "Preparing"], ["training", "Training and backtesting"], ["calibrating", "Calibrating"], ["done", "Published"]];

/** @type {import("../router.js").View} */
export async function showJob(main, place, signal) {
  const id = place.parts[1], watched = place.query.has("watch");
  let view = null;
  for await (const job of follow(id, signal)) {
    if (signal.aborted) return;
    if (watched && job.state === "succeeded") return go(address(["models", job.result.model], { version: job.result.version }), true);
    view ??= jobView(main, job, signal);
    view.update(job);
  }
}

function jobView(main, job, signal) {
  const state = h("span", {}), stepper = h("ol", { class: "stages" });
  const bar = h("div"), progress = h("div", { class: "progress", role: "progressbar", "aria-label": "Epochs done", "aria-valuemin": "0", "aria-valuemax": "100" }, bar);
  const told = h("p", { class: "muted", "aria-live": "polite" }), facts = h("div"), outcome = h("div", { class: "stack" });
  const cancel = h("button", { class: "button danger", type: "button", text: "Cancel", on: { click: () => cancelJob(job, cancel, outcome) } });
  const lossHost = h("div"), lossKey = h("div"), losses = card("Losses", [], h("p", { class: "muted small", text: "One network after another: the curve starts high again with each of them." }), lossHost, lossKey);
  main.append(h("div", { class: "stack" },
    h("div", { class: "page-head" }, h("div", {}, h("p", { class: "eyebrow", text: "Training" }), h("h1", { text: job.model }), state), cancel),
    outcome, h("section", { class: "card stack" }, stepper, progress, told), facts, losses));
  let chart = null;
  return {
    update(now) {
      state.replaceChildren(jobState(now));
      cancel.hidden = !isUnfinished(now) || now.state === "cancelling";
      stepper.replaceChildren(...stageItems(now));
      const share = shareOf(now);
      bar.style.width = percent(share);
      progress.hidden = isStopped(now);
      progress.setAttribute("aria-valuenow", (100 * share).toFixed(0));
      told.textContent = tell(now);
      facts.replaceChildren(factList(factsOf(now)));
      const learns = now.progress?.trainLoss != null && (chart || isUnfinished(now)); // of what is over only its end is known
      losses.hidden = !chart && !learns;
      if (learns) {
        chart ??= lossChart(lossHost, signal);
        lossKey.replaceChildren(legend(lossLegend(now.progress)));
        chart.add(now.progress);
      }
      if (!isUnfinished(now)) outcome.replaceChildren(...outcomeOf(now));
    },
  };
}

function isStopped(job) { return ["failed", "cancelled"].includes(job.state); }

function shareOf(job) {
  if (job.state === "succeeded") return 1;
  return job.progress?.epochs ? job.progress.epoch / job.progress.epochs : 0;
}

function stageItems(job) {
  const stage = job.state === "queued" ? "queued" : job.state === "succeeded" ? "done" : ["backtesting", "searching"].includes(job.progress?.stage) ? "training" : job.progress?.stage ?? "preparing";
  const at = stages.findIndex(([name]) => name === stage);
  return stages.map(([, name], i) => h("li", { class: i < at || stage === "done" ? "is-done" : i === at && !isStopped(job) ? "is-now" : "", "aria-current": i === at ? "step" : null }, h("span", { text: name })));
}

function tell(job) {
  const { progress } = job;
  if (job.state === "queued") return "Waiting for its turn.";
  if (job.state === "cancelling") return "Being cancelled …";
  if (!isUnfinished(job)) return job.finishedAt && job.startedAt ? `Took ${duration((Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000)}.` : "It never began.";
  if (!progress?.epochs) return "Choosing the network and its options from the data …";
  const left = progress.secondsLeft == null ? "" : `, about ${duration(progress.secondsLeft)} left`;
  const point = progress.points ? `Point ${count(progress.point)} of ${count(progress.points)} of the search, epoch` : "Epoch";
  return `${point} ${count(progress.epoch)} of ${count(progress.epochs)}${left}`;
}

function factsOf(job) {
  const { progress } = job;
  return [
    ["Training loss", number(progress?.trainLoss)], ...(progress?.validationLoss == null ? [] : [["Validation loss", number(progress.validationLoss)]]),
    ["Epochs", progress?.epochs ? `${count(progress.epoch)}` : "–", progress?.epochs ? `of ${count(progress.epochs)}` : ""],
    ["Attempt", String(job.attempt)], ["Asked for", instantText(job.createdAt)]];
}

function outcomeOf(job) {
  if (job.state === "succeeded") return [h("div", { class: "notice" }, icon("check"), h("h3", { text: `Version ${job.result.version} is published` }),
    job.result.note ? h("p", { text: job.result.note }) : null,
    h("p", {}, h("a", { class: "button primary", href: address(["models", job.result.model], { version: job.result.version }), text: "See the forecast" })))];
  if (job.state === "failed") return [problemNotice(new ProblemError(job.error ?? { title: "The training failed" }))];
  return [h("div", { class: "notice" }, icon("info"), h("h3", { text: "The training was cancelled" }), h("p", { text: "Nothing was published, and nothing that was there has changed." }))];
}

async function cancelJob(job, button, outcome) {
  if (!await confirmed({ title: "Cancel this training?", text: "What it has learnt so far is lost. Models that are published stay as they are.", action: "Cancel the training" })) return;
  button.disabled = true;
  try {
    await json(path("jobs", job.id), { method: "DELETE" });
    toast("The training is being cancelled");
  } catch (error) {
    outcome.replaceChildren(problemNotice(error));
  } finally {
    button.disabled = false;
  }
}
