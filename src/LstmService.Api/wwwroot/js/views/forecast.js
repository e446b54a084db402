/** The forecast of one series: fan chart, horizon, downloads, and a table of the same. */
import { h, icon, card, segments, toast } from "../dom.js";
import { json, path, ProblemError, query } from "../api.js";
import { fanChart, fanLegend, levels } from "../charts/fan.js";
import { legend } from "../charts/plot.js";
import { curlLine, saveCsv, savePng } from "../download.js";
import { explanation } from "../explain.js";
import { number, plural, timeText } from "../format.js";
import { problemNotice } from "../problem.js";
import { address, note } from "../router.js";
import { symbolTable } from "../symbols.js";

const mostHistory = 20_000, mostSteps = 512;

/** @param {import("./model.js").Look} look @param {string | null} horizon @param {AbortSignal} signal */
export function forecastCard(look, horizon, signal) {
  const { model, version } = look;
  const state = { series: look.series, horizon: horizon ? Number(horizon) : version.horizon };
  const body = h("div", { class: "forecast-body is-waiting" }), curl = h("code", { tabindex: "0", "aria-label": "The same in a shell" }), zoom = h("div", { class: "chart-tools" });
  const asked = () => ({ model: model.model, series: state.series, horizon: state.horizon, levels: model.kind === "symbols" ? null : levels.toReversed().join(","), version: version.champion ? null : version.version });
  let chart = null, drawing = new AbortController();

  const draw = async () => {
    drawing.abort();
    drawing = new AbortController();
    const lifetime = AbortSignal.any([signal, drawing.signal]);
    note(address(["models", model.model], { version: version.champion ? null : version.version, series: model.seriesCount > 1 ? state.series : null, horizon: state.horizon === version.horizon ? null : state.horizon }));
    curl.textContent = curlLine({ ...asked(), series: model.seriesCount > 1 ? state.series : null });
    try {
      const [history, forecast] = await Promise.all([
        json(path("models", model.model, "series", state.series) + query({ last: mostHistory }), { signal: lifetime }),
        json("/forecast" + query(asked()), { signal: lifetime })]);
      if (lifetime.aborted) return;
      chart = null;
      body.replaceChildren();
      body.classList.remove("is-waiting");
      zoom.replaceChildren();
      const explained = (drawn) => explanation({ look: { ...look, series: state.series }, forecast, chart: drawn, signal: lifetime });
      if (forecast.points.some((point) => typeof point.value === "string")) body.append(symbolTable(forecast), explained(null));
      else {
        const host = h("div");
        body.append(host);
        const fan = fanChart(host, history.points, forecast, lifetime);
        chart = fan.chart;
        if (fan.isLong) zoom.append(segments("Shown", ["Recent", "All"], 0, (i) => (i === 0 ? fan.showRecent() : fan.chart.showAll())));
        zoom.append(chart.tools());
        body.append(legend(fanLegend), explained(chart), forecastTable(forecast));
      }
    } catch (error) {
      if (lifetime.aborted) return;
      body.replaceChildren(problemNotice(error));
    }
  };

  const element = card("Forecast", [seriesChooser(model, state, draw), horizonChooser(version, state, draw), zoom, downloads(asked, () => chart, state)], body,
    h("div", { class: "code-line" }, curl, h("button", { class: "button small", type: "button", on: { click: () => copy(curl.textContent) } }, icon("copy"), "Copy")));
  queueMicrotask(draw);
  return element;
}

function horizonChooser(version, state, draw) {
  const input = h("input", { class: "input short", type: "number", min: 1, max: mostSteps, value: String(state.horizon), id: "steps" });
  input.addEventListener("change", () => {
    const steps = Math.round(Number(input.value));
    state.horizon = Math.min(mostSteps, Math.max(1, steps || version.horizon));
    input.value = String(state.horizon);
    draw();
  });
  return h("label", { class: "inline-field" }, "Steps ahead", input);
}

function seriesChooser(model, state, draw) {
  if (model.seriesCount <= 1) return null;
  const names = h("datalist", { id: "series-names" }, model.series.map((name) => h("option", { value: name })));
  const input = h("input", { class: "input", list: "series-names", value: state.series, autocomplete: "off", "aria-label": `Series, one of ${model.seriesCount}` });
  const choose = () => { if (input.value && input.value !== state.series) { state.series = input.value; draw(); } };
  input.addEventListener("change", choose);
  input.addEventListener("focus", () => input.select());
  return h("div", { class: "inline-field series-chooser" }, h("span", { text: "Series" }), input, names);
}

function downloads(asked, chart, state) {
  const menu = h("details", { class: "menu" });
  const entry = (name, text, act) => h("button", { type: "button", on: { click: async () => {
    menu.open = false;
    try { await act(); } catch (error) { if (error instanceof ProblemError) toast(error.message); else throw error; }
  } } }, icon(name), text);
  menu.append(h("summary", { class: "button small" }, icon("download"), "Download"), h("div", { class: "menu-items" },
    entry("download", "Forecast as CSV", () => saveCsv(asked())),
    entry("image", "Chart as PNG", () => chart() && savePng(chart(), { title: `${asked().model}: forecast of ${state.series}`, legend: fanLegend, name: `${asked().model}-forecast.png` })),
    entry("copy", "Copy the curl line", () => copy(curlLine(asked())))));
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
  return menu;
}

function forecastTable(forecast) {
  return h("details", { class: "as-table" }, h("summary", { text: `The same as a table, ${plural(forecast.points.length, "step")}` }),
    h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Forecast as a table" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col", text: "Time" }), h("th", { scope: "col", class: "number", text: "Forecast" }),
        levels.toReversed().map((level) => h("th", { scope: "col", class: "number", text: `${level}% band` })))),
      h("tbody", {}, forecast.points.map((point) => h("tr", {}, h("th", { scope: "row", text: timeText(point.time) }), h("td", { class: "number", text: number(point.value) }),
        levels.toReversed().map((level) => h("td", { class: "number", text: `${number(point.intervals[level].lower)} – ${number(point.intervals[level].upper)}` }))))))));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    toast("The browser does not allow copying here: select the line instead");
  }
}
