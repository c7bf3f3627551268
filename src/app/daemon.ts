import { contentPolicy } from "../../views/content-policy.ts";
import type { Config } from "../config.ts";
import type { Locator } from "../geo/place.ts";
import { type BootClock, readBootClock } from "../health/boot-clock.ts";
import type { Poll } from "../jobs/poll.ts";
import { createScheduler, type Job, type JobTrouble } from "../jobs/scheduler.ts";
import type { StatusSource } from "../jobs/status-source.ts";
import type { Log } from "../log.ts";
import type { MachineSample, UnixSeconds } from "../model.ts";
import { createWebApp } from "../output/http/app.ts";
import { createAuth } from "../output/http/auth.ts";
import { allowedHosts } from "../output/http/host.ts";
import type { ReportSettings } from "../output/report-settings.ts";
import { collectGarbage } from "../runtime/garbage.ts";
import { type Listening, listen } from "../runtime.ts";
import { lastSampledAt } from "../store/machine.ts";
import { isUnreachable } from "../store/remote.ts";
import { type AppClock, createClock } from "./clock.ts";
import { type JobContext, jobsOf } from "./jobs.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { limitRepeats } from "./limit-repeats.ts";
import { locatorOf } from "./locator.ts";
import { createPages } from "./pages.ts";
import { statusSource } from "./polled.ts";
import { reportSettings } from "./settings.ts";
import { watchSpeeds } from "./speeds.ts";
import { problemsOf, troublesOf } from "./troubles.ts";

/** What the daemon is given of the world. */
export interface DaemonTools {
  readonly version: string;
  readonly log: Log;
  /** Undefined where the system has no user ids. */
  readonly uid: number | undefined;
  /** Another daemon kept these books until now: where they are gone, none are begun. */
  readonly mustExist?: boolean | undefined;
  /** Called every second, as long as the daemon lives. */
  readonly alive?: () => void;
  /** Absent: this machine's. */
  readonly clocks?: Clocks;
  /** What is invented: absent in earnest. */
  readonly invented?: Invented;
}

/** What the daemon takes the time from. */
export interface Clocks {
  readonly clock: AppClock;
  readonly bootClock: () => BootClock;
}

/** What a demonstration has of its own instead of the real thing. */
export interface Invented {
  readonly locator: Locator;
  /** Absent: the machine is not. */
  readonly machine?: (at: UnixSeconds) => MachineSample;
  /** What makes the invented world go on. */
  readonly job: Job;
  /** Fills the empty books. */
  fill(ledger: Ledger): Promise<void>;
}

/** All jobs and the web page, in one process. */
export interface Daemon {
  /** Where the page is: a URL, or `unix:` and a path. */
  readonly address: string;
  /** Ends when what is running has ended, or after 3 seconds; what is committed is committed as a whole. */
  stop(): Promise<void>;
}

/** How long a locked database is waited for: less than a daemon is given to stop. */
const PATIENCE_MILLISECONDS = 3000;

const BEAT_MILLISECONDS = 1000;

/** Within 5 seconds all is to be over, of which looking once more for a lock can block the whole process for one. */
const STOP_MILLISECONDS = 3000;

/**
 * Starts the daemon. Throws, with nothing started, where the database cannot be used or the address not be had. A remote
 * database that does not answer yet is waited for by the daemon itself: it keeps what it reads meanwhile.
 */
export async function startDaemon(config: Config, tools: DaemonTools): Promise<Daemon> {
  const { uid, invented } = tools;
  const { clock, bootClock } = tools.clocks ?? { clock: createClock(), bootClock: readBootClock };
  const { monotonic } = clock;
  const log = limitRepeats(tools.log, () => performance.now());
  const now = () => Math.floor(clock.now() / 1000);
  const ledger = ledgerOf(config, { clock, mustExist: tools.mustExist });
  try {
    const goOn = (error: unknown) => {
      if (!isUnreachable(error)) throw error;
      log.error(error.message);
      return undefined;
    };
    const sampledAt = await ledger.use(({ database }) => lastSampledAt(database)).catch(goOn);
    await invented?.fill(ledger);
    const polls = new Map<string, Poll>();
    const sources: StatusSource[] = [];
    const speeds = watchSpeeds();
    let troubles: () => readonly JobTrouble[] = () => [];
    const settings = (): ReportSettings => ({
      ...reportSettings(config, tools),
      demonstration: invented !== undefined,
      troubles: troublesOf(troubles()),
      speeds: speeds.speeds(),
    });
    const context: JobContext = {
      ...{ config, ledger, log, clock, bootClock, now, uid, settings, sampledAt, speeds },
      inventedMachine: invented?.machine,
      locator: invented?.locator ?? locatorOf(config, { log, clock }),
      statusOf(server) {
        const source = statusSource(server, { livesOn: true });
        sources.push(source);
        return source;
      },
      polled: (poll) => polls.set(poll.name, poll),
    };
    const jobs = [...(invented ? [invented.job] : []), ...jobsOf(context)];
    const scheduler = createScheduler(jobs, { log, now, monotonic });
    troubles = scheduler.troubles;
    const health = async () => {
      const problems = problemsOf(scheduler.troubles(), polls.values());
      return { ok: problems.length === 0, problems };
    };
    const pages = createPages({ ...clock, ledger, settings, now, health });
    // Should the books be gone when somebody looks for the first time, there is something to show.
    await pages.render("/", new URLSearchParams()).catch(goOn);
    const listening = await serve(config, log, pages);
    const beat = setInterval(() => {
      tools.alive?.();
      scheduler.beat();
    }, BEAT_MILLISECONDS / clock.speed);
    scheduler.beat();
    return {
      address: listening.address,
      async stop() {
        clearInterval(beat);
        const ended = Promise.all([scheduler.stop(), listening.stop()]);
        const left = ended.then(() => Promise.all(sources.map((source) => source.close?.())));
        await Promise.race([left, new Promise((resolve) => setTimeout(resolve, STOP_MILLISECONDS))]);
        ledger.close();
      },
    };
  } catch (error) {
    ledger.close();
    throw error;
  }
}

/** Throws where the database of a configuration cannot be used: to be asked before another daemon makes way for it. */
export async function checkBooks(config: Config, { mustExist }: Pick<DaemonTools, "mustExist">): Promise<void> {
  const ledger = ledgerOf(config, { clock: createClock(), mustExist });
  try {
    await ledger.use(({ database }) => lastSampledAt(database));
  } finally {
    ledger.close();
  }
}

function ledgerOf(
  { database: location, directory }: Config,
  { clock, mustExist }: { readonly clock: AppClock; readonly mustExist: boolean | undefined },
): Ledger {
  const patience = { ...clock, limit: PATIENCE_MILLISECONDS, collectGarbage };
  return createLedger({ location, directory, patience, mustExist });
}

async function serve(
  { web }: Config,
  log: Log,
  pages: Parameters<typeof createWebApp>[0]["pages"],
): Promise<Listening> {
  const app = createWebApp({
    pages,
    log,
    hosts: allowedHosts(web.where, web.hosts),
    auth: createAuth(web),
    contentPolicy: contentPolicy("web"),
    monotonic: () => performance.now(),
  });
  return await listen({ where: web.where, fetch: app.fetch });
}
