import { createCalendar } from "../../src/account/calendar.ts";
import type { Counters, UnixSeconds } from "../../src/model.ts";
import type { BucketSums, WatchedSums } from "../../src/report/bucket-sums.ts";
import { buildUser, type UserOptions } from "../../src/report/build-user.ts";
import type { Frame } from "../../src/report/frame.ts";
import { lastBuckets } from "../../src/report/traffic-series.ts";
import type { UserReport } from "../../src/report/user.ts";
import type { PlaceFacts, UserConnectionFacts, UserFacts } from "../../src/report/user-facts.ts";
import type { UserResolution } from "../../src/report/user-resolution.ts";
import { userSpansAt } from "../../src/report/user-spans.ts";
import { weekSums } from "../../src/report/week-pattern.ts";
import { sampleFrame, WRITTEN_AT } from "./sample-frame.ts";

const HOUR = 3600;
const DAY = 86_400;

const calendar = createCalendar("Europe/Vienna");

/** What a sample is made of. */
export interface UserSample {
  readonly by?: UserResolution;
  readonly name?: string;
  readonly limit?: bigint;
  readonly frame?: Partial<Frame>;
  readonly options?: Partial<UserOptions>;
  /** In place of the invented books. */
  readonly facts?: Partial<UserFacts>;
}

/** The day that nobody watched: Tue 23 Sep. */
const UNWATCHED = WRITTEN_AT - 22 * DAY;

/** A number from 0 to 1 that looks like chance and is always the same for the same instant. */
function luck(at: UnixSeconds): number {
  let mixed = Math.imul(at ^ (at >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
}

/** What the user moves in the hour that begins then: office hours, some evenings, holidays at Christmas. */
function hourly(at: UnixSeconds): Counters {
  const local = Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO("Europe/Vienna");
  const { hour, dayOfWeek, dayOfYear } = local;
  const away = dayOfYear > 356 || dayOfYear < 6 || (dayOfYear > 214 && dayOfYear < 229);
  const day = luck(Math.floor(at / DAY)) * 0.7 + 0.3;
  const office = dayOfWeek < 6 && hour >= 8 && hour < 18 ? 4e8 * day : 0;
  const evening = hour >= 19 && hour < 22 && luck(at) > 0.6 ? 1.5e8 : 0;
  const weekend = dayOfWeek > 5 && hour > 9 && hour < 20 && luck(at) > 0.5 ? 1e8 : 0;
  const sent = away ? 0 : Math.round((office + evening + weekend) * (0.5 + luck(at + 1)));
  return { bytesSent: BigInt(sent), bytesReceived: BigInt(Math.round(sent * (0.08 + 0.1 * luck(at + 2)))) };
}

/** The hours of a year, and what they come to at every resolution. */
function books() {
  const [start = 0] = lastBuckets(calendar, "day", WRITTEN_AT, 400);
  const hours: BucketSums[] = [];
  for (let at = start; at <= WRITTEN_AT; at += HOUR) {
    const isUnwatched = Math.abs(at - UNWATCHED) < 15 * HOUR;
    if (!isUnwatched) hours.push({ bucket: at, ...hourly(at) });
  }
  const by = (resolution: "day" | "month" | "year") => {
    const sums = new Map<UnixSeconds, Counters>();
    for (const hour of hours) {
      const { start: bucket } = calendar.bucket(resolution, hour.bucket);
      const { bytesReceived, bytesSent } = sums.get(bucket) ?? { bytesReceived: 0n, bytesSent: 0n };
      sums.set(bucket, {
        bytesReceived: bytesReceived + hour.bytesReceived,
        bytesSent: bytesSent + hour.bytesSent,
      });
    }
    return [...sums].map(([bucket, bytes]): BucketSums => ({ bucket, ...bytes }));
  };
  const kept = hours.filter(({ bucket }) => bucket > WRITTEN_AT - 62 * DAY);
  return { hours: kept, all: hours, days: by("day"), months: by("month"), years: by("year") };
}

const BOOKS = books();

function watched(resolution: "hour" | "day" | "month" | "year"): WatchedSums[] {
  const seconds = new Map<UnixSeconds, number>();
  for (const { bucket } of resolution === "hour" ? BOOKS.hours : BOOKS.all) {
    const { start } = calendar.bucket(resolution, bucket);
    seconds.set(start, (seconds.get(start) ?? 0) + Math.min(HOUR, WRITTEN_AT - bucket));
  }
  return [...seconds].map(([bucket, sum]) => ({ bucket, server: 1, seconds: sum }));
}

const LINZ: PlaceFacts = { city: "Linz", region: "Upper Austria", country: "Austria", provider: "Donaunetz Cable" };
const VIENNA: PlaceFacts = { city: "Vienna", region: "Vienna", country: "Austria", provider: "Ring Mobile" };
const ROTTERDAM: PlaceFacts = {
  ...{ city: "Rotterdam", region: "South Holland", country: "Netherlands", provider: "Maas Glasvezel" },
};

function connection(index: number, changes: Partial<UserConnectionFacts>): UserConnectionFacts {
  const start = WRITTEN_AT - (index * 0.9 + 0.3) * DAY;
  const end = Math.round(start + 5 * HOUR + luck(index) * 4 * HOUR);
  return {
    ...{ id: 4_294_967_300 + index, server: 1, start: Math.round(start), seenAt: end },
    end: { at: end, kind: "exact" },
    realAddress: "198.51.100.23:41022",
    virtualAddress: "10.8.0.14",
    virtualIpv6Address: undefined,
    cipher: "AES-256-GCM",
    place: LINZ,
    bytesReceived: BigInt(Math.round(luck(index) * 5e8)),
    bytesSent: BigInt(Math.round(luck(index + 50) * 3e9)),
    ...changes,
  };
}

const CONNECTIONS: readonly UserConnectionFacts[] = [
  connection(0, { end: undefined, seenAt: WRITTEN_AT - 6, virtualIpv6Address: "fd00:8::14" }),
  connection(1, {}),
  connection(2, {}),
  connection(3, {
    ...{ server: 2, realAddress: "[2001:db8:4c:91::1f]:1194", virtualAddress: "10.8.1.14", place: ROTTERDAM },
    end: { at: Math.round(WRITTEN_AT - 2.7 * DAY), kind: "inferred" },
  }),
  connection(4, {}),
  connection(5, { cipher: undefined, virtualAddress: undefined }),
  connection(6, {}),
  connection(7, { place: VIENNA, realAddress: "203.0.113.88:50111" }),
];

const FACTS: UserFacts = {
  id: 12,
  name: "jonas.weber",
  firstSeenAt: 1_709_550_000,
  totals: [
    { server: 1, seenAt: WRITTEN_AT - 6, bytesReceived: 93_300_000_000n, bytesSent: 700_000_000_000n },
    { server: 2, seenAt: WRITTEN_AT - 3 * DAY, bytesReceived: 89_000_000n, bytesSent: 590_000_000n },
  ],
  isAlone: false,
  servers: ["fra-1", "ams-2"].map((name, index) => ({
    ...{ id: index + 1, name, firstAt: 1_709_550_000, at: WRITTEN_AT - 6 - index * 2820 },
    ...{ statusInterval: 10, intervals: [] },
  })),
  days: BOOKS.days,
  hours: BOOKS.hours,
  weekBefore: weekSums({
    ...{ now: calendar.bucket("day", WRITTEN_AT).start, since: 0, timeZone: calendar.timeZone },
    ...{ hours: BOOKS.hours, watched: watched("hour") },
  }),
  months: BOOKS.months,
  years: BOOKS.years,
  fiveMinutes: [],
  everybody: {
    days: BOOKS.days.map((day) => ({ ...day, bytesSent: day.bytesSent * 6n + 9_000_000n })),
    months: BOOKS.months.map((month) => ({ ...month, bytesSent: month.bytesSent * 8n })),
  },
  watched: {
    five_minutes: [],
    hour: watched("hour"),
    day: watched("day"),
    month: watched("month"),
    year: watched("year"),
  },
  keptSince: {
    five_minutes: undefined,
    hour: BOOKS.hours[0]?.bucket,
    day: undefined,
    month: undefined,
    year: undefined,
  },
  unplaced: new Map([["hour", { bytesReceived: 3_204_118n, bytesSent: 18_220_104n }]]),
  connections: CONNECTIONS,
  connectionCount: 26,
  oldestConnection: WRITTEN_AT - 30 * DAY,
  presence: CONNECTIONS.map(({ server, start, seenAt, end }) => ({
    ...{ server, start, end: end?.at ?? seenAt, open: end === undefined },
  })),
  places: [
    { ...LINZ, connections: 21, ...{ bytesReceived: 7_900_000_000n, bytesSent: 55_000_000_000n } },
    { ...VIENNA, connections: 4, ...{ bytesReceived: 990_000_000n, bytesSent: 8_500_000_000n } },
    { ...ROTTERDAM, connections: 1, ...{ bytesReceived: 89_000_000n, bytesSent: 590_000_000n } },
  ].map((place, index) => ({
    ...place,
    lastSeenAt: WRITTEN_AT - index * DAY,
  })),
};

/** A believable page of a user: what is shown is worked out of invented books. */
export function sampleUser(sample: UserSample = {}): UserReport {
  const { by = "days", name = "jonas.weber", limit, frame, options, facts } = sample;
  return buildUser(
    { ...FACTS, ...facts },
    {
      frame: sampleFrame({ path: "users/12", ...frame }),
      ...{ spans: userSpansAt(WRITTEN_AT, calendar, by), by, name, connectionsDays: 31 },
      ...{ ipInWeb: "full", showProviders: true, placesDays: 30 },
      firstSights: [
        { user: 12, kind: "country", key: "Netherlands", name: "Netherlands", at: Math.round(WRITTEN_AT - 3 * DAY) },
      ],
      speeds: new Map([
        ["fra-1", new Map([["jonas.weber", { receivedPerSecond: 225_000, sentPerSecond: 2_675_000 }]])],
      ]),
      person: { alias: undefined, group: "Sales", limit },
      ...options,
    },
  );
}
