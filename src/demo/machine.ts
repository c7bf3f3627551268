import type { MachineSample, UnixSeconds } from "../model.ts";
import { addSamples, databaseSize, type KeptSample } from "../store/machine.ts";
import type { Database } from "../store/open.ts";
import { noteCondition } from "../store/server-events.ts";
import { chance } from "./chance.ts";

const EVERY_SECONDS = 600;
const DAY_SECONDS = 86_400;

/** As long as samples are kept. */
const SAMPLES = (31 * DAY_SECONDS) / EVERY_SECONDS - 1;

/** Nobody sampled it for a while, so many seconds ago. */
const MISSED = { from: 9.5 * DAY_SECONDS, to: 8.95 * DAY_SECONDS };

/** Old logs were thrown away then. */
const TIDIED = 12 * DAY_SECONDS;

/** What the machine is like at an instant, but for what grows. */
export function machineAt(at: UnixSeconds): MachineSample {
  return sampleOf(at, 0, 0);
}

/** Fills in a month of samples of the machine, up to shortly before `now`. */
export async function fillMachine(database: Database, now: UnixSeconds): Promise<void> {
  const size = await databaseSize(database);
  const samples = Array.from({ length: SAMPLES }, (_, index) => sampleOf(now, (SAMPLES - index) * EVERY_SECONDS, size));
  await addSamples(
    database,
    "/",
    samples.filter(({ at }) => now - at > MISSED.from || now - at < MISSED.to),
  );
}

/** The disk of a server's status was full for a while, twelve days ago. */
export async function fillOutage(database: Database, server: number, now: UnixSeconds): Promise<void> {
  const at = now - TIDIED - 2600;
  const problem = "Cannot read status file /var/log/openvpn/headquarters.log: it is empty";
  await noteCondition(database, { server, condition: "failing", at, problem });
  await noteCondition(database, { server, condition: "up", at: at + 2280 });
}

function sampleOf(now: UnixSeconds, ago: number, size: number): KeptSample {
  const at = now - ago;
  const luck = (use: number) => chance(at, use);
  // Busiest in the afternoon of UTC, when the company's laptops are all there.
  const swing = Math.max(0, Math.sin(((at % DAY_SECONDS) / DAY_SECONDS - 0.25) * 2 * Math.PI));
  const isWeekend = [2, 3].includes(Math.floor(at / DAY_SECONDS) % 7);
  const busy = isWeekend ? swing * 0.2 : swing;
  const load = 0.15 + luck(1) * 0.3 + busy * 0.7;
  const backup = at % DAY_SECONDS < 2400 ? 1.6 : 0;
  const days = (31 * DAY_SECONDS - ago) / DAY_SECONDS;
  return {
    at,
    diskPercent: 41 + days * 0.35 - (ago < TIDIED ? 6 : 0) + luck(6) * 0.4,
    memoryPercent: 31 + luck(2) * 3 + busy * 9,
    load1: rounded(load * (0.6 + luck(3)) + backup),
    load5: rounded(load + backup * 0.8),
    load15: rounded(0.3 + luck(4) * 0.1 + busy * 0.5 + backup * 0.4),
    processes: 118 + Math.floor(luck(5) * 8 + busy * 12),
    databaseBytes: Math.round((size * (0.8 + days / 155)) / 4096) * 4096,
  };
}

function rounded(load: number): number {
  return Math.round(load * 100) / 100;
}
