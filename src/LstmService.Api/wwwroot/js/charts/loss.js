/** The losses of a training while it runs. */
import { number } from "../format.js";
import { Plot } from "./plot.js";

const leastShown = 20; // epochs: of a long training the axis grows with what is known

/** @param {HTMLElement} host @param {AbortSignal} signal */
export function lossChart(host, signal) {
  const epochs = [], train = [], validation = [];
  let most = 1;
  const chart = new Plot(host, {
    label: "Training and validation loss by epoch",
    times: epochs,
    lines: [{ colour: "chart-forecast", width: 2, values: train }, { colour: "chart-validation", width: 2, values: validation }],
    height: 220,
    signal,
    range: () => [0, Math.min(most, Math.max(leastShown, 1.5 * Number(epochs.at(-1) ?? 0)))],
    read: (i) => ({ title: `Epoch ${epochs[i]}`, readings: [
      { name: "Training loss", text: number(train[i]), colour: "chart-forecast" },
      ...(validation[i] === null ? [] : [{ name: "Validation loss", text: number(validation[i]), colour: "chart-validation" }])] }),
  });
  return {
    /** @param {{epoch: number, epochs: number | null, trainLoss: number | null, validationLoss: number | null}} progress */
    add(progress) {
      if (progress.trainLoss === null || Number(epochs.at(-1) ?? -1) >= progress.epoch) return;
      most = progress.epochs ?? progress.epoch;
      epochs.push(String(progress.epoch));
      train.push(progress.trainLoss);
      validation.push(progress.validationLoss);
      chart.update(epochs, [train, validation]);
    },
  };
}

/** The legend; a training on few points keeps nothing back to validate on. @param {any} progress */
export function lossLegend(progress) {
  const training = { name: "Training loss", colour: "chart-forecast" };
  return progress.validationLoss === null ? [training] : [training, { name: "Validation loss", colour: "chart-validation" }];
}
