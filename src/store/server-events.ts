import type { InStatement } from "@libsql/client";
import type { Change } from "../account/books.ts";
import type { UnixSeconds } from "../model.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";

/** What a server's source is like. */
export const CONDITIONS = ["up", "stale", "failing"] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What a server's source was like when that was last noted; NULL: never. `s` is the server. */
export const LAST_CONDITION = `
  SELECT kind FROM server_events WHERE server = s.id AND kind <> 'restart' ORDER BY id DESC LIMIT 1`;

const ADD_EVENT = "INSERT INTO server_events (server, at, kind, detail) VALUES (?1, ?2, ?3, ?4)";

export interface ConditionNote {
  readonly server: number;
  readonly condition: Condition;
  /** Since when it is so. */
  readonly at: UnixSeconds;
  /** Why it fails. */
  readonly problem?: string | undefined;
}

/** Remembers that a server's source is no longer what it was. */
export async function noteCondition(database: Database, note: ConditionNote): Promise<void> {
  const args = [BigInt(note.server), BigInt(note.at), note.condition, note.problem ?? null];
  await patiently(database.patience, () => database.client.execute({ sql: ADD_EVENT, args }));
}

/** The statement of a change that remembers OpenVPN's restart; none where there was none. */
export function restartStatements({ after, restart }: Change): InStatement[] {
  if (restart === undefined) return [];
  return [{ sql: ADD_EVENT, args: [BigInt(after.server), BigInt(restart.at), "restart", restart.kind] }];
}
