import type { Database } from "../../src/store/open.ts";
import { clean, cleaningState } from "../../src/store/retention.ts";
import { RETENTION } from "../support/books.ts";
import { moved, NOON, poller, type Shown } from "./poller.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A cleaning so many days after noon. */
export const cleanAt = async (database: Database, days: number) => {
  const { cleanedAt } = await cleaningState(database);
  await clean(database, { now: NOON + days * DAY, retention: RETENTION, id: crypto.randomUUID(), cleanedAt });
};

/** A year of two users, with something in every table: old connections buried, some forgotten, a failed login. */
export async function pastBooks(database: Database): Promise<void> {
  const { poll } = poller(database);
  const annas: Shown = { virtualAddress: "10.8.77.1", realAddress: "198.51.100.77:1194", username: "anna.secret" };
  const visit = async (at: number, number: number) => {
    const since = { connectedSince: at - 20 * HOUR };
    await poll(at, [
      moved("annasecret", 1000, { ...annas, ...since, number }),
      moved("bob", 10, { ...since, number: number + 1 }),
      moved("annasecret", 7, {
        ...annas,
        number: number + 2,
        virtualAddress: undefined,
        routed: false,
        connectedSince: at - 5,
      }),
    ]);
    await poll(at + 60, []);
    await poll(at + 120, []);
  };
  for (const [index, days] of [-480, -440, -60, -3].entries()) {
    await visit(NOON + days * DAY, 1 + 3 * index);
    await cleanAt(database, days + 1);
  }
  await cleanAt(database, -1);
}
