import * as v from "valibot";
import type { Counters } from "../model.ts";
import type { DaySums, OpenConnections, Summary, UserSums } from "../report/summary.ts";
import { nameOfHex } from "./names.ts";
import { rowsOf } from "./rows.ts";

/* What the cells of `summary.ts` hold, and the plain values that come of it. Bytes stand in them as text. */

type Amount = readonly [received: string, sent: string];

function counters(received: string, sent: string): Counters {
  return { bytesReceived: BigInt(received), bytesSent: BigInt(sent) };
}

type UserRow = readonly [
  ...[id: number, nameHex: string, seenAt: number, server: number],
  ...[dayR: string, dayS: string, weekR: string, weekS: string, daysR: string, daysS: string],
  ...[monthR: string, monthS: string, everR: string, everS: string],
];

export function usersIn(cell: unknown): UserSums[] {
  return rowsOf<UserRow>(cell).map(
    ([id, nameHex, seenAt, server, dayR, dayS, weekR, weekS, daysR, daysS, monthR, monthS, everR, everS]) => ({
      id,
      name: nameOfHex(nameHex),
      seenAt,
      server,
      today: counters(dayR, dayS),
      last7Days: counters(weekR, weekS),
      last30Days: counters(daysR, daysS),
      month: counters(monthR, monthS),
      allTime: counters(everR, everS),
    }),
  );
}

export function openIn(cell: unknown): OpenConnections[] {
  const rows =
    rowsOf<readonly [user: number | null, server: number, count: number, since: number, seenAt: number]>(cell);
  return rows.map(([user, server, count, since, seenAt]) => ({
    user: user ?? undefined,
    server,
    count,
    since,
    seenAt,
  }));
}

export function daysIn(cell: unknown): Summary["days"] {
  const rows = rowsOf<readonly [bucket: number, ...Amount]>(cell);
  return rows.map(([bucket, received, sent]) => ({ bucket, ...counters(received, sent) }));
}

export function userDaysIn(cell: unknown): DaySums[] {
  const rows = rowsOf<readonly [bucket: number, user: number, ...Amount]>(cell);
  return rows.map(([bucket, user, received, sent]) => ({ bucket, user, ...counters(received, sent) }));
}

export function watchedIn(cell: unknown): Summary["watched"] {
  const rows = rowsOf<readonly [bucket: number, server: number, seconds: number]>(cell);
  return rows.map(([bucket, server, seconds]) => ({ bucket, server, seconds }));
}

type Text = string | null;

export function placesIn(cell: unknown): Summary["places"] {
  const rows =
    rowsOf<readonly [city: Text, region: Text, country: Text, provider: Text, users: number, ...Amount]>(cell);
  return rows.map(([city, region, country, provider, users, received, sent]) => ({
    city: city ?? undefined,
    region: region ?? undefined,
    country: country ?? undefined,
    provider: provider ?? undefined,
    users,
    ...counters(received, sent),
  }));
}

const bytes = v.pipe(
  v.string(),
  v.digits(),
  v.transform((digits) => BigInt(digits)),
);

const absent = <T extends v.GenericSchema>(schema: T) =>
  v.pipe(
    v.nullable(schema),
    v.transform((value) => value ?? undefined),
  );

export const serversCell = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.pipe(
      v.object({
        id: v.number(),
        name: v.string(),
        source: v.pipe(
          v.nullable(v.string()),
          v.transform((source) => source ?? ""),
        ),
        problem: absent(v.string()),
        firstAt: absent(v.number()),
        at: absent(v.number()),
        openvpn: absent(v.string()),
        statusInterval: absent(v.number()),
        intervals: v.array(v.number()),
        received: bytes,
        sent: bytes,
      }),
      v.transform(({ received, sent, ...server }) => ({
        ...server,
        unauthenticated: { bytesReceived: received, bytesSent: sent },
      })),
    ),
  ),
);

export const sampleCell = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    sampledAt: v.number(),
    disk: v.string(),
    diskPercent: absent(v.number()),
    memoryPercent: absent(v.number()),
    load1: absent(v.number()),
    load5: absent(v.number()),
    load15: absent(v.number()),
    processes: absent(v.number()),
  }),
);

export const sumsCell = v.pipe(
  v.string(),
  v.parseJson(),
  v.tuple([bytes, bytes]),
  v.transform(([bytesReceived, bytesSent]): Counters => ({ bytesReceived, bytesSent })),
);
