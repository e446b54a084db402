/** What an upload was understood as, and the training that follows. */
import { h, icon, card, factList, toast } from "../dom.js";
import { historyChart } from "../charts/history.js";
import { trainingSchema } from "../document.js";
import { count, frequencyText, percent, plural, timeText } from "../format.js";
import { problemNotice } from "../problem.js";
import { address, go } from "../router.js";
import { isCancelled, sendingNotice } from "../sending.js";
import { trainingForm } from "../training/form.js";

const mostRows = 50;

/**
 * @param {HTMLElement} main
 * @param {import("../upload.js").Upload} upload
 * @param {{report: any, series: any[], columns?: any[]}} understood
 * @param {AbortSignal} signal
 */
export function showInspection(main, upload, understood, signal) {
  const lead = h("p", { class: "lead" }), report = h("div", { class: "stack", "aria-live": "polite" });
  let drawing = new AbortController(), asked = 0;
  const fill = (now) => {
    drawing.abort();
    drawing = new AbortController();
    lead.textContent = sentence(now.report);
    report.replaceChildren(seriesCard(now.report, now.series, AbortSignal.any([signal, drawing.signal])), notes(now.report), reportCard(now.report));
  };
  const again = async (wanted) => {
    const mine = ++asked, isLast = () => mine === asked && !signal.aborted; // an answer may be overtaken by that to a later change
    report.setAttribute("aria-busy", "true");
    try {
      const now = await upload.preview(wanted);
      if (isLast()) fill(now);
    } catch (error) {
      if (isLast()) report.replaceChildren(problemNotice(error));
    } finally {
      if (isLast()) report.removeAttribute("aria-busy");
    }
  };
  fill(understood);
  main.replaceChildren(
    h("div", { class: "page-head" }, h("div", {},
      h("p", { class: "eyebrow", text: "What was understood" }), h("h1", { text: upload.name }), lead),
      h("a", { class: "button", href: "#/", text: "Start over", on: { click: () => dispatchEvent(new HashChangeEvent("hashchange")) } })),
    trainForm(upload, understood, report, again));
  main.querySelector("h1").setAttribute("tabindex", "-1");
  main.querySelector("#train").focus({ preventScroll: true });
  scrollTo(0, 0);
}

function sentence({ series, totals }) {
  const [first] = series;
  const seasons = first.seasons.length ? `, seasons of ${first.seasons.join(" and ")}` : ", no season";
  return `${totals.series === 1 ? "One series" : plural(totals.series, "series", "series")}, ${plural(totals.points, "point")}, ${frequencyText(first.frequency)}${totals.series === 1 ? seasons : ""}.`;
}

function seriesCard(report, series, signal) {
  const host = h("div");
  const chooser = series.length > 1 ? h("select", { class: "input", "aria-label": "Series", on: { change: () => draw(Number(chooser.value)) } },
    series.map((one, i) => h("option", { value: String(i), text: one.series }))) : null;
  const tools = h("div", { class: "chart-tools" });
  let drawing = new AbortController();
  const draw = (i) => {
    drawing.abort();
    drawing = new AbortController();
    host.replaceChildren();
    const one = series[i];
    if (one.points.some((point) => typeof point.value === "string")) {
      host.append(h("p", { class: "symbols-line mono", text: one.points.slice(-400).map((point) => point.value ?? "·").join(" ") }));
      return;
    }
    const chart = historyChart(host, one.series, one.points, AbortSignal.any([signal, drawing.signal]));
    tools.replaceChildren(chart.tools());
    if (one.count > one.points.length) host.append(h("p", { class: "small muted", text: `The last ${count(one.points.length)} of ${count(one.count)} points.` }));
  };
  const element = card("The series", [chooser, tools], host);
  queueMicrotask(() => draw(0));
  return element;
}

function notes({ changes, warnings }) {
  if (!changes.length && !warnings.length) return h("div", { class: "notice" }, icon("check"), h("p", { text: "Nothing had to be changed, and there is nothing to warn of." }));
  return h("div", { class: "stack" },
    warnings.length ? h("div", { class: "notice warn" }, icon("alert"), h("h3", { text: "Worth knowing" }), h("ul", {}, shortened(warnings))) : null,
    changes.length ? h("div", { class: "notice" }, icon("info"), h("h3", { text: "What was put right" }), h("ul", {}, shortened(changes))) : null);
}

function shortened(texts) {
  const items = texts.slice(0, 8).map((text) => h("li", { text }));
  if (texts.length > 8) items.push(h("li", { class: "muted", text: `and ${count(texts.length - 8)} more` }));
  return items;
}

function reportCard({ series, totals }) {
  return series.length === 1 ? reportOfOne(series[0]) : reportTable(series, totals);
}

function stepText(one) {
  return `${frequencyText(one.frequency)}${one.frequencyConfidence < 1 ? ` (${percent(one.frequencyConfidence)} sure)` : ""}`;
}

function reportOfOne(one) {
  return factList([
    ["Series", one.id], ["Step", stepText(one)], ["From", timeText(one.start)], ["To", timeText(one.end)], ["Seasons", one.seasons.join(", ") || "none"],
    ["Points", count(one.points)], ["Gaps", count(one.missing)], ["Repeated times", count(one.duplicates)], ["Outliers", count(one.outliers)], ["Kind", one.kind]]);
}

function reportTable(series, totals) {
  const head = ["Series", "Points", "From", "To", "Step", "Seasons", "Gaps", "Repeated", "Outliers", "Kind"];
  const row = (one) => [
    count(one.points), timeText(one.start), timeText(one.end),
    stepText(one), one.seasons.join(", ") || "none", count(one.missing), count(one.duplicates), count(one.outliers), one.kind];
  return card("The report", [], h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "The report" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col", text: name })))),
    h("tbody", {}, series.slice(0, mostRows).map((one) => h("tr", {}, h("th", { scope: "row", text: one.id }), row(one).map((text) => h("td", { class: "nowrap", text }))))))),
    totals.series > mostRows ? h("p", { class: "small muted", text: `and ${count(totals.series - mostRows)} more series; all together have ${plural(totals.missing, "gap")}, ${plural(totals.duplicates, "repeated time")} and ${plural(totals.outliers, "outlier")}` }) : null);
}

/**
 * The report, the training beside it and what more may be set below it.
 * @param {import("../upload.js").Upload} upload
 * @param {any} understood
 * @param {HTMLElement} report
 * @param {(wanted: any) => Promise<void>} again shows the report under other settings of the data
 */
function trainForm(upload, understood, report, again) {
  const model = h("input", { class: "input", id: "model", value: upload.modelName, autocomplete: "off", spellcheck: "false", "aria-describedby": "model-hint" });
  const horizon = h("input", { class: "input", id: "horizon", type: "number", min: 1, max: 512, placeholder: "chosen for you" });
  const message = h("div", { "aria-live": "assertive" });
  const button = h("button", { class: "button primary large", id: "train", type: "submit", text: "Train" });
  const more = h("details", { class: "card more" }, h("summary", {}, h("span", { text: "More options" }), h("small", { text: "Covariates, special days, untidy data, the network, a search for better settings" })));
  let form = null;
  more.addEventListener("toggle", async () => {
    if (!more.open || form) return;
    try {
      const isSymbols = understood.series.some((one) => one.points.some((point) => typeof point.value === "string"));
      form = trainingForm(await trainingSchema(), { columns: understood.columns, isSymbols, dataChanged: () => again(form.readData()) });
      more.append(form.element);
    } catch (error) {
      message.replaceChildren(problemNotice(error));
    }
  });
  const train = async (event) => {
    event.preventDefault();
    const sending = sendingNotice(upload.name);
    button.disabled = true;
    message.replaceChildren(sending.element);
    try {
      const wanted = form?.read() ?? {};
      if (model.value.trim()) wanted.model = model.value.trim();
      if (horizon.value) wanted.horizon = Number(horizon.value);
      const accepted = await upload.train(wanted, sending);
      toast("The training is queued");
      go(address(["jobs", accepted.id], { watch: 1 }));
    } catch (error) {
      message.replaceChildren(...(isCancelled(error) ? [] : [problemNotice(error)]));
      message.scrollIntoView({ block: "nearest" });
      button.disabled = false;
    }
  };
  const beside = h("section", { class: "card train stack" },
    h("h2", { text: "Train a model" }),
    h("p", { class: "muted small", text: "Nothing has to be set: the network, its season and its training are chosen from the data, each with a reason." }),
    h("div", { class: "field" }, h("label", { for: "model", text: "Name" }), model, h("p", { class: "hint", id: "model-hint", text: "A name that exists gets a new version." })),
    h("div", { class: "field" }, h("label", { for: "horizon", text: "Steps ahead" }), horizon),
    button, message);
  return h("form", { class: "split", novalidate: true, on: { submit: train } }, report, beside, more);
}
