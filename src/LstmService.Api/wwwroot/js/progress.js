/** A job while it runs: by server-sent events where the service has them, by asking twice a second elsewhere. */
import { json, path, ProblemError, request } from "./api.js";
import { hasRoute } from "./document.js";

const unfinished = new Set(["queued", "running", "cancelling"]);
const interval = 500;

/** Is there more to come? @param {any} job */
export function isUnfinished(job) { return unfinished.has(job.state); }

/**
 * The job as it is now, and again whenever it changed, until it is over.
 * @param {string} id
 * @param {AbortSignal} signal
 */
export async function* follow(id, signal) {
  let job = await json(path("jobs", id), { signal });
  yield job;
  if (isUnfinished(job) && await hasRoute("/jobs/{id}/events")) {
    try {
      for await (const event of events(path("jobs", id, "events"), signal)) {
        job = event.state ? { ...job, ...event } : { ...job, progress: { ...job.progress, ...event } };
        yield job;
        if (!isUnfinished(job)) return;
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof ProblemError || error instanceof TypeError)) throw error; // a stream that broke: ask instead
    }
  }
  while (isUnfinished(job)) {
    await pause(interval, signal);
    job = await json(path("jobs", id), { signal });
    yield job;
  }
}

/** The data of server-sent events, read by fetch, so that a key can be sent along. @param {string} url @param {AbortSignal} signal */
async function* events(url, signal) {
  const response = await request(url, { signal, headers: { Accept: "text/event-stream" } });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split(/\r?\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim()).join("\n");
      if (data) yield JSON.parse(data);
    }
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}
