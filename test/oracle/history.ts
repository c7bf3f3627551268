/** Histories: a machine with one or two servers, the time when it starts, and what then happens to it. */

import fc from "fast-check";
import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import { anyEvent, anyVersion, type HistoryEvent } from "./events.ts";
import { transitions } from "./local-time.ts";
import type { ServerSetup } from "./simulator.ts";

export interface History {
  readonly timeZone: string;
  readonly start: UnixSeconds;
  readonly seed: number;
  readonly statusInterval: number | undefined;
  readonly addressesKeptFor: number | undefined;
  readonly servers: readonly ServerSetup[];
  readonly events: readonly HistoryEvent[];
}

const bytesOf = (text: string): NameBytes => Buffer.from(text).toString("latin1");

export const NAMES: readonly NameBytes[] = [
  "alice",
  "bob",
  "UNDEF",
  "Doe, John,Ltd",
  bytesOf("Жанна 用户"),
  "caf\xe9",
  "END",
  "__proto__",
];

export const DST_ZONES = ["Europe/Vienna", "America/New_York", "America/St_Johns", "Australia/Lord_Howe"] as const;
const OTHER_ZONES = ["UTC", "Asia/Kolkata", "Africa/Cairo"] as const;
const FIRST_DAY = "2026-01-01";
const EPOCH = Date.parse(FIRST_DAY) / 1000;
const DAY = 86400;

const zone: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom<string>(...OTHER_ZONES), weight: 1 },
  { arbitrary: fc.constantFrom<string>(...DST_ZONES), weight: 5 },
);

/** Shortly before something that calendars trip over, or at any time of 2026 and 2027. */
const anchor = fc.record({
  to: fc.constantFrom(
    "any",
    "any",
    "midnight",
    "midnight",
    "change",
    "change",
    "change",
    "change",
    "change",
    "change",
    "change",
  ),
  which: fc.nat({ max: 3 }),
  lead: fc.integer({ min: 30, max: 900 }),
  day: fc.nat({ max: 700 }),
});

/** A quiet midnight, the ends of February, May and the year. */
const MIDNIGHTS = [1, 59, 151, 365];

function startAt(timeZone: string, { to, which, lead, day }: typeof anchor extends fc.Arbitrary<infer T> ? T : never) {
  const midnight = (days: number) =>
    Temporal.PlainDate.from(FIRST_DAY).add({ days }).toZonedDateTime(timeZone).epochMilliseconds / 1000;
  const changes = to === "change" ? transitions(timeZone, EPOCH, 4) : [];
  const change = changes[which % changes.length];
  if (change !== undefined) return change - lead;
  return to === "any" ? EPOCH + day * DAY + lead * 40 : midnight(MIDNIGHTS[which] ?? 0) - lead;
}

const server = fc.record({
  release: fc.constantFrom("2.6", "2.4", "2.7"),
  zone: fc.oneof({ arbitrary: fc.constant("the same"), weight: 2 }, { arbitrary: zone, weight: 1 }),
  statusVersion: anyVersion,
  statusEvery: fc.constantFrom(10, 1, 5, 15, 60),
  steady: fc.boolean(),
  transport: fc.constantFrom("udp4", "tcp4", "udp6", "mapped"),
  pool: fc.constantFrom("both", "v4", "v6"),
});

/** Any history. A client is there from the start. */
export const anyHistory: fc.Arbitrary<History> = fc
  .record({
    timeZone: zone,
    anchor,
    seed: fc.nat({ max: 9999 }),
    statusInterval: fc.constantFrom(undefined, undefined, undefined, 10, 60),
    addressesKeptFor: fc.constantFrom(undefined, 3600, 20 * 3600, 3 * DAY),
    first: server,
    second: fc.oneof({ arbitrary: fc.constant(undefined), weight: 5 }, { arbitrary: server, weight: 1 }),
    events: fc.array(anyEvent, { maxLength: 34, size: "max" }),
  })
  .map(({ timeZone, anchor, seed, statusInterval, addressesKeptFor, first, second, events }) => {
    const setUp = (name: string, setup: typeof first): ServerSetup => ({
      ...setup,
      name,
      zone: setup.zone === "the same" ? timeZone : setup.zone,
    });
    return {
      timeZone,
      start: startAt(timeZone, anchor),
      seed,
      statusInterval,
      addressesKeptFor,
      servers: [setUp("server", first), ...(second ? [setUp("second", second)] : [])],
      events,
    };
  });
