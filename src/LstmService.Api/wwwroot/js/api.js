/** The service, as this page asks it. Every refusal is a `ProblemError` that carries the problem details. */
import { askForKey, currentKey } from "./key.js";

/** RFC 9457 problem details. @typedef {{title?: string, detail?: string, status?: number, errors?: {detail: string, row?: number, column?: string | number, pointer?: string}[], errorCount?: number}} ProblemDetails */

export class ProblemError extends Error {
  /** @param {ProblemDetails} problem */
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "The service refused");
    this.problem = problem;
  }
}

/** A path from segments, each written so that it survives. @param {...(string | number)} segments */
export function path(...segments) { return "/" + segments.map((segment) => encodeURIComponent(segment)).join("/"); }

/** A query from what is set. @param {Record<string, string | number | null | undefined>} values */
export function query(values) {
  const set = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return set.length ? "?" + new URLSearchParams(set.map(([name, value]) => [name, String(value)])) : "";
}

/** What a request may say beside what fetch takes. @typedef {RequestInit & {progress?: (share: number) => void}} Request */

/**
 * A request, asked again with a key where one is needed.
 * @param {string} url
 * @param {Request} [init]
 * @returns {Promise<Response>}
 */
export async function request(url, init = {}) {
  for (;;) {
    const headers = new Headers(init.headers);
    const key = currentKey();
    if (key) headers.set("Authorization", `Bearer ${key}`);
    let response;
    try {
      response = await (init.progress ? sent(url, { ...init, headers }) : fetch(url, { ...init, headers }));
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ProblemError({ title: "The service does not answer", detail: "Is it running, and is this machine connected to it?" });
    }
    if (response.status === 401 && await askForKey(Boolean(key))) continue;
    if (!response.ok) throw new ProblemError(await problemOf(response));
    return response;
  }
}

/** As fetch, which does not tell how much was sent. @returns {Promise<Response>} */
function sent(url, { method, headers, body, signal, progress }) {
  return new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    asked.open(method, url);
    headers.forEach((value, name) => asked.setRequestHeader(name, value));
    asked.responseType = "blob";
    asked.upload.addEventListener("progress", (event) => progress(event.total ? event.loaded / event.total : 1));
    asked.addEventListener("load", () => resolve(new Response(asked.response, { status: asked.status, statusText: asked.statusText })));
    asked.addEventListener("error", () => reject(new TypeError("the connection broke")));
    asked.addEventListener("abort", () => reject(new DOMException("cancelled", "AbortError")));
    signal?.addEventListener("abort", () => asked.abort(), { once: true });
    if (signal?.aborted) reject(new DOMException("cancelled", "AbortError"));
    else asked.send(body);
  });
}

/** @param {string} url @param {Request} [init] @returns {Promise<any>} */
export async function json(url, init) {
  const response = await request(url, init);
  return response.status === 204 ? null : response.json();
}

/** @param {string} url @param {string} method @param {any} body */
export function send(url, method, body) {
  return json(url, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** @returns {Promise<ProblemDetails>} */
async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    return { title: `The service answered ${response.status}`, detail: response.statusText, status: response.status };
  }
}
