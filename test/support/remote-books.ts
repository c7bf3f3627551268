import { createClient } from "@libsql/client";
import type { NameBytes } from "../../src/model.ts";
import type { Sum } from "../store/moving-server.ts";

const TOTALS = `
  SELECT u.name, t.bytes_received, t.bytes_sent FROM traffic_total AS t JOIN users AS u ON u.id = t.user
  JOIN servers AS s ON s.id = t.server WHERE s.name = ?1`;

/** What the books on a libSQL server hold of a VPN server's users. */
export async function bookedOn(url: string, server: string): Promise<ReadonlyMap<NameBytes, Sum>> {
  const client = createClient({ url, intMode: "bigint" });
  try {
    const { rows } = await client.execute({ sql: TOTALS, args: [server] });
    return new Map(rows.map((row) => [nameOf(row[0]), { received: bytesOf(row[1]), sent: bytesOf(row[2]) }]));
  } finally {
    client.close();
  }
}

function nameOf(value: unknown): NameBytes {
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("latin1");
  throw new TypeError(`a user's name is ${typeof value}`);
}

function bytesOf(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  throw new TypeError(`bytes are ${typeof value}`);
}
