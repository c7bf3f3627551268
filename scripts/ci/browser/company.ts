import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../../src/store/open.ts";
import { impatient } from "../../../test/support/books.ts";
import { fillHistory } from "../../bench/history.ts";
import { statusText } from "../../bench/status-text.ts";
import { type Served, serve } from "./program.ts";

/** Who uses an invented VPN server: user000000, user000001 and so on. */
export interface Company {
  readonly users: number;
  /** How many of them are connected, beginning with the first. */
  readonly online: number;
  /** What the first are called instead. */
  readonly names?: readonly string[];
}

/** Serves the books of a month in which every user was busy; `stop` removes them. */
export async function serveCompany(program: string, company: Company): Promise<Served> {
  const directory = mkdtempSync(join(tmpdir(), "ovpnstats-browser-"));
  const remove = () => rmSync(directory, { recursive: true });
  try {
    const now = Math.floor(Date.now() / 1000);
    await fillBooks(join(directory, "connection.db"), company, now);
    const status = join(directory, "status.log");
    writeFileSync(status, statusText(3, company.online, now, 0));
    const served = await serve(program, ["--config", writeConfig(directory, status)]);
    return { url: served.url, stop: () => served.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

async function fillBooks(path: string, { users, names = [] }: Company, now: number): Promise<void> {
  const database = await openDatabase({ kind: "file", path }, { patience: impatient });
  await fillHistory(database, users, now);
  await database.client.batch(
    names.map((name, index) => ({
      sql: "UPDATE users SET name = ?, text = ? WHERE id = ?",
      args: [new TextEncoder().encode(name), name.toWellFormed(), index + 1],
    })),
    "write",
  );
  database.close();
}

function writeConfig(directory: string, status: string): string {
  const path = join(directory, "ovpnstats.toml");
  // JSON's strings are TOML's as well. The status stays as it is: with so long an interval it is never stale.
  const lines = [
    `db_file_location = ${JSON.stringify(directory)}`,
    'time_zone = "UTC"',
    "[[server]]",
    'name = "openvpn"',
    `input_file_name = ${JSON.stringify(status)}`,
    'status_interval = "1h"',
  ];
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
