import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "../../src/errors.ts";
import { writeFileAtomically } from "../../src/output/atomic-file.ts";

const uid = process.getuid?.();
const USER = { mode: 0o640, uid: 1000 };
const OTHER = 65_533;

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ovpnstats-file-"));
});

afterEach(() => rm(folder, { recursive: true }));

/** The error's message. */
async function refusal(writing: Promise<void>): Promise<string> {
  const error = await writing.catch((error: unknown) => error);
  if (!(error instanceof AppError) || error.code !== "output") throw new Error(`expected to be refused, got ${error}`);
  return error.message;
}

test("writeFileAtomically() gives the mode that was asked for, whatever the umask and the old file's", async () => {
  const path = join(folder, "vpn.html");
  const umask = process.umask(0o077);
  await writeFileAtomically(path, "one", { ...USER, mode: 0o644 });
  await writeFileAtomically(path, "two", USER);
  process.umask(umask);
  expect(readFileSync(path, "utf8")).toBe("two");
  expect((statSync(path).mode & 0o777).toString(8)).toBe("640");
  expect(readdirSync(folder)).toEqual(["vpn.html"]);
});

test("writeFileAtomically() takes a name as long as the system's longest", async () => {
  const path = join(folder, "ü".repeat(127));
  await writeFileAtomically(path, "x", USER);
  expect(readdirSync(folder)).toHaveLength(1);
});

const MODULE = new URL("../../src/output/atomic-file.ts", import.meta.url).pathname;

const WRITER = `
  import { writeFileAtomically } from ${JSON.stringify(MODULE)};
  const [, path, ...pages] = process.argv;
  for (let turn = 0; ; turn++) {
    await writeFileAtomically(path, pages[turn % 2].repeat(5_000), { mode: 0o640, uid: 1000 });
    if (turn === 0) console.log("ready");
  }`;

test("F39: of 100,000 reads while another process writes, each sees the whole old or the whole new", async () => {
  const path = join(folder, "vpn.html");
  const writer = Bun.spawn([process.execPath, "-e", WRITER, path, "old", "new"], { stdout: "pipe" });
  try {
    await writer.stdout.getReader().read();
    const reads = { old: 0, new: 0 };
    const [old, young] = ["old".repeat(5_000), "new".repeat(5_000)];
    for (let turn = 0; turn < 100_000; turn++) {
      const page = readFileSync(path, "latin1");
      if (page !== old && page !== young) throw new Error(`read ${turn} saw half a page: ${page.length} bytes`);
      reads[page === old ? "old" : "new"]++;
    }
    expect(Math.min(reads.old, reads.new)).toBeGreaterThan(1000);
  } finally {
    writer.kill();
    await writer.exited;
  }
}, 60_000);

describe("F40: what cannot be written leaves the old report and nothing else", () => {
  test("no such directory", async () => {
    const path = join(folder, "none", "vpn.html");
    expect(await refusal(writeFileAtomically(path, "x", USER))).toContain(`Cannot write ${path}: ENOENT`);
  });

  test("a directory at the report's path", async () => {
    const path = join(folder, "vpn.html");
    mkdirSync(path);
    await refusal(writeFileAtomically(path, "x", USER));
    expect(readdirSync(folder)).toEqual(["vpn.html"]);
  });

  test("a pipe at the report's path, or a link to one", async () => {
    const [pipe, link] = [join(folder, "pipe"), join(folder, "link")];
    Bun.spawnSync(["mkfifo", pipe]);
    symlinkSync(pipe, link);
    for (const path of [pipe, link]) {
      expect(await refusal(writeFileAtomically(path, "x", USER))).toContain("not a regular file");
    }
    expect(readdirSync(folder).sort()).toEqual(["link", "pipe"]);
  });

  test.if(existsSync("/dev/null"))("/dev/null, which is every program's", async () => {
    const path = join(folder, "vpn.html");
    symlinkSync("/dev/null", path);
    for (const each of [path, "/dev/null", "/dev/stdout", "/dev/ovpnstats-test"]) {
      expect(await refusal(writeFileAtomically(each, "x", { ...USER, uid }))).toContain("not a regular file");
    }
    expect([lstatSync("/dev/null").isCharacterDevice(), existsSync("/dev/ovpnstats-test")]).toEqual([true, false]);
  });

  test.if(uid === 0)("a full disk", async () => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    const mount = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "size=64k,mode=755", "tmpfs", disk]);
    if (mount.exitCode !== 0) return;
    try {
      const path = join(disk, "vpn.html");
      await writeFileAtomically(path, "old", USER);
      expect(await refusal(writeFileAtomically(path, "x".repeat(1e6), USER))).toContain("ENOSPC");
      expect(readdirSync(disk)).toEqual(["vpn.html"]);
      expect(readFileSync(path, "utf8")).toBe("old");
    } finally {
      Bun.spawnSync(["umount", disk]);
    }
  });
});

describe("F41: no link leads the report elsewhere", () => {
  test("a link at the report's path is replaced, its target untouched", async () => {
    const [victim, path] = [join(folder, "victim"), join(folder, "vpn.html")];
    writeFileSync(victim, "precious");
    symlinkSync(victim, path);
    await writeFileAtomically(path, "report", { ...USER, uid });
    expect([readFileSync(victim, "utf8"), readFileSync(path, "utf8")]).toEqual(["precious", "report"]);
    expect(lstatSync(path).isSymbolicLink()).toBe(false);
  });
});

describe.if(uid === 0)("F41: root writes only where nobody gains by leading it elsewhere", () => {
  const ROOT = { mode: 0o644, uid: 0 };

  /** Makes directories below the test's folder, each as [name, owner, mode]. */
  function directories(...list: readonly (readonly [name: string, owner: number, mode: number])[]): string {
    let path = folder;
    chmodSync(folder, 0o755);
    for (const [name, owner, mode] of list) {
      path = join(path, name);
      mkdirSync(path);
      chownSync(path, owner, owner);
      chmodSync(path, mode);
    }
    return path;
  }

  test.each([
    ["root's own", [["www", 0, 0o755]]],
    [
      "a web server's",
      [
        ["www", 0, 0o755],
        ["html", 33, 0o755],
      ],
    ],
    [
      "a web server's in its own",
      [
        ["www", 33, 0o755],
        ["html", 33, 0o755],
      ],
    ],
    ["a group's", [["html", 33, 0o2775]]],
    [
      "a group's in its own",
      [
        ["www", 33, 0o2775],
        ["html", 33, 0o2775],
      ],
    ],
    ["like /tmp", [["tmp", 0, 0o1777]]],
    [
      "root's in one like /tmp",
      [
        ["tmp", 0, 0o1777],
        ["mine", 0, 0o700],
      ],
    ],
  ] as const)("a directory that is %s is written to", async (_, list) => {
    const path = join(directories(...list), "vpn.html");
    await writeFileAtomically(path, "report", ROOT);
    expect(readFileSync(path, "utf8")).toBe("report");
    expect([statSync(path).uid, readdirSync(join(path, "..")).length]).toEqual([0, 1]);
  });

  test.each([
    ["open to all", [["html", 0, 0o777]], "every user may write in"],
    [
      "in one that is open to all",
      [
        ["www", 0, 0o777],
        ["html", 0, 0o755],
      ],
      "every user may replace",
    ],
    [
      "root's in a user's",
      [
        ["eve", OTHER, 0o755],
        ["html", 0, 0o755],
      ],
      `user ${OTHER} may replace`,
    ],
    [
      "one user's in another's",
      [
        ["eve", OTHER, 0o755],
        ["html", 33, 0o755],
      ],
      `user ${OTHER} may replace`,
    ],
    [
      "root's in a group's",
      [
        ["www", 33, 0o775],
        ["html", 33, 0o755],
      ],
      "group 33 may replace",
    ],
    [
      "root's below a user's in one like /tmp",
      [
        ["tmp", 0, 0o1777],
        ["x", OTHER, 0o755],
        ["y", 0, 0o755],
      ],
      `user ${OTHER} may`,
    ],
  ] as const)("a directory that is %s is refused", async (_, list, reason) => {
    const path = join(directories(...list), "vpn.html");
    expect(await refusal(writeFileAtomically(path, "report", ROOT))).toContain(reason);
    expect(readdirSync(join(path, ".."))).toEqual([]);
    await writeFileAtomically(path, "report", USER);
  });

  test("a user's link into root's directory is refused, root's own link is not", async () => {
    const eve = directories(["eve", OTHER, 0o755]);
    const target = join(folder, "target");
    mkdirSync(target, { mode: 0o755 });
    symlinkSync(target, join(eve, "html"));
    symlinkSync(target, join(folder, "link"));
    expect(await refusal(writeFileAtomically(join(eve, "html", "x"), "report", ROOT))).toContain(`user ${OTHER}`);
    await writeFileAtomically(join(folder, "link", "x"), "report", ROOT);
    expect(readdirSync(target)).toEqual(["x"]);
  });
});

test("writeFileAtomically() sweeps up what killed processes left behind, and nothing younger (F40)", async () => {
  const names = [".ovpnstats-old.tmp", ".ovpnstats-young.tmp", "other.tmp"];
  for (const name of names) writeFileSync(join(folder, name), "half");
  const hourAgo = Date.now() / 1000 - 3600;
  for (const name of [".ovpnstats-old.tmp", "other.tmp"]) utimesSync(join(folder, name), hourAgo, hourAgo);
  await writeFileAtomically(join(folder, "vpn.html"), "x", USER);
  expect(readdirSync(folder).sort()).toEqual([".ovpnstats-young.tmp", "other.tmp", "vpn.html"]);
});
