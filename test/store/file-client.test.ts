import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFileClient } from "../../src/store/file-client.ts";

const ADD = "INSERT INTO numbers (number) VALUES (?)";
const LIST = "SELECT number FROM numbers ORDER BY number";

test("openFileClient() runs a statement that failed anew, with what it is given then", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-client-"));
  const client = openFileClient(join(folder, "numbers.db"), 0);
  const numbers = async () => (await client.execute(LIST)).rows.map((row) => row[0]);
  try {
    await client.execute("CREATE TABLE numbers (number INTEGER PRIMARY KEY) STRICT");
    await client.batch([{ sql: ADD, args: [1n] }], "write");
    // The second run of the same statement, inside and outside a batch.
    for (const taken of [1n, "no number"]) {
      const again = client.batch(
        [
          { sql: ADD, args: [2n] },
          { sql: ADD, args: [taken] },
        ],
        "write",
      );
      expect(await again.catch((error) => error.code)).toMatch(/^SQLITE_(CONSTRAINT|MISMATCH)/);
      expect(await numbers()).toEqual([1n]);
    }
    const once = client.execute({ sql: ADD, args: [1n] });
    expect(await once.catch((error) => error.code)).toMatch(/^SQLITE_(CONSTRAINT|MISMATCH)/);
    await client.execute({ sql: ADD, args: [3n] });
    await client.batch(
      [
        { sql: ADD, args: [4n] },
        { sql: ADD, args: [5n] },
      ],
      "write",
    );
    expect(await numbers()).toEqual([1n, 3n, 4n, 5n]);
    await client.reconnect();
    await client.execute({ sql: ADD, args: [6n] });
    expect(await numbers()).toEqual([1n, 3n, 4n, 5n, 6n]);
  } finally {
    client.close();
    rmSync(folder, { recursive: true });
  }
});
