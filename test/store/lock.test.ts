import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openServerLock } from "../../src/store/lock.ts";
import { openDatabase } from "../../src/store/open.ts";
import { ROOT, start } from "../support/process.ts";
import { patience } from "./drivers.ts";

let root = "";
let folder = "";
let count = 0;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "ovpnstats-lock-"));
});

beforeEach(() => {
  folder = join(root, `${count++}`);
  mkdirSync(folder);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A process that holds the lock at a path until it is killed. */
async function holder(path: string) {
  const process_ = start([
    ...[process.execPath, "-e"],
    `const { openServerLock } = await import(${JSON.stringify(join(ROOT, "src/store/lock.ts"))});
     const patience = { monotonic: () => 0, sleep: () => Bun.sleep(1), limit: 1 };
     const lock = await openServerLock(${JSON.stringify(path)}, patience);
     await lock.hold(() => new Promise((resolve) => { console.log("held"); setTimeout(resolve, 60_000); }));`,
  ]);
  await new Promise((resolve) => process_.child.stdout?.once("data", resolve));
  return process_;
}

describe("openServerLock()", () => {
  test("is free as soon as its holder ends, however that comes about (F26, F38)", async () => {
    const path = join(folder, "openvpn.lock");
    const { child, ended } = await holder(path);
    const hurried = await openServerLock(path, { ...patience, limit: 30 });
    await expect(hurried.hold(async () => "held")).rejects.toMatchObject({
      code: "database",
      message: `Cannot lock ${path}: another ovpnstats has held this server for too long`,
    });
    const patient = await openServerLock(path, patience);
    const waiting = patient.hold(async () => "held");
    child.kill("SIGKILL");
    await ended;
    expect(await waiting).toBe("held");
    expect(await hurried.hold(async () => "held")).toBe("held");
    patient.close();
    hurried.close();
    expect(readdirSync(folder)).toEqual(["openvpn.lock"]);
  });

  test("makes its directory, which a remote database leaves to it", async () => {
    const lock = await openServerLock(join(folder, "a", "b", "openvpn.lock"), patience);
    expect(await lock.hold(async () => 7)).toBe(7);
    lock.close();
    expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o700);
  });

  test("lets go when the action fails", async () => {
    const lock = await openServerLock(join(folder, "openvpn.lock"), { ...patience, limit: 30 });
    const failing = lock.hold(() => Promise.reject(new RangeError("of the action")));
    await expect(failing).rejects.toThrow("of the action");
    expect(await lock.hold(async () => 7)).toBe(7);
    lock.close();
  });

  test("says what to do about a file that cannot be a lock", async () => {
    await Bun.write(join(folder, "a text"), "no database, but more than a hundred bytes of text ".repeat(20));
    mkdirSync(join(folder, "a directory"));
    for (const name of ["a text", "a directory"]) {
      await expect(openServerLock(join(folder, name), patience)).rejects.toMatchObject({
        code: "database",
        message: expect.stringMatching(/Cannot lock .+\/a \w+: .+; change its owner or mode, or delete it$/),
      });
    }
  });

  test.each(["a b", "50%", "%41", "what?", "a?mode=ro", "a#b", "ü", "a\\b", "[1]", "a:b", "'\"", "new\nline"])(
    "and openDatabase() take a path with %j in it",
    async (name) => {
      const inner = join(folder, name);
      mkdirSync(inner);
      const lock = await openServerLock(join(inner, "openvpn.lock"), patience);
      await lock.hold(async () => {});
      lock.close();
      (await openDatabase({ kind: "file", path: join(inner, `${name}.db`) }, { patience })).close();
      expect(readdirSync(folder)).toEqual([name]);
      expect(readdirSync(inner).sort()).toEqual([`${name}.db`, `${name}.db-journal`, "openvpn.lock"].sort());
    },
  );
});
