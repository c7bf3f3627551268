import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { makeHookSpool } from "../../src/output/hook-spool-directory.ts";
import { openSpool, type SpoolTurn } from "../../src/source/hook-spool.ts";
import { END_ENV, hookText } from "../support/hooks.ts";

const NOW = 1_795_340_000;
const OPENVPN = 65_534;
const STRANGER = 65_533;

let folder = "";
let spool = "";

beforeEach(() => {
  folder = mkdtempSync("/dev/shm/ovpnstats-spool-");
  spool = join(folder, "spool");
  makeHookSpool(spool, { owner: 0, writer: OPENVPN, group: OPENVPN });
});

afterEach(() => rmSync(folder, { recursive: true }));

interface Left {
  readonly text?: string;
  readonly uid?: number;
  readonly mode?: number;
}

function leave(name: string, { text = hookText(END_ENV), uid = OPENVPN, mode = 0o600 }: Left = {}): void {
  const path = join(spool, name);
  writeFileSync(path, text, "latin1");
  chmodSync(path, mode);
  chownSync(path, uid, OPENVPN);
  utimesSync(path, NOW - 100, NOW - 100);
}

function take(options: Parameters<typeof openSpool>[1] = {}, now = NOW): SpoolTurn {
  const open = openSpool(spool, options);
  try {
    return open.take(now);
  } finally {
    open.close();
  }
}

/** Of a spool with one thing in it, why that was put away. */
function refused(): string | undefined {
  const { ends, rejected } = take();
  expect(ends).toEqual([]);
  expect(rejected.map(({ file }) => file)).toEqual(["1.1.hook"]);
  expect(readdirSync(join(spool, "rejected"))).toEqual(["1.1.hook"]);
  return rejected[0]?.why;
}

describe("openSpool()", () => {
  test("takes files of OpenVPN's user, of root and of the owner, oldest end first, and leaves them there", () => {
    leave("200.5.z.hook");
    leave("100.200.b.hook", { uid: 0 });
    leave("100.6.a.hook");
    const { ends, rejected } = take();
    expect(ends.map(({ file }) => file)).toEqual(["100.6.a.hook", "200.5.z.hook", "100.200.b.hook"]);
    expect(ends[0]?.writtenAt).toBe(NOW - 100);
    expect(rejected).toEqual([]);
    expect(take({ mostFiles: 2 }).ends.map(({ file }) => file)).toEqual(["100.6.a.hook", "200.5.z.hook"]);
  });

  test("deletes a file when told to, and one that is gone already is fine", () => {
    leave("1.1.hook");
    const open = openSpool(spool);
    open.remove("1.1.hook");
    open.remove("1.1.hook");
    open.close();
    expect(readdirSync(spool).sort()).toEqual([".writer", "rejected"]);
  });

  test("deletes what a client-connect hook left: nothing is to be done for it", () => {
    leave("1.1.hook", { text: hookText({ ...END_ENV, script_type: "client-connect" }) });
    expect(take()).toEqual({ ends: [], rejected: [] });
    expect(readdirSync(spool)).not.toContain("1.1.hook");
  });

  test("waits a minute for a file to be finished (F62)", () => {
    leave("1.1.hook", { text: hookText(END_ENV).slice(0, 50) });
    utimesSync(join(spool, "1.1.hook"), NOW - 59, NOW - 59);
    expect(take()).toEqual({ ends: [], rejected: [] });
    utimesSync(join(spool, "1.1.hook"), NOW - 60, NOW - 60);
    expect(refused()).toBe("it was not written to its end, as when the disk is full");
  });

  test.each<[string, Left, string]>([
    ["of another user", { uid: STRANGER }, "it belongs to user 65533, whom OpenVPN does not run as"],
    ["that others may write", { mode: 0o620 }, "other users may write it"],
    ["that is too large", { text: "x".repeat(16_385) }, "it has 16385 bytes"],
    ["with another text", { text: "rm -rf /\0END\0" }, 'the first record is "rm -rf /"'],
    ["with a strange figure", { text: hookText({ ...END_ENV, bytes_sent: "1e9" }) }, 'bytes_sent is "1e9"'],
  ])("puts away a file %s (F61)", (_, file, why) => {
    leave("1.1.hook", file);
    expect(refused()).toBe(why);
  });

  test("puts away what is no file, or has a second name, and waits for none (F61)", () => {
    const path = join(spool, "1.1.hook");
    const target = join(folder, "target");
    writeFileSync(target, hookText(END_ENV), { mode: 0o600 });
    for (const make of [
      () => symlinkSync(target, path),
      () => mkdirSync(path),
      () => Bun.spawnSync(["mkfifo", path]),
    ]) {
      make();
      expect(refused()).toBe("it is not a regular file");
      rmSync(join(spool, "rejected", "1.1.hook"), { recursive: true });
    }
    linkSync(target, path);
    expect(refused()).toBe("it has another name elsewhere");
  });

  test("is held up by nothing that cannot be put away (F61)", () => {
    for (const _ of [1, 2]) {
      mkdirSync(join(spool, "1.1.hook", "x"), { recursive: true });
      leave("2.2.hook", { text: hookText(END_ENV) });
      const { ends, rejected } = take();
      expect(ends.map(({ file }) => file)).toEqual(["2.2.hook"]);
      expect(rejected.map(({ file }) => file)).toEqual(["1.1.hook"]);
    }
    // The second is in nobody's way any more than in that of the first, which has its place.
    expect(take().rejected.map(({ fate }) => fate)).toEqual(["left"]);
    expect(take({ mostRejected: 0 }).rejected.map(({ fate }) => fate)).toEqual(["left"]);
  });

  test("keeps so many of them only, and says which it deleted", () => {
    for (const name of ["1.1.hook", "1.2.hook", "1.3.hook"]) leave(name, { text: "" });
    const { rejected } = take({ mostRejected: 2 });
    expect(rejected.map(({ fate }) => fate)).toEqual(["kept", "kept", "deleted"]);
    expect(readdirSync(join(spool, "rejected"))).toHaveLength(2);
    expect(readdirSync(spool).sort()).toEqual([".writer", "rejected"]);
  });

  test("moves nothing through a link that lies where its directory should be (F41)", () => {
    rmSync(join(spool, "rejected"), { recursive: true });
    const trap = join(folder, "cron.d");
    mkdirSync(trap);
    symlinkSync(trap, join(spool, "rejected"));
    leave("1.1.hook", { text: "" });
    expect(() => take()).toThrow(/^Cannot empty hook spool .*: it is no directory, or a link/);
    expect(readdirSync(trap)).toEqual([]);
  });

  test("believes no .writer but root's or the owner's", () => {
    rmSync(join(spool, ".writer"));
    leave(".writer", { text: `${OPENVPN}\n` });
    leave("1.1.hook");
    expect(refused()).toContain("whom OpenVPN does not run as");
  });

  test("refuses a directory that every user may write, one that is missing, and a link (F61)", () => {
    chmodSync(spool, 0o777);
    expect(() => take()).toThrow("every user may write there");
    chmodSync(spool, 0o1777);
    leave("1.1.hook");
    expect(take().ends).toHaveLength(1);
    const place = spool;
    spool = join(folder, "link");
    symlinkSync(place, spool);
    expect(() => take()).toThrow("it is no directory, or a link");
    spool = join(folder, "missing");
    expect(() => take()).toThrow("there is no such directory; make it anew with `ovpnstats hook install`, as root");
  });
});

describe("makeHookSpool()", () => {
  test("mends one that is there, and takes nothing that is used for something else", () => {
    chmodSync(spool, 0o777);
    leave("1.1.hook");
    makeHookSpool(spool, { owner: 7, writer: OPENVPN, group: OPENVPN });
    expect(take().ends).toHaveLength(1);
    expect(() => makeHookSpool(folder, { owner: 0, writer: 0, group: 0 })).toThrow(
      `Cannot make hook spool ${folder}: it is used for something else`,
    );
  });
});
