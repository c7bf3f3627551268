import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SourceError } from "../../src/source/source-error.ts";
import { readStatusFile } from "../../src/source/status-file.ts";
import { capture } from "../parse/captures.ts";
import { printedClient, printStatus } from "../parse/print.ts";
import { realClock, standingClock } from "./clock.ts";
import { FIRST_TIME, writingOf } from "./writings.ts";

/** When the files of these tests were written, in seconds. */
const WRITTEN = 1_795_334_881;
const LATER = (WRITTEN + 5) * 1_000;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-status-file-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

/** Writes a file and dates it. */
function write(name: string, text: string, seconds = WRITTEN): string {
  writeFileSync(at(name), text, "latin1");
  utimesSync(at(name), seconds, seconds);
  return at(name);
}

async function failure(reading: Promise<unknown>): Promise<SourceError> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SourceError) return error;
  throw new Error(`Not a SourceError: ${error}`);
}

const whole = capture("openvpn-2.6.14/two.v3");

describe("readStatusFile() reads", () => {
  test("a file with its time, its size and a hash of its bytes", async () => {
    const path = write("good", whole, WRITTEN + 0.987);
    const clock = standingClock(LATER);
    const reading = await readStatusFile(path, { clock });
    expect(reading.text.clients).toHaveLength(2);
    expect(reading.modifiedAt).toBe(WRITTEN);
    expect(reading.size).toBe(whole.length);
    const hash = new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
    expect(reading.contentHash).toBe(hash);
    expect(clock.sleeps).toBe(0);
  });

  test("bytes that are not UTF-8 as they are (F8)", async () => {
    const path = write("bytes", capture("openvpn-2.6.14/user-not-utf8.v3"));
    const { text } = await readStatusFile(path, { clock: standingClock(LATER) });
    expect(text.clients.map((client) => client.username)).toContain("caf\xe9x");
  });

  test("whichever file lies at the path, and whichever version is in it (F6)", async () => {
    for (const version of [1, 2, 3] as const) {
      // A new file under the same name, as after a rotation.
      rmSync(at("any"), { force: true });
      const path = write("any", printStatus([printedClient()], { version }));
      expect((await readStatusFile(path, { clock: standingClock(LATER) })).text.version).toBe(version);
    }
  });

  test("a file through symbolic links", async () => {
    write("target", whole);
    symlinkSync("target", at("link"));
    expect((await readStatusFile(at("link"), { clock: standingClock(LATER) })).text.clients).toHaveLength(2);
  });

  test("a file as soon as it is 100 ms old (F4)", async () => {
    const path = write("young", whole);
    const clock = standingClock(WRITTEN * 1_000 + 20);
    expect((await readStatusFile(path, { clock })).modifiedAt).toBe(WRITTEN);
    expect(clock.sleeps).toBe(2);
  });

  test("a file dated in the future once it was unchanged for 100 ms (F4)", async () => {
    const path = write("future", whole, WRITTEN + 7_200);
    const clock = standingClock(LATER);
    expect((await readStatusFile(path, { clock })).modifiedAt).toBe(WRITTEN + 7_200);
    expect(clock.sleeps).toBe(2);
  });

  test("a file that grows quiet and whole while it is tried again (F1, F2, F4)", async () => {
    const path = write("late", "");
    const clock = standingClock(LATER, (sleeps) => {
      if (sleeps === 1) write("late", whole.slice(0, 700));
      if (sleeps === 2) write("late", whole.slice(0, 700), LATER / 1_000 + 0.1);
      if (sleeps === 3) write("late", whole);
    });
    expect((await readStatusFile(path, { clock })).text.clients).toHaveLength(2);
    expect(clock.sleeps).toBe(3);
  });

  test("a file of just the size that is allowed (F9)", async () => {
    const path = write("limit", whole);
    const options = { clock: standingClock(LATER), maxBytes: whole.length };
    expect((await readStatusFile(path, options)).size).toBe(whole.length);
    expect((await failure(readStatusFile(path, { ...options, maxBytes: whole.length - 1 }))).kind).toBe("too-large");
  });
});

describe("readStatusFile() refuses", () => {
  test("a file that is not there, and takes it when it appears (F1)", async () => {
    for (const path of [at("absent"), at("absent/file"), join(write("plain", whole), "below")]) {
      const error = await failure(readStatusFile(path, { clock: standingClock(LATER) }));
      expect(error.kind).toBe("missing");
      expect(error.message).toContain(path);
      expect(error.message).toContain("`status /var/log/openvpn/status.log 10`");
    }
    const path = write("absent", whole);
    expect((await readStatusFile(path, { clock: standingClock(LATER) })).size).toBe(whole.length);
  });

  test("a link to nothing as missing (F1)", async () => {
    symlinkSync("nowhere", at("dangling"));
    expect((await failure(readStatusFile(at("dangling"), { clock: standingClock(LATER) }))).kind).toBe("missing");
  });

  test("an empty file after 5 more looks, and says when OpenVPN writes again (F2)", async () => {
    const clock = standingClock(LATER);
    const error = await failure(readStatusFile(write("empty", ""), { clock }));
    expect(error.kind).toBe("empty");
    expect(error.message).toContain("SIGHUP or a restart");
    expect(clock.sleeps).toBe(5);
  });

  test("a torn file after 5 more looks, and says at which line (F3, F4)", async () => {
    const clock = standingClock(LATER);
    const error = await failure(readStatusFile(write("torn", whole.slice(0, -2)), { clock }));
    expect(error.kind).toBe("torn");
    expect(error.message).toContain("line 13");
    expect(clock.sleeps).toBe(5);
  });

  test("a file that is written again and again (F4)", async () => {
    const path = write("busy", whole, LATER / 1_000);
    const clock = standingClock(LATER, (sleeps) => write("busy", whole, LATER / 1_000 + sleeps * 0.05));
    const error = await failure(readStatusFile(path, { clock }));
    expect(error.kind).toBe("torn");
    expect(error.message).toContain("being written");
    expect(clock.sleeps).toBe(5);
  });

  test("a file dated in the future that changes in less than 100 ms (F4)", async () => {
    const path = write("restless", whole, WRITTEN + 7_200);
    const clock = standingClock(LATER, (sleeps) => write("restless", whole, WRITTEN + 7_200 + sleeps));
    expect((await failure(readStatusFile(path, { clock }))).kind).toBe("torn");
  });

  test("a file whose size changes while its date does not (F4)", async () => {
    const writeWhole = (names: number) =>
      write("still", printStatus([printedClient({ commonName: "x".repeat(names) })], { version: 3 }), WRITTEN + 7_200);
    const path = writeWhole(9);
    const error = await failure(readStatusFile(path, { clock: standingClock(LATER, writeWhole) }));
    expect(error.message).toContain("being written");
  });

  test("what can only ever be something else, at once", async () => {
    const clock = standingClock(LATER);
    const client = write("client", capture("openvpn-2.6.14/client-side.openvpn-statistics"));
    expect(await failure(readStatusFile(client, { clock }))).toMatchObject({ kind: "client-mode" });
    const other = await failure(readStatusFile(write("other", "#!/bin/sh\n"), { clock }));
    expect(other).toMatchObject({ kind: "unknown", name: "SourceError" });
    expect(other.message).toContain(at("other"));
    expect(clock.sleeps).toBe(0);
  });

  test("more than 64 MiB unread (F9)", async () => {
    write("huge", "TITLE\t");
    truncateSync(at("huge"), 100 * 1024 * 1024);
    const before = process.memoryUsage.rss();
    const error = await failure(readStatusFile(at("huge"), { clock: standingClock(LATER) }));
    expect(error.kind).toBe("too-large");
    expect(error.message).toContain("104857600 bytes");
    expect(process.memoryUsage.rss() - before).toBeLessThan(16 * 1024 * 1024);
  });

  test("a single line of 60 MB (F9)", async () => {
    write("line", "TITLE\t");
    truncateSync(at("line"), 60 * 1024 * 1024);
    utimesSync(at("line"), WRITTEN, WRITTEN);
    const started = performance.now();
    expect((await failure(readStatusFile(at("line"), { clock: standingClock(LATER) }))).kind).toBe("torn");
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("a directory, a FIFO, a device, a socket and links in a circle, without waiting (F10)", async () => {
    mkdirSync(at("directory"));
    Bun.spawnSync(["mkfifo", at("fifo")]);
    symlinkSync("circle", at("circle"));
    const server = createServer().listen(at("socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    const refused = [
      [at("directory"), "a directory"],
      [at("fifo"), "a FIFO"],
      ["/dev/zero", "a device"],
      ["/dev/null", "a device"],
      [at("socket"), "a socket"],
      [at("circle"), "circle"],
    ];
    for (const [path = "", what = ""] of refused) {
      const error = await failure(readStatusFile(path, { clock: standingClock(LATER) }));
      expect([path, error.kind]).toEqual([path, "not-regular"]);
      expect(error.message).toContain(what);
    }
    server.close();
  });
});

describe("readStatusFile() without permission", () => {
  /** Root may read everything, so another user has to try: in a process of its own. */
  function tryAsNobody(path: string): string {
    const script = join(import.meta.dir, "read-as-nobody.ts");
    const { stdout, stderr } = Bun.spawnSync([process.execPath, script, path], { cwd: "/" });
    return stdout.toString() + stderr.toString();
  }

  test.skipIf(process.getuid?.() !== 0)("says what may not be read, and how to allow it (F1)", () => {
    mkdirSync(at("closed"));
    cpSync(write("secret", whole), at("closed/status.log"));
    chmodSync(folder, 0o755);
    chmodSync(at("secret"), 0o600);
    chmodSync(at("closed"), 0o700);
    expect(tryAsNobody(at("secret"))).toMatch(/^denied .*secret: it may not be read by this user; .*setfacl/);
    expect(tryAsNobody(at("closed/status.log"))).toMatch(/^denied .*directory .*closed may not be entered/);
    // Whether it is there cannot be seen from outside.
    expect(tryAsNobody(at("closed/absent"))).toMatch(/^denied /);
    expect(tryAsNobody(at("absent-too"))).toMatch(/^missing /);
  });
});

describe("readStatusFile() beside a server that writes line by line", () => {
  /** Reads while a writer writes; what a reader without the rules would have taken is counted, too. */
  async function readBesideWriter(version: number) {
    const path = at(`written.v${version}`);
    const script = join(import.meta.dir, "torn-writer.ts");
    writeFileSync(path, "");
    const writer = Bun.spawn([process.execPath, script, path, String(version), "2000"]);
    const seen = { taken: 0, torn: 0, wrong: [] as unknown[] };
    while (writer.exitCode === null) {
      for (let look = 0; look < 20; look++) if (!readFileSync(path, "latin1").endsWith("END\n")) seen.torn++;
      const reading = await readStatusFile(path, { clock: realClock }).catch((error: SourceError) => error);
      if (reading instanceof SourceError) {
        if (reading.kind !== "torn" && reading.kind !== "empty") seen.wrong.push(reading);
        continue;
      }
      const { clients, time, warnings } = reading.text;
      const writing = writingOf(clients);
      const isTimed = time === undefined || writing === time - FIRST_TIME;
      if (writing === undefined || !isTimed || warnings.length > 0) seen.wrong.push({ writing, time, warnings });
      seen.taken++;
    }
    return seen;
  }

  test("takes whole writings only, of every version (F4)", async () => {
    for (const { taken, torn, wrong } of await Promise.all([1, 2, 3].map(readBesideWriter))) {
      expect(wrong).toEqual([]);
      expect(taken).toBeGreaterThan(0);
      // The test would see nothing if the writer tore nothing.
      expect(torn).toBeGreaterThan(0);
    }
  });
});
