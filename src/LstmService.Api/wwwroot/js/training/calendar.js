/** Special days, written by hand or taken from a file. */
import { h, icon } from "../dom.js";

const example = "2026-12-24,Christmas Eve\n2027-12-24,Christmas Eve";

export function calendarForm() {
  const text = h("textarea", { class: "input", id: "calendar", rows: "4", placeholder: example, spellcheck: "false", "aria-describedby": "calendar-hint" });
  const input = h("input", { type: "file", accept: ".ics,.csv,.txt", class: "visually-hidden", id: "calendar-file", tabindex: "-1", "aria-hidden": "true",
    on: { change: async () => { if (input.files[0]) text.value = await input.files[0].text(); input.value = ""; } } });
  return {
    element: h("div", { class: "fields" }, h("div", { class: "field wide" },
      h("label", { for: "calendar", text: "Days, one a line" }), text,
      h("p", { class: "hint", id: "calendar-hint", text: "A date, a comma, a name; or an iCalendar file. Days of one name have one effect, and those ahead are forecast with it." })),
      h("button", { class: "button small", type: "button", on: { click: () => input.click() } }, icon("upload"), "Take a calendar file"), input),
    isSet: () => text.value.trim() !== "",
    /** @returns {Record<string, any>} */
    read() { return this.isSet() ? { calendar: text.value.trim() } : {}; },
  };
}
