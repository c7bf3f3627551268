import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statusText } from "../../scripts/bench/status-text.ts";
import type { Observed } from "../../src/jobs/backlog.ts";
import { createSpool } from "../../src/jobs/spool.ts";
import { parseStatus } from "../../src/parse/status.ts";

const NOON = 1_795_348_800;
const NOBODY = 65_534;

let directory = "";

beforeEach(() => {
  directory = join(
    mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ovpnstats-spool-")),
    "a",
    "server",
  );
});
afterEach(() => rmSync(join(directory, "..", ".."), { recursive: true }));

/** A reading made so many seconds after noon. */
function reading(after: number, text = statusText(3, 2, NOON + after, after)): Observed {
  const contentHash = Bun.hash(text).toString(16).padStart(16, "0");
  const moment = { now: NOON + after, uptime: after === 0 ? undefined : after + 0.25, bootId: "boot" };
  return {
    reading: { text: parseStatus(text), modifiedAt: NOON + after, contentHash, size: text.length },
    moment,
    source: "/var/log/openvpn/status.log",
  };
}

describe("createSpool()", () => {
  test("gives back what was kept, in order and to the byte, also to another process, until it is removed (F37)", async () => {
    const kept = [reading(0), reading(10), reading(20, statusText(2, 3, NOON + 20, 2 ** 50)), reading(5)];
    for (const one of kept) expect(await createSpool(directory).add(one)).toBe(0);
    const spool = createSpool(directory);
    expect(spool.names().map((name) => spool.read(name))).toEqual(kept);
    for (const name of spool.names().slice(0, 2)) spool.remove(name);
    expect(spool.names().map((name) => spool.read(name))).toEqual(kept.slice(2));
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(readdirSync(directory).map((name) => statSync(join(directory, name)).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  test("nothing is there before the first reading, and what was removed meanwhile is no fault", () => {
    const spool = createSpool(directory);
    expect(spool.names()).toEqual([]);
    expect(spool.read("000000000001-1-1-0.json")).toBe("gone");
    spool.remove("000000000001-1-1-0.json");
  });

  test("keeps a status that does not change once", async () => {
    const spool = createSpool(directory);
    for (const after of [0, 10, 10, 10, 20]) await spool.add(reading(after));
    expect(spool.names()).toHaveLength(3);
  });

  test("beyond its room, in files or in bytes, thins out where readings lie closest", async () => {
    const times = [0, 10, 20, 22, 30, 40, 60];
    const few = createSpool(join(directory, "few"), { mostFiles: 5, mostBytes: 1e9 });
    const dropped: number[] = [];
    for (const after of times) dropped.push(await few.add(reading(after)));
    expect(dropped).toEqual([0, 0, 0, 0, 0, 1, 1]);
    expect(instants(few)).toEqual([0, 20, 30, 40, 60]);
    const { size } = statSync(join(directory, "few", few.names()[0] ?? ""));
    const small = createSpool(join(directory, "small"), { mostFiles: 100, mostBytes: 3.5 * size });
    for (const after of times) await small.add(reading(after));
    expect(instants(small)).toEqual([0, 30, 60]);
  });

  test("moves aside what is damaged or is no reading, a few of them, and goes on with the rest", async () => {
    const spool = createSpool(directory);
    for (const after of [0, 10, 20]) await spool.add(reading(after));
    const [first = "", second = ""] = spool.names();
    truncateSync(join(directory, first), 100);
    writeFileSync(join(directory, second), '{"reading":{},"moment":{},"source":""}');
    expect(spool.names().map((name) => typeof spool.read(name))).toEqual(["string", "string", "object"]);
    expect(readdirSync(join(directory, "damaged")).sort()).toEqual([first, second]);
    for (let number = 0; number < 40; number++) {
      const name = `9${String(number).padStart(11, "0")}-1-1-ab.json`;
      writeFileSync(join(directory, name), "?");
      expect(spool.read(name)).toBe("damaged");
    }
    expect(readdirSync(join(directory, "damaged"))).toHaveLength(20);
    expect(instants(spool)).toEqual([20]);
  });
});

test.if(process.getuid?.() === 0)("another user's reading holds up no other: it is moved aside", async () => {
  const spool = createSpool(directory);
  for (const after of [0, 10]) await spool.add(reading(after));
  const [roots = "", nobodys = ""] = spool.names();
  for (const above of [join(directory, "..", ".."), join(directory, "..")]) chmodSync(above, 0o755);
  for (const path of [directory, join(directory, nobodys)]) chownSync(path, NOBODY, NOBODY);
  const script = join(import.meta.dir, "spool-as-nobody.ts");
  const { stdout } = Bun.spawnSync([process.execPath, script, directory]);
  expect(stdout.toString()).toBe('["forbidden","a reading"]\n');
  expect(readdirSync(join(directory, "damaged"))).toEqual([roots]);
});

function instants(spool: ReturnType<typeof createSpool>): unknown[] {
  return spool.names().map((name) => {
    const observed = spool.read(name);
    return typeof observed === "object" ? observed.moment.now - NOON : observed;
  });
}
