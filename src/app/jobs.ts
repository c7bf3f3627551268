import type { Server } from "../config/source.ts";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import type { Locator } from "../geo/place.ts";
import type { BootClock } from "../health/boot-clock.ts";
import type { Backlog } from "../jobs/backlog.ts";
import { cleanWhenDue } from "../jobs/clean.ts";
import { locate } from "../jobs/locate.ts";
import { observe, type Poll, type PollTools, poll } from "../jobs/poll.ts";
import { sample } from "../jobs/sample.ts";
import type { Job } from "../jobs/scheduler.ts";
import type { StatusSource } from "../jobs/status-source.ts";
import { keepOnDisk } from "../jobs/waiting.ts";
import { writeReports } from "../jobs/write-reports.ts";
import type { Log } from "../log.ts";
import type { MachineSample, UnixSeconds } from "../model.ts";
import type { ReportSettings } from "../output/report-settings.ts";
import { isOfDatabase } from "../store/open.ts";
import type { AppClock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import { polledServer, spoolOf } from "./polled.ts";
import { cleaningOf, fileSettings, reportFiles } from "./settings.ts";
import type { SpeedWatch } from "./speeds.ts";

/** What the jobs of a daemon work on. */
export interface JobContext {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly clock: AppClock;
  readonly now: () => UnixSeconds;
  readonly bootClock: () => BootClock;
  readonly uid: number | undefined;
  /** Undefined: nothing is looked up. */
  readonly locator: Locator | undefined;
  /** What the reports show now. */
  readonly settings: () => ReportSettings;
  /** To be asked once for each server. */
  readonly statusOf: (server: Server) => StatusSource;
  /** Hears of every poll. */
  readonly polled: (poll: Poll) => void;
  readonly speeds: SpeedWatch;
  /** When the machine was last sampled. */
  readonly sampledAt: UnixSeconds | undefined;
  /** What the machine is like, where that is invented. */
  readonly inventedMachine?: ((at: UnixSeconds) => MachineSample) | undefined;
}

/** Cleaning is looked at more often than it is done: what is due after an hour of waiting waits no day. */
const CLEANING_CHECK_SECONDS = 3600;

/** Everything that is done again and again. Each name is a line of the log, and a trouble on the page. */
export function jobsOf(context: JobContext): readonly Job[] {
  const { config, ledger, log, now, locator } = context;
  const { ip_update_interval, output_file_write_interval, db_clean_interval, sys_update_interval } = config;
  return [
    ...config.servers.map((server) => pollJob(server, context)),
    {
      name: "sampling the machine",
      interval: sys_update_interval,
      firstAfter: secondsUntilDue(context.sampledAt, sys_update_interval, now()),
      run: () =>
        ledger.use(({ database }) =>
          sample(database, { disk: config.disk_to_monitor, now: now(), log, invented: context.inventedMachine }),
        ),
    },
    ...(locator ? [locateJob(locator, ip_update_interval, context)] : []),
    // After the first poll, so that a new start shows its figures at once.
    { name: "writing the reports", interval: output_file_write_interval, firstAfter: 2, run: () => write(context) },
    {
      name: "cleaning the database",
      interval: Math.min(db_clean_interval, CLEANING_CHECK_SECONDS),
      firstAfter: 3,
      run: () =>
        ledger.use(async ({ database }) => {
          const cleaned = await cleanWhenDue(database, { ...cleaningOf(config), now: now(), log });
          if (cleaned) log.info("cleaned the database");
        }),
    },
  ];
}

function pollJob(server: Server, context: JobContext): Job {
  const { config, ledger, log, clock, now, bootClock } = context;
  const { name } = server;
  const status = context.statusOf(server);
  const backlog: Backlog = [];
  const spool = spoolOf(config, name);
  const tools: PollTools = { log, clock, now, bootClock };
  return {
    name: `accounting ${name}`,
    interval: config.input_file_parse_interval,
    isWaiting: () => backlog.length > 0,
    async run() {
      try {
        const done = await ledger.use(async ({ database, lockOf, memoryOf }) => {
          const [lock, memory] = [await lockOf(name), memoryOf(name)];
          const before = memory.books;
          const polled = polledServer(server, config, { database, lock, memory, backlog, status, spool });
          const done = await poll(polled, tools);
          context.speeds.polled(before, memory.books, status.liveRates?.());
          return done;
        });
        const { outcome, connections, bytesReceived, bytesSent } = done;
        log.debug("polled", { server: name, outcome, connections, received: bytesReceived, sent: bytesSent });
        context.polled(done);
        if (done.failure && done.outcome !== "failed") throw new AppError("source", done.failure.message);
      } catch (error) {
        // OpenVPN goes on counting: what its status says now is accounted when the books can be had again.
        if (isOfDatabase(error)) await observe({ name, status, backlog }, tools);
        await keepOnDisk({ name, backlog, spool }, tools);
        throw error;
      }
    },
  };
}

function locateJob(locator: Locator, interval: number, { ledger, log, now }: JobContext): Job {
  return {
    name: "locating addresses",
    // New addresses are looked up when they come; all others as often as is configured.
    interval: Math.min(interval, 60),
    firstAfter: 1,
    run: () =>
      ledger.use(async ({ database }) => {
        const count = await locate(database, { locator, now, interval });
        if (count > 0) log.debug("looked addresses up", { count });
      }),
  };
}

async function write({ config, ledger, now, settings, uid }: JobContext): Promise<void> {
  const files = { ...reportFiles(config), uid };
  const failures: unknown[] = [];
  await ledger.use(({ database }) =>
    writeReports(database, { ...fileSettings(settings(), config), ...files }, now(), (error) => failures.push(error)),
  );
  if (failures.length > 0) throw failures[0];
}

/** Seconds until something that was last done then is due again: none where that was too long ago, or is to come. */
function secondsUntilDue(last: UnixSeconds | undefined, interval: number, now: UnixSeconds): number {
  return last === undefined || last > now ? 0 : Math.max(0, last + interval - now);
}
