/** A model: its verdict, its forecast, its past, its versions. */
import { h, icon, confirmed, factList, toast } from "../dom.js";
import { json, path, ProblemError } from "../api.js";
import { count, frequencyText, instantText, measure, percent, plural } from "../format.js";
import { problemNotice } from "../problem.js";
import { address, go } from "../router.js";
import { backtestCard } from "./backtest.js";
import { choicesCard } from "./choices.js";
import { forecastCard } from "./forecast.js";
import { freshCard } from "./fresh.js";
import { beats } from "./models.js";
import { versionsCard } from "./versions.js";

/** What is looked at. @typedef {{model: any, version: any, series: string}} Look */

/** @type {import("../router.js").View} */
export async function showModel(main, place, signal) {
  const model = await json(path("models", place.parts[1]), { signal });
  if (signal.aborted) return;
  const wanted = Number(place.query.get("version")) || model.champion;
  const version = model.versions.find((one) => one.version === wanted);
  if (!version) throw new ProblemError({ status: 404, title: "Not found", detail: `Model '${model.model}' has no version ${wanted}.` });
  const series = place.query.get("series") ?? model.series[0];
  const message = h("div", { "aria-live": "assertive" });
  const look = { model, version, series };
  main.append(h("div", { class: "stack" },
    head(look, message), message, facts(look),
    forecastCard(look, place.query.get("horizon"), signal),
    backtestCard(look, signal),
    versionsCard(look, message),
    freshCard(look, message),
    choicesCard(look)));
}

function head({ model, version }, message) {
  const which = version.champion ? h("span", { class: "pill", text: `Version ${version.version}, champion` }) : h("span", { class: "pill warn", text: `Version ${version.version}, not champion` });
  return h("div", { class: "page-head" },
    h("div", {}, h("p", { class: "eyebrow" }, h("a", { href: "#/models", text: "Models" })), h("h1", { text: model.model }),
      h("p", { class: "lead", id: "verdict", text: version.evaluation.verdict }),
      h("div", { class: "row" }, beats(version.evaluation.beatsBaseline, Boolean(version.evaluation.test)), which,
        h("span", { class: "muted small", text: `${frequencyText(version.frequency)}, ${plural(model.seriesCount, "series", "series")}, trained ${instantText(version.createdAt)}` }))),
    h("button", { class: "button danger small", type: "button", on: { click: () => deleteModel(model, message) } }, icon("trash"), "Delete"));
}

function facts({ model, version: { evaluation } }) {
  const { test, baselines, bestBaseline } = evaluation;
  if (!test) return h("div");
  const best = bestBaseline ? baselines[bestBaseline] : null;
  if (model.kind === "symbols") return factList([
    ["Log loss", measure(test.logLoss), best ? `best baseline ${measure(best.logLoss)}` : ""],
    ["Most likely symbol came", percent(test.hitRate), "of the time"],
    ["Judged on", count(evaluation.origins), `past origins, ${plural(evaluation.horizon, "step")} each`]]);
  return factList([
    ["Error (MASE)", measure(test.mase), best ? `best baseline ${measure(best.mase)}` : ""],
    ["Mean error (MAE)", measure(test.mae), best ? `best baseline ${measure(best.mae)}` : ""],
    ...Object.entries(test.coverage ?? {}).map(([level, share]) => [`${level}% band held`, percent(share), "of the time"]),
    ["Judged on", count(evaluation.origins), `past origins, ${plural(evaluation.horizon, "step")} each`]]);
}

async function deleteModel(model, message) {
  const sure = await confirmed({
    title: `Delete ${model.model}?`,
    text: `Its ${plural(model.versions.length, "version")}, its ${plural(model.seriesCount, "series", "series")} and its forecasts go with it, and its trainings are cancelled. There is no way back.`,
    action: "Delete the model",
  });
  if (!sure) return;
  try {
    await json(path("models", model.model), { method: "DELETE" });
    toast(`${model.model} is deleted`);
    go(address(["models"]));
  } catch (error) {
    message.replaceChildren(problemNotice(error));
  }
}
