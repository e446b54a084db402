/** How the model did in the past: a chart of any origin, and every method's accuracy. */
import { h, card, swatch } from "../dom.js";
import { json, path, query } from "../api.js";
import { backtestChart, methodColour } from "../charts/backtest.js";
import { legend } from "../charts/plot.js";
import { count, measure, methodText, percent, timeText } from "../format.js";
import { problemNotice } from "../problem.js";
import { axisValue } from "../time.js";

/** @param {import("./model.js").Look} look @param {AbortSignal} signal */
export function backtestCard({ model, version, series }, signal) {
  const { evaluation } = version;
  if (!evaluation.test) return card("How it did in the past", [], h("p", { class: "muted", text: evaluation.verdict }));
  const body = h("div", { class: "stack" });
  const element = card("How it did in the past", [h("p", { class: "muted", text: "At each past moment the networks knew nothing of what came after, and neither did the classical methods beside them." })], body);
  show(body, { model, version, series, signal });
  return element;
}

async function show(body, about) {
  const { model, version, series, signal } = about;
  const url = path("models", model.model, "versions", version.version, "backtest");
  try {
    const first = await json(url, { signal });
    const kept = first.kept.includes(series) ? series : first.series;
    const backtest = kept === first.series ? first : await json(url + query({ series: kept }), { signal });
    if (!signal.aborted) fill(body, about, backtest, url);
  } catch (error) {
    if (!signal.aborted) body.replaceChildren(problemNotice(error));
  }
}

function fill(body, about, backtest, url) {
  const { version, signal } = about;
  const methods = ranked(version.evaluation);
  const hidden = new Set();
  if (!backtest.origins.length) return body.replaceChildren(accuracyTable(version.evaluation, methods, hidden, null));
  let chart = null;
  const table = accuracyTable(version.evaluation, methods, hidden, (name, shown) => {
    if (shown) hidden.delete(name); else hidden.add(name);
    chart?.setShown(name, shown);
  });
  const host = h("div"), caption = h("p", { class: "origin-caption", "aria-live": "polite" });
  let origins = backtest.origins, history = [], drawing = new AbortController();
  const slider = h("input", { type: "range", min: 0, max: origins.length - 1, value: String(origins.length - 1), "aria-label": "Past origin" });
  const draw = () => {
    drawing.abort();
    drawing = new AbortController();
    const origin = origins[Number(slider.value)], at = axisValue(origin.origin);
    host.replaceChildren();
    chart = backtestChart(host, history.filter((point) => axisValue(point.time) <= at), origin, hidden, AbortSignal.any([signal, drawing.signal]));
    caption.textContent = `Forecast made after ${timeText(origin.origin)}, ${count(Number(slider.value) + 1)} of ${count(origins.length)}`;
    slider.setAttribute("aria-valuetext", caption.textContent);
  };
  slider.addEventListener("input", draw);
  const load = async (name) => {
    try {
      const [stored, past] = await Promise.all([
        name === backtest.series ? backtest : json(url + query({ series: name }), { signal }),
        json(path("models", about.model.model, "series", name), { signal })]);
      origins = stored.origins;
      history = past.points;
      slider.max = String(origins.length - 1);
      slider.value = String(origins.length - 1);
      draw();
    } catch (error) {
      if (!signal.aborted) host.replaceChildren(problemNotice(error));
    }
  };
  const chooser = backtest.kept.length > 1 ? h("label", { class: "inline-field" }, "Series", h("select", { class: "input", on: { change: (event) => load(event.target.value) } },
    backtest.kept.map((name) => h("option", { value: name, text: name, selected: name === backtest.series })))) : null;
  body.replaceChildren(h("div", { class: "origin" }, h("div", { class: "row" }, chooser, caption), slider), host,
    legend([{ name: "What happened", colour: "chart-history" }, { name: "This model", colour: "chart-forecast" }, { name: "its 80% band", colour: "chart-band-80", band: true }]), table);
  return load(backtest.series);
}

/** Every method by its error, the best first. */
function ranked(evaluation) {
  const all = [
    { name: "forecast", accuracy: evaluation.test, isModel: true },
    ...(evaluation.lstmAlone ? [{ name: "lstmAlone", accuracy: evaluation.lstmAlone }] : []),
    ...Object.entries(evaluation.baselines).map(([name, accuracy]) => ({ name, accuracy }))];
  return all.sort((a, b) => errorOf(a.accuracy) - errorOf(b.accuracy));
}

function errorOf(accuracy) { return accuracy.logLoss ?? accuracy.mase ?? accuracy.mae; }

/** The measures of a table, by what the evaluation has. @returns {[string, (accuracy: any) => string][]} */
function measuresOf(methods) {
  const shown = (name) => (accuracy) => measure(accuracy[name]);
  if (methods[0].accuracy.logLoss !== undefined) return [["Log loss", shown("logLoss")], ["Perplexity", shown("perplexity")], ["Hit", (accuracy) => percent(accuracy.hitRate)]];
  const scaled = methods.every((one) => one.accuracy.mase !== null);
  return [
    ...(scaled ? [["MASE", shown("mase")]] : []), ["MAE", shown("mae")], ["RMSE", shown("rmse")], ["sMAPE", shown("smape")],
    ["80% held", (accuracy) => (accuracy.coverage?.["80"] === undefined ? "–" : percent(accuracy.coverage["80"]))]];
}

/** @param {((name: string, shown: boolean) => void) | null} setShown null where nothing is drawn */
function accuracyTable(evaluation, methods, hidden, setShown) {
  const worst = Math.max(...methods.map((one) => errorOf(one.accuracy))), measures = measuresOf(methods);
  const row = ({ name, accuracy, isModel }) => h("tr", { class: isModel ? "is-selected" : "" },
    h("th", { scope: "row" }, h(setShown ? "label" : "span", { class: "method" },
      setShown ? h("input", { type: "checkbox", checked: !hidden.has(name), on: { change: (event) => setShown(name, event.target.checked) } }) : null, swatch(methodColour(name)), methodText(name))),
    h("td", { class: "bar-cell" }, h("div", { class: "bar", "aria-hidden": "true" }, h("div", { style: { width: percent(errorOf(accuracy) / worst), background: `var(--${methodColour(name)}, var(--chart-other))` } }))),
    measures.map(([, text]) => h("td", { class: "number", text: text(accuracy) })));
  return h("div", {}, h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Accuracy of every method" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col", text: setShown ? "Method, tick to draw" : "Method" }), h("th", { scope: "col", text: "Error" }),
      measures.map(([name]) => h("th", { scope: "col", class: "number", text: name })))),
    h("tbody", {}, methods.map(row)))),
    h("p", { class: "small muted", text: `Over ${count(evaluation.test.points)} forecast points; a shorter bar is better. ${measures[0][0] === "MASE" ? "MASE is the error in units of last season's: 1 is as good as repeating it." : ""}` }));
}
