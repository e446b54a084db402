/** What a person gave to be trained on, and how it is sent. */
import { json, ProblemError } from "./api.js";

/**
 * What is wanted of a training beside its series.
 * @typedef {{model?: string, kind?: string, horizon?: number, levels?: number[], options?: Record<string, any>, covariates?: Record<string, string[]>,
 *   search?: any, [setting: string]: any}} Wanted
 */

/** Who follows a file on its way. @typedef {{signal?: AbortSignal, progress?: (share: number) => void}} Sending */

export class Upload {
  /** @param {string} name @param {(wanted: Wanted) => Promise<RequestInit>} make */
  constructor(name, make) {
    this.name = name;
    this.make = make;
  }

  /** The built-in series. @param {string} sample */
  static sample(sample) {
    return new Upload(sample, async (wanted) => jsonBody({ sample, ...wanted }));
  }

  /** A file: JSON is read here, so that settings can be put beside its series; all else the service reads. @param {File} file */
  static file(file) {
    return new Upload(file.name, async (wanted) => (/\.json$/i.test(file.name) ? jsonBody(await withWanted(file, wanted)) : formBody(file, wanted)));
  }

  /** A name for the model, from that of the file. */
  get modelName() {
    return this.name.replace(/\.[a-z0-9]+$/i, "").toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+/, "").slice(0, 64);
  }

  /** The same with settings that hold from the first look on. @param {Wanted} fixed */
  with(fixed) { return new Upload(this.name, (wanted) => this.make({ ...fixed, ...wanted })); }

  /**
   * What it would be understood as, and its first series.
   * @param {Wanted} [wanted] what is said of the data
   * @param {Sending} [sending]
   */
  async preview(wanted = {}, sending = {}) { return this.post("/series/preview", wanted, sending); }

  /** Queues the training. @param {Wanted} wanted @param {Sending} [sending] */
  async train(wanted, sending = {}) { return this.post("/train", wanted, sending); }

  async post(url, wanted, { signal, progress }) { return json(url, { method: "POST", ...(await this.make(wanted)), signal, progress }); }
}

function jsonBody(body) {
  return { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** What a JSON upload holds. @param {File} file @returns {Promise<Record<string, any>>} */
export async function objectOf(file) {
  let given;
  try {
    given = JSON.parse(await file.text());
  } catch (error) {
    throw new ProblemError({ title: "The file is not valid JSON", detail: error.message });
  }
  if (given === null || typeof given !== "object" || Array.isArray(given))
    throw new ProblemError({ title: "The file cannot be used", detail: "A JSON upload is an object with a member \"series\"." });
  return given;
}

async function withWanted(file, wanted) {
  const given = await objectOf(file);
  return { ...given, ...wanted, ...(wanted.options || given.options ? { options: { ...given.options, ...wanted.options } } : {}) };
}

function formBody(file, { options = {}, covariates = {}, levels, search, ...others }) {
  const form = new FormData();
  const fields = { ...others, ...options, ...covariates, levels, search: search && JSON.stringify(search) }; // lists are written with commas between
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && value !== null) form.append(name, String(value));
  form.append("file", file);
  return { body: form };
}
