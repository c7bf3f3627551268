import { type Log, type LogFields, WORKS_AGAIN } from "../log.ts";

/** How long a problem that goes on is silent after its first line; then twice as long each time. */
const FIRST_SILENCE_MILLISECONDS = 60_000;
const LONGEST_SILENCE_MILLISECONDS = 3_600_000;

/** Problems that are remembered: beyond that the oldest is forgotten, and written at its next occurrence. */
const MOST_PROBLEMS = 1000;

interface Told {
  readonly subject: string;
  readonly at: number;
  silence: number;
  leftOut: number;
}

/**
 * A log for what runs for years: a warning or error of the same job or server that comes again and again is written
 * once a minute, then ever more seldom, down to once an hour, with the count of what was left out. What works again is
 * written where its trouble was; if it fails once more, that is news again after a minute. `monotonic` is in
 * milliseconds.
 */
export function limitRepeats(log: Log, monotonic: () => number): Log {
  const told = new Map<string, Told>();
  const inTrouble = new Set<string>();

  const limited = (level: "error" | "warn") => (event: string, fields: LogFields) => {
    const subject = subjectOf(fields);
    // Numbers within an event, such as a line's, are what differs each time.
    const problem = `${level} ${subject}\n${event.replaceAll(/\d+/g, "0")}`;
    const at = monotonic();
    const before = told.get(problem);
    if (before !== undefined && at < before.at + before.silence) {
      before.leftOut++;
      return;
    }
    const { leftOut = 0 } = before ?? {};
    told.delete(problem);
    told.set(problem, { subject, at, silence: nextSilence(before, at), leftOut: 0 });
    forgetOldest(told);
    inTrouble.add(subject);
    log[level](event, leftOut > 0 ? { ...fields, left_out: leftOut } : fields);
  };
  const worksAgain = (fields: LogFields) => {
    const subject = subjectOf(fields);
    for (const one of told.values()) if (one.subject === subject) one.silence = FIRST_SILENCE_MILLISECONDS;
    if (inTrouble.delete(subject)) log.info(WORKS_AGAIN, fields);
  };
  const [error, warn] = [limited("error"), limited("warn")];
  return {
    error: (event, fields = {}) => error(event, fields),
    warn: (event, fields = {}) => warn(event, fields),
    info: (event, fields = {}) => (event === WORKS_AGAIN ? worksAgain(fields) : log.info(event, fields)),
    debug: log.debug,
  };
}

function subjectOf({ server, job }: LogFields): string {
  return String(server ?? job ?? "");
}

/** What has not occurred for as long again begins anew. */
function nextSilence(before: Told | undefined, at: number): number {
  const isGoingOn = before !== undefined && at < before.at + 2 * before.silence;
  return isGoingOn ? Math.min(2 * before.silence, LONGEST_SILENCE_MILLISECONDS) : FIRST_SILENCE_MILLISECONDS;
}

function forgetOldest(told: Map<string, Told>): void {
  const [oldest] = told.keys();
  if (told.size > MOST_PROBLEMS && oldest !== undefined) told.delete(oldest);
}
