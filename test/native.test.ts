import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withOurLoader } from "../scripts/build/libsql.ts";
import { AppError } from "../src/errors.ts";
import { nativeModule } from "../src/store/native.ts";
import type { NativePlace } from "../src/store/native-places.ts";

const LIBSQL = Bun.resolveSync(`@libsql/${process.platform}-${process.arch}-gnu`, import.meta.dir);
const BYTES = fs.readFileSync(LIBSQL);
const EMBEDDED = { path: LIBSQL, size: BYTES.length, sha256: createHash("sha256").update(BYTES).digest("hex") };
const UID = process.getuid?.() ?? 0;
const ANOTHER_USER = 65_533;

let base = "";
let other: NativePlace;

beforeEach(() => {
  base = fs.mkdtempSync(join(tmpdir(), "native-"));
  fs.mkdirSync(join(base, "other"));
  other = { base: join(base, "other"), below: ["own"] };
});

afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

/** The module that was loaded can open databases. */
const LOADED = expect.objectContaining({ databaseOpen: expect.any(Function) });

function load(...places: NativePlace[]): unknown {
  return nativeModule(EMBEDDED, places, UID);
}

/** A directory of ours in which the module lies already. */
function warm(): { readonly place: NativePlace; readonly file: string } {
  const place = { base, below: ["ovpnstats", "native"] };
  expect(load(place)).toEqual(LOADED);
  return { place, file: join(base, "ovpnstats", "native", "libsql.node") };
}

function isSound(file: string): boolean {
  const { uid, mode } = fs.lstatSync(file);
  return uid === UID && (mode & 0o177777) === 0o100700 && fs.readFileSync(file).equals(BYTES);
}

/** The module with its last byte changed: as long as the right one. */
function changed(): Buffer {
  const bytes = Buffer.from(BYTES);
  bytes[bytes.length - 1] = 1 + (bytes.at(-1) ?? 0);
  return bytes;
}

describe("nativeModule()", () => {
  test("writes the module into a directory of its own that nobody else may enter (F67)", () => {
    const { file } = warm();
    expect(isSound(file)).toBe(true);
    expect(fs.statSync(join(file, "..")).mode & 0o777).toBe(0o700);
    expect(fs.readdirSync(join(file, "..")).sort()).toEqual(["libsql.node", "libsql.seal"]);
  });

  test("leaves a sound module as it is (F67)", () => {
    const { place, file } = warm();
    const { ino, ctimeNs } = fs.statSync(file, { bigint: true });
    fs.rmSync(join(file, "..", "libsql.seal"));
    expect(load(place)).toEqual(LOADED);
    expect(load(place)).toEqual(LOADED);
    expect(fs.statSync(file, { bigint: true })).toMatchObject({ ino, ctimeNs });
  });

  test.each<[string, (file: string, victim: string) => void]>([
    ["of the right size with another byte", (file) => fs.writeFileSync(file, changed(), { mode: 0o700 })],
    ["cut short", (file) => fs.writeFileSync(file, BYTES.subarray(0, 4096), { mode: 0o700 })],
    ["that others may write", (file) => [fs.writeFileSync(file, BYTES), fs.chmodSync(file, 0o722)]],
    ["that is a link", (file, victim) => fs.symlinkSync(victim, file)],
    ["that is a link to nothing", (file, victim) => fs.symlinkSync(`${victim}.not`, file)],
    ["that is a directory", (file) => fs.mkdirSync(join(file, "inside"), { recursive: true })],
  ])("refuses a planted file %s, and puts the right one in its place (F67)", (_, plant) => {
    const { place, file } = warm();
    const victim = join(base, "victim");
    fs.writeFileSync(victim, BYTES);
    fs.rmSync(file);
    plant(file, victim);
    expect(load(place)).toEqual(LOADED);
    expect(isSound(file)).toBe(true);
    expect(fs.readdirSync(base).sort()).toEqual(["other", "ovpnstats", "victim"]);
  });

  test("refuses a file changed in place whose size and time were put back (F67)", () => {
    const { place, file } = warm();
    const { atime, mtime } = fs.statSync(file);
    fs.writeFileSync(file, changed());
    fs.utimesSync(file, atime, mtime);
    expect(load(place)).toEqual(LOADED);
    expect(isSound(file)).toBe(true);
  });

  test.skipIf(UID !== 0)("refuses a planted file or directory of another user (F67)", () => {
    const { place, file } = warm();
    fs.chownSync(file, ANOTHER_USER, ANOTHER_USER);
    expect(load(place)).toEqual(LOADED);
    expect(isSound(file)).toBe(true);
    for (const planted of [join(file, ".."), join(file, "..", "..")]) {
      fs.chownSync(planted, ANOTHER_USER, ANOTHER_USER);
      expect(() => load(place)).toThrow(`belongs to user ${ANOTHER_USER}`);
      fs.chownSync(planted, UID, UID);
    }
  });

  test("closes a directory of its own that stands open (F67)", () => {
    const { place, file } = warm();
    fs.chmodSync(join(file, ".."), 0o755);
    expect(load(place)).toEqual(LOADED);
    expect(fs.statSync(join(file, "..")).mode & 0o777).toBe(0o700);
  });

  test("does not follow a planted link in place of its directory (F67)", () => {
    fs.symlinkSync(join(base, "other"), join(base, "own"));
    expect(load({ base, below: ["own"] }, other)).toEqual(LOADED);
    expect(fs.readdirSync(join(base, "other"))).toEqual(["own"]);
  });

  test("takes the next place where one cannot be used (F67)", () => {
    fs.chmodSync(base, 0o777);
    const open = { base, below: ["own"] };
    const missing = { base: join(base, "missing"), below: ["own"] };
    expect(load(missing, open, { base: ".", below: ["own"] }, other)).toEqual(LOADED);
    expect(fs.readdirSync(base)).toEqual(["other"]);
  });

  test("uses a place open to others when it is sticky, as /tmp is (F67)", () => {
    fs.chmodSync(base, 0o1777);
    expect(load({ base, below: [`ovpnstats-${UID}`] })).toEqual(LOADED);
  });

  test("says of each place why not, and what to set, when none can be used (F67)", () => {
    fs.writeFileSync(join(base, "file"), "");
    const places = ["missing", "file"].map((name) => ({ base: join(base, name), below: ["own"] }));
    const error = errorOf(() => load(...places));
    expect(error).toMatchObject({ name: "AppError", code: "database" });
    expect(error?.message).toContain(`${base}/missing/own: ENOENT: no such file or directory; `);
    expect(error?.message).toContain(`${base}/file/own: ${base}/file is not a directory`);
    expect(error?.message).toContain("set OVPNSTATS_NATIVE_DIR to an existing directory");
  });

  test("refuses an executable whose embedded module is damaged (F67)", () => {
    const damaged = { ...EMBEDDED, sha256: "0".repeat(64) };
    const error = errorOf(() => nativeModule(damaged, [other, { base, below: ["own"] }], UID));
    expect(error?.message).toContain("this executable is damaged");
    expect(fs.readdirSync(join(base, "other", "own"))).toEqual([]);
  });

  test("removes what a process left that was killed while it wrote (F67)", () => {
    const { place, file } = warm();
    const [old, young] = ["old.tmp", "young.tmp"].map((name) => join(file, "..", name)) as [string, string];
    fs.writeFileSync(old, BYTES);
    fs.utimesSync(old, 1, 1);
    fs.writeFileSync(young, "");
    fs.rmSync(file);
    expect(load(place)).toEqual(LOADED);
    expect(fs.readdirSync(join(file, "..")).sort()).toEqual(["libsql.node", "libsql.seal", "young.tmp"]);
  });
});

test("withOurLoader() fails the build when libSQL looks for its native module in another way", async () => {
  const text = await Bun.file(join(import.meta.dir, "../node_modules/libsql/index.js")).text();
  expect(withOurLoader(text, "index.js")).not.toContain("@neon-rs/load");
  expect(() => withOurLoader(text.replace(/`@libsql.*`/, "target"), "index.js")).toThrow("has changed");
});

function errorOf(action: () => unknown): Error | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return undefined;
}
