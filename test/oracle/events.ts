/** What may happen in a history. All choices are fast-check's, so that failures shrink; what does not apply is passed over. */

import fc from "fast-check";
import type { Hook, Manner } from "./client.ts";
import type { StatusVersion } from "./status-text.ts";

/** Weight (the mean history has 17 events) and fields of each kind. */
type Kinds = Record<string, readonly [number, Record<string, fc.Arbitrary<unknown>>]>;

const DAY = 86400;

/** Which server, client or name: taken modulo how many there are. */
const choice = fc.nat({ max: 7 });
const hook = fc.constantFrom<Hook>("none", "exact", "exact", "dco");
const poller = fc.constantFrom(0, 0, 0, 1);

export const anyVersion = fc.constantFrom<StatusVersion>(3, 2, 1);

const unfaulted = Array<"none">(18).fill("none");

const wait = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 20 }), weight: 5 },
  { arbitrary: fc.integer({ min: 20, max: 130 }), weight: 4 },
  { arbitrary: fc.integer({ min: 130, max: 700 }), weight: 3 },
  { arbitrary: fc.integer({ min: 700, max: 5000 }), weight: 1 },
);

/** Bytes that a client moves at once: beyond 2^53, where numbers round, and near 2^63, where SQLite ends. */
const brings = fc.oneof(
  { arbitrary: fc.constant(0n), weight: 8 },
  { arbitrary: fc.bigInt({ min: 2n ** 53n, max: 2n ** 56n }), weight: 1 },
  { arbitrary: fc.constant(2n ** 61n + 1n), weight: 1 },
);

/** Around the retention of five minutes (48 h). */
const hours = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 46, max: 50 }));

/** Around that of connections (31), hours (62), tombstones (400) and days (3 × 365). */
const days = fc.constantFrom(3, 10, 30, 32, 32, 61, 63, 63, 390, 410, 410, 1090, 1100);

const kinds = {
  poll: [
    48,
    {
      server: choice,
      wait,
      /** Wait on until the wall clock shows whole five minutes. */
      aligned: fc.constantFrom(false, false, false, true),
      poller,
      fault: fc.constantFrom(...unfaulted, "loseReply", "crash"),
    },
  ],
  connect: [
    9,
    {
      server: choice,
      name: choice,
      manner: fc.constantFrom<Manner>("plain", "plain", "slow", "password", "password", "tap", "tap without route"),
      brings,
    },
  ],
  leave: [
    6,
    {
      client: choice,
      hook,
      /** The end is told at once; otherwise when the spool is read. */
      atOnce: fc.boolean(),
      /** Comes back so many seconds later; -1: stays away. */
      back: fc.constantFrom(-1, 0, 1, 30),
      sameAddress: fc.boolean(),
    },
  ],
  takeover: [2, { server: choice, name: choice, shown: fc.boolean(), hook, sameHost: fc.boolean() }],
  twins: [2, { server: choice, name: choice, apart: fc.constantFrom(0, 0, 5) }],
  "login fails": [10, { server: choice, name: choice, refused: fc.boolean(), lasts: fc.integer({ min: 25, max: 60 }) }],
  float: [2, { client: choice }],
  "counters fall": [2, { client: choice, keepPercent: fc.constantFrom(0, 50, 99) }],
  /** A torn, yet well-formed text lacks a row. */
  "row hidden": [11, { client: choice, seconds: fc.integer({ min: 100, max: 1000 }) }],
  restart: [3, { server: choice, down: fc.integer({ min: 1, max: 90 }), hooks: fc.boolean(), comeBack: fc.boolean() }],
  reboot: [1, { down: fc.integer({ min: 20, max: 200 }) }],
  stall: [3, { server: choice, seconds: fc.oneof(fc.integer({ min: 100, max: 3000 }), fc.constant(40 * DAY)) }],
  /** Near the threshold of 300 s, of whole hours, of days (forwards only: OpenVPN's clock would stay days ahead). */
  "clock step": [2, { by: fc.constantFrom(3600, -3600, 250, -250, 350, -350, 1234, -2000, -30, 5400, 2 * DAY) }],
  gap: [4, { hours, clean: fc.constantFrom(true, false) }],
  age: [7, { days, clean: fc.constantFrom(true, true, false) }],
  clean: [1, {}],
  version: [3, { server: choice, to: anyVersion }],
  torn: [2, { server: choice, how: fc.constantFrom("cut", "mixed", "empty"), at: fc.nat({ max: 999 }) }],
  /** An earlier text of the file is read again. */
  late: [6, { server: choice, back: fc.integer({ min: 1, max: 4 }) }],
  /** The hooks' spool is read; once more, or for the first time. */
  spool: [7, { again: fc.boolean() }],
  look: [2, {}],
} as const satisfies Kinds;

type Fields<F> = { readonly [Name in keyof F]: F[Name] extends fc.Arbitrary<infer Value> ? Value : never };

export type HistoryEvent = {
  readonly [Kind in keyof typeof kinds]: { readonly kind: Kind } & Fields<(typeof kinds)[Kind][1]>;
}[keyof typeof kinds];

export type EventOf<Kind extends HistoryEvent["kind"]> = Extract<HistoryEvent, { kind: Kind }>;

const entries = Object.entries<readonly [number, Record<string, fc.Arbitrary<unknown>>]>(kinds);

export const anyEvent: fc.Arbitrary<HistoryEvent> = fc.oneof(
  ...entries.map(([kind, [weight, fields]]) => ({
    weight,
    arbitrary: fc.record({ kind: fc.constant(kind), ...fields }).map((event) => event as HistoryEvent),
  })),
);
