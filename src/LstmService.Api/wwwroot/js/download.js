/** What is taken away: a CSV, a picture, a line for the shell. */
import { query, request } from "./api.js";
import { currentKey } from "./key.js";
import { colour } from "./theme.js";

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Saves a forecast as CSV. @param {Record<string, any>} asked the query of the forecast */
export async function saveCsv(asked) {
  const response = await request("/forecast" + query(asked), { headers: { Accept: "text/csv" } });
  save(await response.blob(), `${asked.model}-forecast.csv`);
}

/** The line that gives the same forecast in a shell. @param {Record<string, any>} asked */
export function curlLine(asked) {
  const key = currentKey() ? ' -H "Authorization: Bearer $KEY"' : "";
  return `curl${key} "${location.origin}/forecast${query(asked).replaceAll("%2C", ",")}"`;
}

/**
 * Saves a chart as a picture with its title and legend.
 * @param {import("./charts/plot.js").Plot} chart
 * @param {{title: string, legend: {name: string, colour: string, band?: boolean}[], name: string}} about
 */
export function savePng(chart, { title, legend, name }) {
  const drawn = chart.plot.ctx.canvas, scale = devicePixelRatio, pad = 20 * scale, head = 44 * scale, foot = 40 * scale;
  const canvas = document.createElement("canvas");
  canvas.width = drawn.width + 2 * pad;
  canvas.height = drawn.height + head + foot;
  const context = canvas.getContext("2d");
  context.fillStyle = colour("surface");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colour("ink");
  context.font = `600 ${15 * scale}px "Geist", system-ui, sans-serif`;
  context.fillText(title, pad, 28 * scale);
  context.drawImage(drawn, pad, head);
  context.font = `${12 * scale}px "Geist", system-ui, sans-serif`;
  let x = pad;
  for (const entry of legend) {
    const y = canvas.height - foot / 2, thick = entry.band ? 12 * scale : 3 * scale;
    context.fillStyle = colour(entry.colour);
    context.fillRect(x, y - thick / 2, 14 * scale, thick);
    context.fillStyle = colour("ink-2");
    context.fillText(entry.name, x + 20 * scale, y + 4 * scale);
    x += 40 * scale + context.measureText(entry.name).width;
  }
  canvas.toBlob((blob) => blob && save(blob, name));
}
