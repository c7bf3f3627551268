import type { InStatement } from "@libsql/client";
import { AppError } from "../errors.ts";
import { visible } from "../report/visible.ts";
import type { ServerLock } from "./lock.ts";
import type { Database } from "./open.ts";
import { isRefused, patiently } from "./patience.ts";

/** Of the time for which it lasts. */
const RENEWED_AFTER = 1 / 4;

/**
 * Takes or renews a lease, by the database's clock alone: those of the machines may differ. Where another machine
 * holds it, the holder becomes NULL, which its column forbids: the batch is undone as a whole.
 */
const HOLD = `
  INSERT INTO leases (server, holder, host, until) VALUES (?1, ?2, ?4, unixepoch() + ?5)
  ON CONFLICT DO UPDATE SET
    holder = iif(holder IN (?2, ?3) OR until <= unixepoch(), excluded.holder, NULL),
    host = excluded.host, until = excluded.until`;

const SELECT_OTHER = `
  SELECT host, until - unixepoch() FROM leases
  WHERE server = ?1 AND holder NOT IN (?2, ?3) AND until > unixepoch()`;

/** The statement of a batch that undoes it unless this machine may write the server's books; none on a local file. */
export function leaseStatements({ holder }: Database, server: string): InStatement[] {
  if (holder === undefined) return [];
  const { id, former, host, seconds } = holder;
  return [{ sql: HOLD, args: [server, id, former ?? null, host, BigInt(seconds)] }];
}

/**
 * A server's lock on this machine, and with it, where several machines share the books, the lease of the server's: no
 * other machine of the same configuration (a copy of this one) writes into them. Throws an AppError that names it.
 */
export function leasedLock(lock: ServerLock, database: Database, server: string): ServerLock {
  const { holder, patience } = database;
  if (holder === undefined) return lock;
  let heldAt = Number.NEGATIVE_INFINITY;
  return {
    hold: (action) =>
      lock.hold(async () => {
        // Every commit renews it, too; but there may be nothing to commit.
        const now = patience.monotonic();
        if (now - heldAt > 1000 * holder.seconds * RENEWED_AFTER) {
          await holdLease(database, server);
          await holder.held();
          heldAt = now;
        }
        return await action();
      }),
    close: () => lock.close(),
  };
}

async function holdLease(database: Database, server: string): Promise<void> {
  try {
    await patiently(database.patience, () => database.client.batch(leaseStatements(database, server), "write"));
  } catch (error) {
    if (isRefused(error)) await refuseOther(database, server);
    throw error;
  }
}

/** Throws an AppError where another machine holds the lease of a server's books. */
export async function refuseOther({ client, patience, holder }: Database, server: string): Promise<void> {
  if (holder === undefined) return;
  const args = [server, holder.id, holder.former ?? holder.id];
  const { rows } = await patiently(patience, () => client.execute({ sql: SELECT_OTHER, args }));
  const [host, left] = [rows[0]?.[0], rows[0]?.[1]];
  if (typeof host !== "string") return;
  throw new AppError(
    "database",
    `Cannot write the books of ${visible(server)}: the machine ${visible(host)} writes them, under the same name; ` +
      `give each of the two servers a name of its own, or wait ${left} s after the other has stopped`,
  );
}
