/** When a model is trained by itself: in plain words for the usual cases, by a cron expression for the others. */
import { h, toast } from "../dom.js";
import { json, path, send } from "../api.js";
import { instantText } from "../format.js";

const days = [["MON", "Mondays"], ["TUE", "Tuesdays"], ["WED", "Wednesdays"], ["THU", "Thursdays"], ["FRI", "Fridays"], ["SAT", "Saturdays"], ["SUN", "Sundays"]];
const usual = /^0 (\d+) (\d+) (?:(\*|1) \* \?|\? \* (MON|TUE|WED|THU|FRI|SAT|SUN))$/;

/** @param {any} model @param {(button: any, work: () => Promise<void>) => Promise<void>} attempt */
export function scheduleForm(model, attempt) {
  const now = parse(model.schedule?.cron);
  const when = h("select", { class: "input", id: "schedule-when" }, [["never", "not at set times"], ["day", "every day"], ["week", "every week"], ["month", "on the first of every month"], ["cron", "at other times"]]
    .map(([value, text]) => h("option", { value, text, selected: value === now.when })));
  const day = h("select", { class: "input", id: "schedule-day" }, days.map(([value, text]) => h("option", { value, text: `on ${text}`, selected: value === now.day })));
  const time = h("input", { class: "input", id: "schedule-time", type: "time", value: now.time });
  const cron = h("input", { class: "input mono", id: "schedule-cron", value: model.schedule?.cron ?? "0 0 3 * * ?", spellcheck: "false", autocomplete: "off", "aria-describedby": "schedule-cron-hint" });
  const zone = h("input", { class: "input", id: "schedule-zone", value: model.schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, spellcheck: "false", autocomplete: "off" });
  const drift = h("input", { type: "checkbox", id: "schedule-drift", checked: model.schedule?.onDrift ?? false });
  const field = (text, input, hint) => h("div", { class: "field" }, h("label", { for: input.id, text }), input, hint ? h("p", { class: "hint", id: `${input.id}-hint`, text: hint }) : null);
  const ofDay = field("Day", day), ofTime = field("At", time), ofZone = field("Time zone", zone), ofCron = field("Cron expression", cron, "Seconds, minutes, hours, day of month, month, day of week.");
  const show = () => {
    ofDay.hidden = when.value !== "week";
    ofTime.hidden = ofZone.hidden = when.value === "never";
    if (when.value === "cron") ofTime.hidden = true;
    ofCron.hidden = when.value !== "cron";
  };
  when.addEventListener("change", show);
  show();
  const save = async () => {
    const at = path("models", model.model, "schedule"), expression = expressionOf(when.value, day.value, time.value, cron.value.trim());
    const wanted = { ...(expression ? { cron: expression, timeZone: zone.value.trim() } : {}), ...(drift.checked ? { onDrift: true } : {}) };
    if (Object.keys(wanted).length) await send(at, "PUT", wanted);
    else if (model.schedule) await json(at, { method: "DELETE" });
    toast(Object.keys(wanted).length ? "The schedule is set" : "It is no longer trained by itself");
    dispatchEvent(new HashChangeEvent("hashchange"));
  };
  const button = h("button", { class: "button", type: "submit", text: "Save" });
  return h("form", { class: "schedule", novalidate: true, on: { submit: (event) => { event.preventDefault(); attempt(button, save); } } },
    field("When", when), ofDay, ofTime, ofZone, ofCron,
    model.kind === "symbols" ? null : h("label", { class: "check", for: "schedule-drift" }, drift, "Also when the errors on new points have grown"),
    h("div", { class: "row" }, button, model.schedule?.nextAt ? h("span", { class: "muted small", text: `Next on ${instantText(model.schedule.nextAt)}` }) : null));
}

function parse(cron) {
  if (!cron) return { when: "never", day: "MON", time: "03:00" };
  const found = usual.exec(cron);
  if (!found) return { when: "cron", day: "MON", time: "03:00" };
  const [, minute, hour, ofMonth, day] = found;
  return { when: day ? "week" : ofMonth === "1" ? "month" : "day", day: day ?? "MON", time: `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}` };
}

function expressionOf(when, day, time, cron) {
  if (when === "never") return null;
  if (when === "cron") return cron;
  const [hour, minute] = (time || "03:00").split(":").map(Number);
  return `0 ${minute} ${hour} ${{ day: "* * ?", week: `? * ${day}`, month: "1 * ?" }[when]}`;
}
