import { Database as Sqlite } from "bun:sqlite";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import type { NameBytes } from "../../src/model.ts";
import type { Sum } from "./moving-server.ts";

const RESOLUTIONS = ["five_minutes", "hour", "day", "month", "year", "total"] as const;

const TOTALS = `
  SELECT u.name, sum(t.bytes_received), sum(t.bytes_sent)
  FROM traffic_total AS t JOIN users AS u ON u.id = t.user
  GROUP BY u.id HAVING sum(t.bytes_received + t.bytes_sent) > 0`;

/** Users and servers whose bytes of a resolution are not those of their connections. */
const LEAKS = `
  WITH
  booked AS (
    ${RESOLUTIONS.map((name) => `SELECT '${name}' AS resolution, user, server, bytes_received, bytes_sent FROM traffic_${name}`).join(" UNION ALL ")}
    UNION ALL SELECT resolution, user, server, bytes_received, bytes_sent FROM unplaced
    UNION ALL SELECT resolution, user, server, bytes_received, bytes_sent FROM retired),
  marks AS (
    SELECT user, server, bytes_received, bytes_sent FROM connections WHERE user IS NOT NULL
    UNION ALL SELECT user, server, bytes_received, bytes_sent FROM tombstones WHERE user IS NOT NULL
    UNION ALL SELECT user, server, bytes_received, bytes_sent FROM forgotten),
  resolutions AS (SELECT column1 AS resolution FROM (VALUES ${RESOLUTIONS.map((name) => `('${name}')`).join(", ")})),
  had AS (SELECT resolution, user, server, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM booked GROUP BY 1, 2, 3),
  owed AS (
    SELECT resolution, user, server, sum(bytes_received) AS r, sum(bytes_sent) AS s
    FROM marks CROSS JOIN resolutions GROUP BY 1, 2, 3)
  SELECT resolution, user, server, had.r, owed.r, had.s, owed.s FROM owed FULL JOIN had USING (resolution, user, server)
  WHERE (had.r, had.s) IS NOT (owed.r, owed.s) AND coalesce(had.r, owed.r, 0) + coalesce(had.s, owed.s, 0) > 0`;

/** What `once` leaves in the directory of its database, and nothing else. */
const LEFT = ["connection.db", "connection.db-journal", "openvpn.lock", "vpn.html", "vpn.txt"];

/** What is wrong with the books in a closed database, as another SQLite reads them. */
export function audit(path: string, truth: ReadonlyMap<NameBytes, Sum>): readonly string[] {
  using sqlite = new Sqlite(path, { safeIntegers: true });
  const integrity = sqlite.query("PRAGMA integrity_check").values().flat().join("; ");
  const totals = sqlite.query(TOTALS).values().map(totalOf);
  const expected = [...truth]
    .filter(([, { received, sent }]) => received + sent > 0n)
    .map(([name, sum]) => told(name, sum));
  const leaks = sqlite.query(LEAKS).values();
  const files = readdirSync(dirname(path)).filter((name) => !LEFT.includes(name));
  return [
    ...(integrity === "ok" ? [] : [`integrity: ${integrity}`]),
    ...expected.filter((line) => !totals.includes(line)).map((line) => `expected ${line}`),
    ...totals.filter((line) => !expected.includes(line)).map((line) => `found    ${line}`),
    ...leaks.map((row) => `resolution, user, server; bytes booked, owed: ${row.join(" ")}`),
    ...files.map((name) => `left behind: ${name}`),
  ];
}

function totalOf([name, received, sent]: readonly unknown[]): string {
  const bytes = name instanceof Uint8Array ? Buffer.from(name).toString("latin1") : "";
  return told(bytes, { received: BigInt(String(received)), sent: BigInt(String(sent)) });
}

function told(name: NameBytes, { received, sent }: Sum): string {
  return `${JSON.stringify(name)}: ${received} received, ${sent} sent`;
}
