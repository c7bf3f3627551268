import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { createScheduler, type Job } from "../../src/jobs/scheduler.ts";
import { createLog } from "../../src/log.ts";

/** A scheduler on a clock that only the test moves. */
function scheduled(...jobs: readonly Job[]) {
  const lines: string[] = [];
  let seconds = 0;
  const log = createLog({ level: "info", format: "text", write: (line) => lines.push(line), now: () => seconds });
  const scheduler = createScheduler(jobs, { log, now: () => 1_000_000 + seconds, monotonic: () => 1000 * seconds });
  /** Lets the seconds pass one by one, and what is started in each of them end. */
  const pass = async (count: number) => {
    for (const last = seconds + count; seconds < last; seconds++) {
      scheduler.beat();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { scheduler, lines, pass, at: () => seconds };
}

/** A job that notes when it ran. */
function noting(interval: number, more: Partial<Job> = {}) {
  const runs: number[] = [];
  const clock = { at: () => 0 };
  const job: Job = {
    name: "noting",
    interval,
    run: async () => {
      runs.push(clock.at());
    },
    ...more,
  };
  return { runs, clock, job };
}

function withClock({ runs, clock, job }: ReturnType<typeof noting>, ...others: readonly Job[]) {
  const made = scheduled(job, ...others);
  clock.at = made.at;
  return { ...made, runs };
}

describe("createScheduler()", () => {
  test("runs a job at once and then every interval, without drifting", async () => {
    const { runs, pass } = withClock(noting(14));
    await pass(60);
    expect(runs).toEqual([0, 14, 28, 42, 56]);
  });

  test("a first run can wait", async () => {
    const { runs, pass } = withClock(noting(10, { firstAfter: 7 }));
    await pass(30);
    expect(runs).toEqual([7, 17, 27]);
  });

  test("never runs a job twice at once, and makes missed runs up by one (F24, F25)", async () => {
    let running = 0;
    let most = 0;
    let release = () => {};
    const starts: number[] = [];
    const slow: Job = {
      name: "slow",
      interval: 5,
      run: async () => {
        starts.push(at());
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        running--;
      },
    };
    const { pass, at } = scheduled(slow);
    await pass(23);
    expect(starts).toEqual([0]);
    release();
    await pass(4);
    expect(most).toBe(1);
    expect(starts).toEqual([0, 24]);
  });

  test("a job that fails is told, counted and tried less often; the others do not notice", async () => {
    const runs: number[] = [];
    let broken = true;
    const failing: Job = {
      name: "clean",
      interval: 86_400,
      run: async () => {
        runs.push(at());
        if (broken) throw new AppError("database", "Cannot use the database: no room");
      },
    };
    const other = noting(60);
    const { pass, at, scheduler, lines, runs: others } = withClock(other, failing);
    await pass(500);
    expect(runs).toEqual([0, 60, 180, 420]);
    expect(others).toEqual([0, 60, 120, 180, 240, 300, 360, 420, 480]);
    expect(scheduler.troubles()).toEqual([
      { job: "clean", message: "Cannot use the database: no room", since: 1_000_000, failures: 4 },
    ]);
    expect(lines[0]).toContain("error Cannot use the database: no room job=clean failures=1 retry_seconds=60");
    broken = false;
    await pass(500);
    expect(scheduler.troubles()).toEqual([]);
    expect(lines.at(-1)).toContain("info works again job=clean failures=4");
    expect(lines).toHaveLength(5);
  });

  test("what is no error of the operator's is logged with its trace, and whatever is thrown ends nothing", async () => {
    const odd: Job = { name: "odd", interval: 3600, run: () => Promise.reject("text") };
    const broken: Job = {
      name: "broken",
      interval: 3600,
      run: () => {
        throw new TypeError("x is not a function");
      },
    };
    const { pass, lines } = scheduled(odd, broken);
    await pass(2);
    expect(lines.join("")).toMatch(/internal error, please report it: TypeError: x is not a function.*scheduler\.test/);
    expect(lines.join("")).toContain("text");
  });

  test("failures make no job wait longer than it usually does: a status is read on while the books fail (F29)", async () => {
    const runs: number[] = [];
    const often: Job = { name: "poll", interval: 14, run: () => Promise.reject(new Error(String(runs.push(at())))) };
    const { pass, at } = scheduled(often);
    await pass(60);
    expect(runs).toEqual([0, 14, 28, 42, 56]);
  });

  test("stopping waits for what is running, and starts nothing more", async () => {
    let done = false;
    const job: Job = {
      name: "last",
      interval: 1,
      run: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        done = true;
      },
    };
    const { scheduler, pass } = scheduled(job);
    scheduler.beat();
    await scheduler.stop();
    expect(done).toBe(true);
    done = false;
    await pass(5);
    expect(done).toBe(false);
  });

  test("a job for which something waits runs once more at the end, others do not; what then fails is told", async () => {
    let runs = 0;
    const run = async () => {
      runs++;
    };
    const waiting: Job = { name: "waiting", interval: 100, run, isWaiting: () => runs === 2 };
    const idle: Job = { name: "idle", interval: 100, run, isWaiting: () => false };
    const failing: Job = {
      name: "failing",
      interval: 100,
      firstAfter: 50,
      run: () => Promise.reject(new AppError("database", "no room")),
      isWaiting: () => true,
    };
    const { scheduler, pass, lines } = scheduled(waiting, idle, failing);
    await pass(1);
    await scheduler.stop();
    expect(runs).toBe(3);
    expect(lines.join("")).toContain("error no room; what was waiting for it is left undone job=failing");
  });
});
