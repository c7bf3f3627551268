import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLedger, type Ledger } from "../../src/app/ledger.ts";
import { patience } from "../store/drivers.ts";

let folder = "";
let ledger: Ledger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-ledger-"));
  const location = { kind: "file", path: join(folder, "books", "connection.db") } as const;
  ledger = createLedger({ location, directory: join(folder, "books"), patience });
});

afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

function note(value: string): Promise<unknown> {
  const sql = "INSERT INTO settings (name, value) VALUES (?1, '')";
  return ledger.use(({ database }) => database.client.execute({ sql, args: [value] }));
}

async function notes(): Promise<unknown[]> {
  const { rows } = await ledger.use(({ database }) => database.client.execute("SELECT name FROM settings"));
  return rows.map((row) => row[0]).filter((name) => typeof name === "string" && name.startsWith("n"));
}

describe("createLedger()", () => {
  test("opens the books once for all who use them at the same moment", async () => {
    const databases = await Promise.all([1, 2, 3].map(() => ledger.use(async ({ database }) => database)));
    expect(new Set(databases).size).toBe(1);
    const memories = await ledger.use(async ({ memoryOf }) => [memoryOf("a"), memoryOf("a"), memoryOf("b")]);
    expect(memories[0]).toBe(memories[1]);
    expect(memories[0]).not.toBe(memories[2]);
  });

  test("books whose directory is moved away are neither written to nor begun anew, and used again when back (F29)", async () => {
    await note("n1");
    renameSync(join(folder, "books"), join(folder, "away"));
    await expect(note("n2")).rejects.toThrow(/Cannot go on with .*connection\.db: it is gone; put it back/);
    await expect(note("n3")).rejects.toThrow(/it is gone/);
    expect(existsSync(join(folder, "books"))).toBe(false);
    renameSync(join(folder, "away"), join(folder, "books"));
    await note("n4");
    expect(await notes()).toEqual(["n1", "n4"]);
  });

  test("what the database fails in is an error for people, and the next use opens it anew", async () => {
    const failing = ledger.use(({ database }) => database.client.execute("INSERT INTO settings (name) VALUES (NULL)"));
    await expect(failing).rejects.toMatchObject({
      code: "database",
      message: expect.stringMatching(/^Cannot use the/),
    });
    await note("n5");
    expect(await notes()).toEqual(["n5"]);
  });

  test("begins no books where there were some before (F29)", async () => {
    const path = join(folder, "gone", "connection.db");
    const location = { kind: "file", path } as const;
    const later = createLedger({ location, directory: join(folder, "gone"), patience, mustExist: true });
    await expect(later.use(async () => {})).rejects.toThrow(/it is gone/);
    expect(existsSync(join(folder, "gone"))).toBe(false);
  });

  test("who used the books when another's failure had them opened anew, uses the new ones", async () => {
    let fail = () => {};
    const failing = ledger.use(async ({ database }) => {
      await new Promise<void>((resolve) => {
        fail = resolve;
      });
      await database.client.execute("INSERT INTO settings (name) VALUES (NULL)");
    });
    const other = ledger.use(async ({ database }) => {
      fail();
      await failing.catch(() => undefined);
      await database.client.execute("INSERT INTO settings (name, value) VALUES ('n8', '')");
    });
    await expect(failing).rejects.toMatchObject({ code: "database" });
    await other;
    expect(await notes()).toEqual(["n8"]);
  });

  test("what else goes wrong passes through, and changes nothing", async () => {
    const [before] = await Promise.all([ledger.use(async ({ database }) => database)]);
    await expect(ledger.use(() => Promise.reject(new TypeError("ours")))).rejects.toThrow("ours");
    expect(await ledger.use(async ({ database }) => database)).toBe(before);
  });

  test("a lock that cannot be had fails its user only", async () => {
    await note("n6");
    const unusable = ledger.use(({ lockOf }) => lockOf("x".repeat(300)));
    await expect(unusable).rejects.toMatchObject({ code: "database", message: expect.stringMatching(/^Cannot lock/) });
    await note("n7");
    expect(await notes()).toEqual(["n6", "n7"]);
  });
});
