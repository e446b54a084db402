/** Numbers, times and durations as people read them. */

const byDigits = new Map();

function withDigits(value, digits) {
  if (!byDigits.has(digits)) byDigits.set(digits, new Intl.NumberFormat("en", { maximumFractionDigits: digits }));
  return byDigits.get(digits).format(value);
}

/** A number with as many digits as tell something. @param {number | null | undefined} value */
export function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  return withDigits(value, size >= 1000 ? 1 : size >= 10 ? 2 : size >= 0.01 || size === 0 ? 4 : 8);
}

/** A difference, with its sign. @param {number} value */
export function signed(value) { return `${value > 0 ? "+" : value < 0 ? "−" : ""}${number(Math.abs(value))}`; }

/** A number of the data, with all its digits. @param {number} value */
export function exact(value) {
  return value === null || value === undefined ? "–" : withDigits(value, 12);
}

/** A measure of accuracy. @param {number | null | undefined} value */
export function measure(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  return size >= 1000 ? withDigits(value, 0) : size >= 100 ? withDigits(value, 1) : value.toFixed(size >= 10 ? 1 : 2);
}

/** @param {number} value */
export function count(value) { return withDigits(value, 0); }

/** A share of one as a percentage. @param {number} share */
export function percent(share) { return `${(100 * share).toFixed(0)}%`; }

/** @param {number} n @param {string} one @param {string} [many] */
export function plural(n, one, many = `${one}s`) { return `${count(n)} ${n === 1 ? one : many}`; }

/** A time as it was answered, with a space where ISO 8601 has a T. @param {string} time */
export function timeText(time) { return time.replace("T", " ").replace(/:00(?=$|[+Z-])/, ""); }

/** When something happened here, in the reader's own time. @param {string} instant */
export function instantText(instant) {
  return new Date(instant).toLocaleString("en", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
}

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 1) return "less than a second";
  if (seconds < 90) return plural(Math.round(seconds), "second");
  if (seconds < 5400) return plural(Math.round(seconds / 60), "minute");
  return plural(Math.round(seconds / 360) / 10, "hour");
}

const frequencyNames = {
  PT1S: "every second", PT1M: "every minute", PT30M: "every half hour", PT1H: "hourly", P1D: "daily", P7D: "weekly",
  P1M: "monthly", P3M: "quarterly", P1Y: "yearly", B: "business days", index: "numbered",
};

/** A frequency in words where it has some. @param {string} frequency */
export function frequencyText(frequency) { return frequencyNames[frequency] ?? frequency; }

const methodNames = {
  forecast: "This model", lstmAlone: "LSTM alone", naive: "Last value", seasonalNaive: "Last season", drift: "Drift", theta: "Theta", damped: "Damped trend",
  mostFrequent: "Most frequent", last: "Last symbol", seasonal: "Last season", markov1: "Markov chain, order 1", markov2: "Markov chain, order 2",
};

/** A method of forecasting. @param {string} method */
export function methodText(method) { return methodNames[method] ?? method; }
