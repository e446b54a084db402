/** Settings in plain words. What a newer service knows beyond them is shown by its own name and description. */

/** @type {Record<string, string>} */
const labels = {
  frequency: "Step of the series", levels: "Bands, in percent", timeZone: "Time zone of the file", dateFormat: "Dates such as 03/04/2026",
  gaps: "Missing values", duplicates: "Repeated times", outliers: "Outliers", aggregate: "Sum up to a coarser step", aggregation: "How to sum up",
  priority: "Priority in the queue", floor: "Never forecast below", ceiling: "Never forecast above", counts: "Whole numbers only",
  budgetSeconds: "Time for training, in seconds", epochs: "Rounds of training (epochs)", members: "Networks that are averaged", warmStart: "Go on from the champion",
  patience: "Stop after rounds without progress", seed: "Seed", cell: "Kind of cell", hidden: "Size (hidden units)", layers: "Layers",
  bidirectional: "Read both ways", lookback: "Past points it reads", patch: "Points a step", loss: "What is made small (loss)", learningRate: "Step size (learning rate)",
  batch: "Windows at a time (batch)", seasonality: "Seasons", strategy: "How to search", metric: "What the best is best at", trials: "Points to try", optimizer: "Optimiser",
};

/** Said instead of the document's own words, where those are for programmers. @type {Record<string, string>} */
const hints = {
  frequency: "Found from the times. Such as H, D, B, W, M, Q, Y, 30min or index.",
  aggregate: "Such as D, W or M: the points within each are put together.",
  aggregation: "Counts are added up and all else is averaged, unless told.",
  gaps: "Left missing, unless told: a filled value teaches what nobody observed.",
  timeZone: "Of local times, such as Europe/Berlin.",
  dateFormat: "dd/MM/yyyy or MM/dd/yyyy.",
  levels: "80 and 95 unless told. With commas between.",
  outliers: "Left as they are and reported, unless told.",
  duplicates: "Of points at one time the last counts, unless told.",
  counts: "Every answer is a whole number, and none below 0.",
  priority: "Among your waiting trainings the highest goes first. −10 to 10.",
  budgetSeconds: "Of one core, instead of rounds.",
};

/** What is put into words differs from what the name says. @type {Record<string, Record<string, string>>} */
const choices = {
  gaps: { keep: "leave them missing", interpolate: "draw a line between neighbours", seasonal: "take the value a season before", zero: "take zero: nothing was sold" },
  duplicates: { last: "the last one counts", error: "refuse the file", mean: "take their mean", sum: "add them up" },
  outliers: { keep: "leave them as they are", cap: "draw them in" },
  aggregation: { sum: "add up", mean: "take the mean", last: "take the last", min: "take the least", max: "take the greatest" },
  strategy: { grid: "every combination", random: "combinations by chance", halving: "many for a short time, the best for long" },
  cell: { lstm: "LSTM", peephole: "LSTM with peepholes", coupled: "LSTM with coupled gates", gru: "GRU", rnn: "plain" },
};

const groups = [
  { title: "How the file is read", text: "The report follows every change.", aboutData: true, names: ["frequency", "gaps", "duplicates", "outliers", "aggregate", "aggregation", "timeZone", "dateFormat"] },
  { title: "What is answered", text: "Bands and bounds.", names: ["levels", "floor", "ceiling", "counts"] },
  { title: "How long it trains", text: "More rounds and more networks cost time.", names: ["budgetSeconds", "epochs", "members", "patience", "warmStart", "seed", "priority"] },
];

/** The folds of the form; what none of them names is about the network. */
export const folds = [...groups, { title: "The network itself", text: "For those who know what they look for.", names: null }];

/** The number of the fold that a setting stands in. @param {string} name */
export function foldOf(name) {
  const i = groups.findIndex((group) => group.names.includes(name));
  return i < 0 ? groups.length : i;
}

/** @param {string} name */
export function labelOf(name) {
  if (labels[name]) return labels[name];
  const words = name.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
  return words[0].toUpperCase() + words.slice(1);
}

/** What is said of a setting. @param {string} name @param {string} description the document's */
export function hintOf(name, description) { return hints[name] ?? description; }

/** A value of a setting. @param {string} name @param {string} value */
export function choiceOf(name, value) { return choices[name]?.[value] ?? ({ true: "yes", false: "no" })[value] ?? value; }
