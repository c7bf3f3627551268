import { Database as Sqlite } from "bun:sqlite";
import { readdirSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { statusText } from "../../bench/status-text.ts";
import type { Scene } from "./scene.ts";
import { run, type Serving, withServing } from "./serving.ts";
import { inScene, serving } from "./start.ts";
import { expectSame, expectSays, type Trial, until } from "./trial.ts";

/** Whoever stops a service kills it when it takes longer. */
const MOST_SECONDS = 5;

const stopTrials: readonly Trial[] = [
  ...(["SIGTERM", "SIGINT"] as const).map((signal) => ({
    title: `${signal} ends serve with 0 within ${MOST_SECONDS} s, and the books are whole (F69)`,
    run: inScene(async (scene, program) => {
      await withServing(serving(scene, program), async (daemon) => {
        for (let move = 0; move < 3; move++) await scene.moveAndBeRead();
        await expectEnd(daemon, signal);
      });
      expectSame("the books", scene.problems(), []);
    }),
  })),
  {
    title: "SIGTERM amid a poll of 10,000 clients: done as a whole, or not at all (F69)",
    run: inScene(async (scene, program) => {
      const crowd = join(scene.folder, "crowd");
      scene.lead(crowd);
      for (let round = 0; round < 3; round++) {
        writeCrowd(crowd, round);
        await withServing(serving(scene, program), async (daemon) => {
          await until("the status is read", { seconds: 20, every: 0.005 }, () => (isRead(crowd) ? undefined : crowd));
          await Bun.sleep(60 * round);
          await expectEnd(daemon, "SIGTERM");
        });
        const sum = sumIn(scene.database);
        if (![crowdSum(round), round === 0 ? 0n : crowdSum(round - 1)].includes(sum)) {
          throw new Error(`after round ${round} the books hold ${sum}, neither all of the poll nor nothing`);
        }
        await run([...scene.asNobody, ...program, "once", "--quiet", ...scene.flags]);
        expectSame("bytes in the books", sumIn(scene.database), crowdSum(round));
      }
    }),
  },
  {
    title: "SIGTERM while ipinfo.io does not answer: 0 within 5 s, and the books are whole (F63, F69)",
    run: inScene(async (scene, program) => {
      const path = join(scene.folder, "public");
      // Documentation's addresses are asked for nowhere.
      writeFileSync(path, statusText(3, 3, now(), 0).replaceAll("203.0.113.", "8.8.8."));
      scene.lead(path);
      const hanging = await hang();
      try {
        const proxy = ["env", `HTTPS_PROXY=http://127.0.0.1:${hanging.port}`];
        const flags = ["--listen", "127.0.0.1:0", "--location-info", "ipinfo", "--ip-update-interval", "1 min"];
        await withServing([...proxy, ...serving(scene, program, flags)], async (daemon) => {
          await until("ipinfo.io is asked", { seconds: 15, every: 0.02 }, () => {
            return hanging.asked() > 0 ? undefined : daemon.said();
          });
          await expectEnd(daemon, "SIGTERM");
        });
        expectSame("bytes in the books", sumIn(scene.database), 3_000_003n);
      } finally {
        hanging.server.close();
      }
    }),
  },
  {
    title: "SIGTERM while another process holds the database: 0 within 5 s, and nothing of it is torn (F30, F69)",
    run: inScene(async (scene, program) => {
      await withServing(serving(scene, program), async (daemon) => {
        await scene.moveAndBeRead();
        await scene.untilExact(10);
        const sqlite = new Sqlite(scene.database);
        sqlite.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE");
        await scene.moveAndBeRead();
        await expectEnd(daemon, "SIGTERM");
        sqlite.close();
      });
      await run([...scene.asNobody, ...program, "once", "--quiet", ...scene.flags]);
      expectSame("the books", scene.problems(), []);
    }),
  },
];

const reloadTrials: readonly Trial[] = [
  {
    title: "SIGHUP begins a demonstration anew, and its end leaves nothing behind",
    run: inScene(async ({ folder }, program) => {
      const place = ["env", `TMPDIR=${folder}`];
      await withServing([...place, ...program, "serve", "--demo", "--listen", "127.0.0.1:0"], async (daemon) => {
        const before = daemon.address;
        daemon.signal("SIGHUP");
        await until("it is elsewhere", { seconds: 90 }, () => (daemon.address === before ? daemon.said() : undefined));
        expectSays("the page", (await daemon.get("/")).text, /demonstration/i);
        await expectEnd(daemon, "SIGTERM");
      });
      const left = readdirSync(folder).filter((name) => name.startsWith("ovpnstats-demonstration"));
      expectSame("left behind", left, []);
    }),
  },
  {
    title: "SIGHUP takes a changed interval, port and a new server (F69)",
    run: inScene(async (scene, program) => {
      const config = configOf(scene);
      config.write('input_file_parse_interval = "1h"');
      await withServing(config.command(program), async (daemon) => {
        await scene.untilExact(10);
        const second = join(scene.folder, "second");
        writeFileSync(second, statusText(2, 2, now(), 0));
        config.write(
          'input_file_parse_interval = "1s"',
          `[[server]]\nname = "openvpn"\ninput_file_name = "${scene.status}"`,
          `[[server]]\nname = "second"\ninput_file_name = "${second}"`,
        );
        const before = daemon.address;
        daemon.signal("SIGHUP");
        await until("the report is elsewhere", { seconds: 10 }, () => (daemon.address === before ? before : undefined));
        await until("both servers are on the page", { seconds: 10 }, async () => {
          const { text } = await daemon.get("/");
          return text.includes("second") && text.includes("user000001") ? undefined : text;
        });
        if (await isAnswered(before)) throw new Error(`${before} is still answered`);
        await scene.moveAndBeRead();
        await expectEnd(daemon, "SIGTERM");
      });
    }),
  },
  {
    title: "SIGHUP with a wrong configuration: the old one stays, and the log says why (F69)",
    run: inScene(async (scene, program) => {
      const config = configOf(scene);
      config.write();
      await withServing(config.command(program), async (daemon) => {
        config.write("input_file_parse_intervall = 3");
        daemon.signal("SIGHUP");
        await expectKept(daemon, scene, /input_file_parse_intervall/);
      });
    }),
  },
  {
    title: "SIGHUP with a port that another process listens on: the old one stays, and the log says why (F69)",
    run: inScene(async (scene, program) => {
      const config = configOf(scene);
      config.write();
      const other = await hang();
      try {
        await withServing(config.command(program), async (daemon) => {
          config.write(`web_listen = "127.0.0.1:${other.port}"`);
          daemon.signal("SIGHUP");
          await expectKept(daemon, scene, /another process does/);
        });
      } finally {
        other.server.close();
      }
    }),
  },
  {
    title: "SIGHUP while the database is away: the old one stays, and nothing is lost of what came and went (F29, F69)",
    run: inScene(async (scene, program) => {
      const config = configOf(scene);
      config.write();
      await withServing(config.command(program), async (daemon) => {
        await scene.moveAndBeRead();
        await scene.untilExact(10);
        renameSync(scene.state, `${scene.state}.away`);
        for (let move = 0; move < 5; move++) await scene.moveAndBeRead();
        daemon.signal("SIGHUP");
        await until("the log says so", { seconds: 10 }, () => {
          return daemon.said().includes("the old configuration stays") ? undefined : daemon.said();
        });
        for (let move = 0; move < 5; move++) await scene.moveAndBeRead();
        renameSync(`${scene.state}.away`, scene.state);
        await scene.untilExact(20);
      });
    }),
  },
];

/** What signals do. */
export const signalTrials: readonly Trial[] = [...stopTrials, ...reloadTrials];

function now(): number {
  return Math.floor(Date.now() / 1000);
}

async function expectEnd(daemon: Serving, signal: "SIGTERM" | "SIGINT"): Promise<void> {
  const { status, seconds } = await daemon.end(signal);
  expectSame("exit status", status, 0);
  if (seconds > MOST_SECONDS) throw new Error(`it took ${seconds.toFixed(1)} s to end`);
}

/** The log says why, the page is where it was, and the books go on. */
async function expectKept(daemon: Serving, scene: Scene, why: RegExp): Promise<void> {
  await until("the log says why", { seconds: 10 }, () => {
    return /the old configuration stays: /.test(daemon.said()) ? undefined : daemon.said();
  });
  expectSays("the log", daemon.said(), why);
  await until("the page answers", { seconds: 10 }, async () => {
    return (await isAnswered(daemon.address)) ? undefined : daemon.address;
  });
  await scene.moveAndBeRead();
  await scene.untilExact(10);
  await expectEnd(daemon, "SIGTERM");
}

async function isAnswered(address: string): Promise<boolean> {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

/** A configuration file for the scene, and the command that serves it. */
function configOf({ folder, flags, asNobody, own }: Scene) {
  const path = join(folder, "ovpnstats.toml");
  const pairs = Array.from({ length: flags.length / 2 }, (_, at) => flags.slice(2 * at, 2 * at + 2));
  const settings = pairs.map(
    ([flag = "", value]) => `${flag.slice(2).replaceAll("-", "_")} = ${JSON.stringify(value)}`,
  );
  return {
    command: (program: readonly string[]) => [...asNobody, ...program, "serve", "--config", path],
    /** Lines replace those of the same key; a server's block replaces the file's name at the top. */
    write(...lines: readonly string[]) {
      const keys = lines.map((line) => /^\w+ = /.exec(line)?.[0] ?? "input_file_name = ");
      const rest = ['web_listen = "127.0.0.1:0"', ...settings].filter(
        (line) => !keys.some((key) => line.startsWith(key)),
      );
      writeFileSync(path, [...rest, ...lines, ""].join("\n"));
      own(path);
    },
  };
}

/** A server that takes connections and says nothing. */
async function hang(): Promise<{ readonly server: Server; readonly port: number; asked(): number }> {
  let asked = 0;
  const server = createServer((socket) => {
    asked++;
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: Number(Object(server.address()).port), asked: () => asked };
}

const CROWD = 10_000;

/** OpenVPN writes the status of 10,000 clients, each with so many bytes more than at first. */
function writeCrowd(path: string, moved: number): void {
  writeFileSync(`${path}.new`, statusText(3, CROWD, now(), moved));
  const at = now() - 1;
  utimesSync(`${path}.new`, at, at);
  renameSync(`${path}.new`, path);
}

/** What was received of it. */
function crowdSum(moved: number): bigint {
  return BigInt(CROWD) * BigInt(1_000_000 + moved) + BigInt((CROWD * (CROWD - 1)) / 2);
}

/** Bytes received, as the books have them. */
function sumIn(database: string): bigint {
  using sqlite = new Sqlite(database, { safeIntegers: true });
  return BigInt(String(sqlite.query("SELECT coalesce(sum(bytes_received), 0) FROM traffic_total").values()[0]?.[0]));
}

function isRead(path: string): boolean {
  const { atimeMs, mtimeMs } = statSync(path);
  return atimeMs > mtimeMs;
}
