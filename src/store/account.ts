import { NAMELESS } from "../account/nameless.ts";
import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import { hexOf, nameOfHex } from "./names.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";
import { readCells } from "./read-cells.ts";
import { rowsOf } from "./rows.ts";

/** A user's account in the books. */
export interface Account {
  readonly id: number;
  readonly name: NameBytes;
}

/** What the books hold of an account, in short. */
export interface AccountSummary {
  readonly moved: Counters;
  readonly firstSeenAt: UnixSeconds | undefined;
  readonly seenAt: UnixSeconds | undefined;
  readonly connections: number;
  readonly open: number;
}

const SELECT_ACCOUNTS = "SELECT json_group_array(json_array(id, hex(name))) FROM users WHERE name = ?1 OR text = ?2";

const SELECT_TEXTS = "SELECT json_group_array(json_array(text)) FROM users";

const SELECT_MOVED = `
  SELECT json_array(json_array(CAST(sum(bytes_received) AS TEXT), CAST(sum(bytes_sent) AS TEXT), max(seen_at)))
  FROM traffic_total WHERE user = ?1`;

const SELECT_FIRST_SEEN = "SELECT first_seen_at FROM users WHERE id = ?1";

const SELECT_CONNECTIONS = `
  SELECT json_array(json_array(count(*), count(*) - count(ended_at))) FROM connections WHERE user = ?1`;

/** The accounts of exactly this name: by its bytes; where nobody has these, by the name as it reads. */
export async function findAccounts({ client, patience }: Database, name: string): Promise<readonly Account[]> {
  const bytes = Buffer.from(name);
  const args = [bytes, name];
  const { rows } = await patiently(patience, () => client.execute({ sql: SELECT_ACCOUNTS, args }));
  const found = rowsOf<readonly [id: number, nameHex: string]>(rows[0]?.[0])
    .map(([id, nameHex]) => ({ id, name: nameOfHex(nameHex) }))
    .filter((account) => account.name !== NAMELESS);
  const exact = found.filter((account) => hexOf(account.name) === bytes.toString("hex"));
  return exact.length > 0 ? exact : found;
}

/** The names of all accounts, as they read. */
export async function accountTexts({ client, patience }: Database): Promise<readonly string[]> {
  const { rows } = await patiently(patience, () => client.execute(SELECT_TEXTS));
  return rowsOf<readonly [text: string]>(rows[0]?.[0]).flatMap(([text]) => (text === "" ? [] : text));
}

export async function summaryOf(database: Database, { id }: Account): Promise<AccountSummary> {
  const args = [BigInt(id)];
  const cell = await readCells(database, {
    moved: { sql: SELECT_MOVED, args },
    first: { sql: SELECT_FIRST_SEEN, args },
    connections: { sql: SELECT_CONNECTIONS, args },
  });
  type Moved = readonly [received: string | null, sent: string | null, seenAt: number | null];
  const [[received, sent, seenAt] = [null, null, null]] = rowsOf<Moved>(cell("moved"));
  const [[connections, open] = [0, 0]] = rowsOf<readonly [all: number, open: number]>(cell("connections"));
  const first = cell("first");
  return {
    moved: { bytesReceived: BigInt(received ?? 0), bytesSent: BigInt(sent ?? 0) },
    firstSeenAt: first === null || first === undefined ? undefined : Number(first),
    seenAt: seenAt ?? undefined,
    connections,
    open,
  };
}
