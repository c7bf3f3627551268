import type { Poll } from "../jobs/poll.ts";
import type { JobTrouble } from "../jobs/scheduler.ts";
import type { Trouble } from "../report/frame.ts";

/** A job that failed once may just have met a busy moment. */
const KEEPS_FAILING = 2;

/** What the page says of jobs that fail: jobs that fail for one reason are one trouble. */
export function troublesOf(failing: readonly JobTrouble[]): readonly Trouble[] {
  const byReason = new Map<string, JobTrouble[]>();
  for (const trouble of failing) {
    const same = byReason.get(trouble.message);
    if (same) same.push(trouble);
    else byReason.set(trouble.message, [trouble]);
  }
  return [...byReason].map(([message, troubles]) => ({
    what: sentenceStart(troubles.map(({ job }) => job).join(", ")),
    since: Math.min(...troubles.map(({ since }) => since)),
    message,
  }));
}

/** Every sentence that says what is wrong with the service as a whole: none while it does what it is there for. */
export function problemsOf(failing: readonly JobTrouble[], polls: Iterable<Poll>): readonly string[] {
  const failed = failing.filter(({ failures }) => failures >= KEEPS_FAILING);
  const sources = [...polls];
  const isDeaf = sources.length > 0 && sources.every(({ outcome }) => outcome === "stale" || outcome === "failed");
  return [
    ...failed.map(({ job, message, failures }) => `${sentenceStart(job)} failed ${failures} times: ${message}`),
    ...(isDeaf ? sources.map(({ name, failure }) => failure?.message ?? `The status of ${name} is stale`) : []),
  ];
}

function sentenceStart(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
