/** A chart of lines and bands over one axis: zoomed by dragging, read by pointer or keyboard, drawn in the theme's colours. */
import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { h, icon } from "../dom.js";
import { number } from "../format.js";
import { axisValue, isTime } from "../time.js";
import { colour, themeChanged } from "../theme.js";

/**
 * A line of a chart.
 * @typedef {object} Line
 * @property {string} colour name of the theme's colour
 * @property {(number | null)[]} values one for each time; null draws nothing
 * @property {number} [width] in CSS pixels; 0 is an edge of a band
 * @property {number[]} [dash]
 * @property {boolean} [hidden]
 *
 * A filled band between two lines.
 * @typedef {{upper: number, lower: number, colour: string}} Band numbers of lines
 *
 * What is said of one time.
 * @typedef {{name: string, text: string, colour?: string, band?: boolean}} Reading
 *
 * @typedef {object} PlotOptions
 * @property {string} label what the chart shows, for those who do not see it
 * @property {string[]} times ISO 8601 or positions
 * @property {Line[]} lines
 * @property {Band[]} [bands]
 * @property {number} [height]
 * @property {(i: number) => {title: string, readings: Reading[]} | null} read what is said of a time
 * @property {number} [mark] number of the time a vertical line is drawn at
 * @property {() => [number, number]} [range] of the axis, where the data do not tell it
 * @property {AbortSignal} signal ends the chart
 */

const clockLabels = [
  [3600 * 24 * 365, "{YYYY}", null, null, null, null, null, null, 1],
  [3600 * 24 * 28, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [3600 * 24, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [60, "{HH}:{mm}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
  [1, ":{ss}", "\n{D} {MMM} {YYYY} {HH}:{mm}", null, "\n{D} {MMM} {HH}:{mm}", null, "\n{HH}:{mm}", null, 1],
];
const font = '12px "Geist", system-ui, sans-serif';
const zoomStep = 0.6;

export class Plot {
  /** @param {HTMLElement} host @param {PlotOptions} options */
  constructor(host, options) {
    this.options = options;
    this.x = options.times.map(axisValue);
    this.element = h("div", { class: "chart", tabindex: "0", role: "group", "aria-roledescription": "chart",
      "aria-label": `${options.label}. Arrow keys read the values, plus and minus zoom, zero shows all.` });
    this.tooltip = h("div", { class: "tooltip", hidden: true });
    this.spoken = h("p", { class: "visually-hidden", "aria-live": "polite" });
    host.append(this.element, this.spoken);
    this.height = options.height ?? 340;
    this.plot = new uPlot(this.#settings(), this.#data(), this.element);
    this.plot.over.append(this.tooltip);
    this.#listen(options.signal);
  }

  /** The first and last time that are seen. */
  get range() { return [this.plot.scales.x.min, this.plot.scales.x.max]; }

  /** Shows the times from one number to another. @param {number} first @param {number} last */
  show(first, last) {
    const margin = (this.x[last] - this.x[first]) * 0.015;
    this.plot.setScale("x", { min: this.x[first] - margin, max: this.x[last] + margin });
  }

  showAll() { if (this.x.length) this.show(0, this.x.length - 1); }

  /** Zooms around the middle of what is seen. @param {number} factor below 1 shows less */
  zoom(factor) {
    const [min, max] = this.range, middle = (min + max) / 2, half = ((max - min) / 2) * factor;
    const first = this.x[0], last = this.x.at(-1);
    if (half * 2 >= last - first) this.showAll();
    else this.plot.setScale("x", { min: middle - half, max: middle + half });
  }

  /** Draws other values of the same lines. @param {string[]} times @param {(number | null)[][]} values one array a line */
  update(times, values) {
    this.options.times = times;
    this.x = times.map(axisValue);
    this.options.lines.forEach((line, i) => { line.values = values[i]; });
    this.plot.setData(this.#data());
  }

  /** @param {number} line @param {boolean} shown */
  setShown(line, shown) { this.plot.setSeries(line + 1, { show: shown }); }

  /** Buttons that zoom, for those without a mouse. */
  tools() {
    const button = (name, label, press) => h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, on: { click: press } }, icon(name));
    return h("div", { class: "row" },
      button("plus", "Zoom in", () => this.zoom(zoomStep)), button("minus", "Zoom out", () => this.zoom(1 / zoomStep)),
      button("expand", "Show all", () => this.showAll()));
  }

  #data() { return [this.x, ...this.options.lines.map((line) => line.values)]; }

  #settings() {
    const { lines, bands = [], times, range } = this.options, clock = isTime(times[0]);
    const axis = { stroke: () => colour("ink-3"), font, ticks: { show: false }, grid: { stroke: () => colour("chart-grid"), width: 1 } };
    return {
      width: this.element.clientWidth || 600,
      height: this.height,
      padding: [12, 18, 0, 0],
      legend: { show: false },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      cursor: { points: { size: 7 }, y: false, drag: { x: true, y: false, dist: 6 }, focus: { prox: -1 } },
      scales: { x: { time: clock, range: range ?? ((_, min, max) => (min === max ? [min - 1, max + 1] : [min, max])) } },
      axes: [
        { ...axis, grid: { show: false }, size: 42, space: 70, ...(clock ? { values: clockLabels } : {}) },
        { ...axis, size: (_, labels) => 22 + 7 * Math.max(3, ...(labels ?? []).map((label) => String(label).length)), values: (_, ticks) => ticks.map(number), space: 42 },
      ],
      series: [{}, ...lines.map((line) => ({
        stroke: line.width === 0 ? "transparent" : () => colour(line.colour),
        width: line.width ?? 1.6,
        dash: line.dash,
        show: !line.hidden,
        points: line.width === 0 || line.dash ? { show: false } : { size: 5, stroke: () => colour(line.colour), fill: () => colour(line.colour), space: 14 },
      }))],
      bands: bands.map((band) => ({ series: [band.upper + 1, band.lower + 1], fill: () => colour(band.colour) })),
      hooks: { setCursor: [() => this.#read()], drawAxes: [(plot) => this.#drawMark(plot)] },
    };
  }

  #drawMark(plot) {
    const { mark } = this.options;
    if (mark === undefined || !this.x.length) return;
    const at = Math.round(plot.valToPos(this.x[mark], "x", true)), { left, top, width, height } = plot.bbox;
    if (at < left || at > left + width) return;
    plot.ctx.save();
    plot.ctx.strokeStyle = colour("line-strong");
    plot.ctx.lineWidth = devicePixelRatio;
    plot.ctx.setLineDash([3 * devicePixelRatio, 4 * devicePixelRatio]);
    plot.ctx.beginPath();
    plot.ctx.moveTo(at, top);
    plot.ctx.lineTo(at, top + height);
    plot.ctx.stroke();
    plot.ctx.restore();
  }

  #read() {
    const { idx, left } = this.plot.cursor;
    const said = idx === null || idx === undefined || left < 0 ? null : this.options.read(idx);
    this.tooltip.hidden = !said;
    if (!said) return;
    this.tooltip.replaceChildren(h("div", { class: "tooltip-time", text: said.title }), h("dl", {}, said.readings.map((reading) => [
      h("dt", {}, reading.colour ? h("span", { class: reading.band ? "swatch band" : "swatch", style: { background: colour(reading.colour) } }) : null, reading.name),
      h("dd", { text: reading.text })]).flat()));
    const { width, height } = this.plot.over.getBoundingClientRect(), box = this.tooltip.getBoundingClientRect();
    const x = left + 16 + box.width > width ? Math.max(0, left - 16 - box.width) : left + 16;
    const y = Math.min(Math.max(0, height - box.height), Math.max(0, this.plot.cursor.top - box.height / 2));
    this.tooltip.style.transform = `translate(${x}px, ${y}px)`;
  }

  #listen(signal) {
    const resize = new ResizeObserver(() => {
      const width = this.element.clientWidth;
      if (width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: this.height });
    });
    resize.observe(this.element);
    themeChanged.addEventListener("change", () => this.plot.redraw(false), { signal });
    document.fonts?.ready.then(() => { if (!signal.aborted) this.plot.redraw(false, true); });
    this.element.addEventListener("keydown", (event) => this.#press(event), { signal });
    this.element.addEventListener("blur", () => { this.plot.setCursor({ left: -10, top: -10 }); }, { signal });
    signal.addEventListener("abort", () => { resize.disconnect(); this.plot.destroy(); });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
    if (event.key in steps) this.#step(steps[event.key]);
    else if (event.key === "+" || event.key === "=") this.zoom(zoomStep);
    else if (event.key === "-") this.zoom(1 / zoomStep);
    else if (event.key === "0" || event.key === "Escape") this.showAll();
    else return;
    event.preventDefault();
  }

  #step(by) {
    const [min, max] = this.range;
    const seen = this.x.map((value, i) => (value >= min && value <= max ? i : -1)).filter((i) => i >= 0);
    if (!seen.length) return;
    const known = this.plot.cursor.left >= 0 ? this.plot.cursor.idx : null;
    const wanted = known === null || known === undefined ? seen.at(-1) : known + by;
    const i = Math.min(seen.at(-1), Math.max(seen[0], wanted));
    this.plot.setCursor({ left: this.plot.valToPos(this.x[i], "x"), top: this.plot.over.clientHeight / 2 });
    const said = this.options.read(i);
    this.spoken.textContent = said ? `${said.title}: ${said.readings.map((reading) => `${reading.name} ${reading.text}`).join(", ")}` : "";
  }
}

/** A legend. @param {{name: string, colour: string, band?: boolean}[]} entries */
export function legend(entries) {
  return h("ul", { class: "legend" }, entries.map((entry) => h("li", {},
    h("span", { class: entry.band ? "swatch band" : "swatch", style: { background: `var(--${entry.colour})` } }), entry.name)));
}
