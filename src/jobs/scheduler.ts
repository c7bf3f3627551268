import { AppError } from "../errors.ts";
import { type Log, WORKS_AGAIN } from "../log.ts";
import type { UnixSeconds } from "../model.ts";

/** Something done again and again; to do it once more than needed changes nothing. */
export interface Job {
  readonly name: string;
  /** Seconds from one start to the next. */
  readonly interval: number;
  /** Seconds until the first run; at once where absent. */
  readonly firstAfter?: number | undefined;
  run(): Promise<void>;
  /** Whether something waits in memory for its next run: absent where nothing ever does. */
  isWaiting?(): boolean;
}

/** A job that has failed since it last succeeded. */
export interface JobTrouble {
  readonly job: string;
  readonly message: string;
  /** When the first of these failures was. */
  readonly since: UnixSeconds;
  /** How often in a row. */
  readonly failures: number;
}

export interface SchedulerTools {
  readonly log: Log;
  readonly now: () => UnixSeconds;
  /** Milliseconds that only grow: no setting of the clock moves a job. */
  readonly monotonic: () => number;
}

/** Runs jobs when they are due, each by itself. */
export interface Scheduler {
  /** Starts what is due; to be called every second. Nothing that a job does comes back through it. */
  beat(): void;
  troubles(): readonly JobTrouble[];
  /** Starts nothing more, but for a last run of jobs for which something waits; resolves when all has ended. */
  stop(): Promise<void>;
}

/** A job that failed is tried again after this long, then after twice as long each time, never less often than usual. */
const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 3600;

interface Running {
  readonly job: Job;
  dueAt: number;
  run: Promise<void> | undefined;
  trouble: JobTrouble | undefined;
}

/** A scheduler of these jobs: no job overlaps itself, and none that fails or hangs holds up another. */
export function createScheduler(jobs: readonly Job[], tools: SchedulerTools): Scheduler {
  const { log, monotonic } = tools;
  const started = monotonic();
  const all = jobs.map((job): Running => {
    return { job, dueAt: started + 1000 * (job.firstAfter ?? 0), run: undefined, trouble: undefined };
  });
  let stopped = false;
  const start = (one: Running, at: number) => {
    // Missed runs are not made up for: whatever a job does, it does for all the time since.
    one.dueAt = Math.max(one.dueAt + 1000 * one.job.interval, at + 500 * one.job.interval);
    one.run = attempt(one.job)
      .then((error) => {
        if (error === undefined) recovered(one, log);
        else failed(one, error, tools);
      })
      .finally(() => {
        one.run = undefined;
      });
  };
  return {
    beat() {
      const at = monotonic();
      for (const one of all) if (!stopped && one.run === undefined && one.dueAt <= at) start(one, at);
    },
    troubles: () => all.flatMap(({ trouble }) => trouble ?? []),
    async stop() {
      stopped = true;
      await Promise.all(all.map(({ run }) => run));
      await Promise.all(all.filter(({ job }) => job.isWaiting?.()).map((one) => runLast(one, log)));
    },
  };
}

/** What the job threw, whatever it be. */
async function attempt(job: Job): Promise<Error | undefined> {
  try {
    await job.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function runLast({ job }: Running, log: Log): Promise<void> {
  const error = await attempt(job);
  if (error) log.error(`${error.message}; what was waiting for it is left undone`, { job: job.name });
}

function recovered(one: Running, log: Log): void {
  if (one.trouble) log.info(WORKS_AGAIN, { job: one.job.name, failures: one.trouble.failures });
  one.trouble = undefined;
}

function failed(one: Running, error: Error, { log, now, monotonic }: SchedulerTools): void {
  const { name, interval } = one.job;
  const { failures: before = 0, since = now() } = one.trouble ?? {};
  const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** before, interval, LONGEST_PAUSE_SECONDS);
  one.dueAt = monotonic() + 1000 * pause;
  one.trouble = { job: name, message: error.message, since, failures: before + 1 };
  // A fault of ours, not of the operator's: whoever mends it needs the trace.
  const event = error instanceof AppError ? error.message : `internal error, please report it: ${error.stack}`;
  log.error(event, { job: name, failures: before + 1, retry_seconds: pause });
}
