import type { Database } from "./open.ts";

/*
 * Of two accounts that become one the higher number stays, so that with each a number is gone that nobody gets again;
 * only the first user who is forgotten keeps it, nameless (forget.ts).
 */
const SELECT_FORGOTTEN = `
  SELECT (coalesce(max(id), 0) - count(*)) || '/' || coalesce((SELECT id FROM users WHERE name = x''), 0) FROM users`;

/** A text that is another one whenever a user has been forgotten. */
export async function forgottenMark({ client }: Database): Promise<string> {
  const { rows } = await client.execute(SELECT_FORGOTTEN);
  return String(rows[0]?.[0]);
}
