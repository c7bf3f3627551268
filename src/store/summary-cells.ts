import * as v from "valibot";
import type { Counters } from "../model.ts";
import { nameOfHex } from "./names.ts";

/* What the cells of `summary.ts` hold, and the plain values that come of it. */

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
const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.string(), v.parseJson(), v.array(item));
const counters = (bytesReceived: bigint, bytesSent: bigint): Counters => ({ bytesReceived, bytesSent });

export const usersCell = list(
  v.pipe(
    v.tuple([
      v.number(),
      v.string(),
      v.number(),
      v.number(),
      bytes,
      bytes,
      bytes,
      bytes,
      bytes,
      bytes,
      bytes,
      bytes,
      bytes,
      bytes,
    ]),
    v.transform(([id, hex, seenAt, server, dayR, dayS, weekR, weekS, daysR, daysS, monthR, monthS, everR, everS]) => ({
      id,
      name: nameOfHex(hex),
      seenAt,
      server,
      today: counters(dayR, dayS),
      last7Days: counters(weekR, weekS),
      last30Days: counters(daysR, daysS),
      month: counters(monthR, monthS),
      allTime: counters(everR, everS),
    })),
  ),
);

export const openCell = list(
  v.pipe(
    v.tuple([absent(v.number()), v.number(), v.number(), v.number(), v.number()]),
    v.transform(([user, server, count, since, seenAt]) => ({ user, server, count, since, seenAt })),
  ),
);

export const serversCell = list(
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
    v.transform(({ received, sent, ...server }) => ({ ...server, unauthenticated: counters(received, sent) })),
  ),
);

export const daysCell = list(
  v.pipe(
    v.tuple([v.number(), bytes, bytes]),
    v.transform(([bucket, received, sent]) => ({ bucket, ...counters(received, sent) })),
  ),
);

export const userDaysCell = list(
  v.pipe(
    v.tuple([v.number(), v.number(), bytes, bytes]),
    v.transform(([bucket, user, received, sent]) => ({ bucket, user, ...counters(received, sent) })),
  ),
);

export const watchedCell = list(
  v.pipe(
    v.tuple([v.number(), v.number(), v.number()]),
    v.transform(([bucket, server, seconds]) => ({ bucket, server, seconds })),
  ),
);

export const placesCell = list(
  v.pipe(
    v.tuple([absent(v.string()), absent(v.string()), absent(v.string()), absent(v.string()), v.number(), bytes, bytes]),
    v.transform(([city, region, country, provider, users, received, sent]) => ({
      ...{ city, region, country, provider, users },
      ...counters(received, sent),
    })),
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

export const sumsCell = v.pipe(v.string(), v.parseJson(), v.tuple([bytes, bytes]));
