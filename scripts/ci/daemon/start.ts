import { Database as Sqlite } from "bun:sqlite";
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { listenForDatagrams } from "../../../test/support/datagrams.ts";
import { makeScene, type Scene } from "./scene.ts";
import { run, withServing } from "./serving.ts";
import { expectSame, expectSays, type Trial, until } from "./trial.ts";

/** What is to be seen of the daemon's beginning. */
export const startTrials: readonly Trial[] = [
  {
    title: "serve says where the report is, and listens there on this machine only (F47)",
    run: inScene(async (scene, program) => {
      await withServing(serving(scene, program), async ({ address, pid, get }) => {
        expectSays("the address", address, /^http:\/\/127\.0\.0\.1:\d+$/);
        expectSame("sockets that listen", listeners(pid), [`0100007F:${portIn(address)}`]);
        expectSame("answers", [(await get("/")).status, (await get("/healthz")).text], [200, "ok\n"]);
      });
    }),
  },
  {
    title: "serve tells the service manager when it is ready, reads its configuration again, and stops",
    run: inScene(async (scene, program) => {
      const address = `@ovpnstats-${crypto.randomUUID()}`;
      const manager = await listenForDatagrams(address);
      try {
        const command = ["env", `NOTIFY_SOCKET=${address}`, "WATCHDOG_USEC=2000000", ...serving(scene, program)];
        await withServing(command, async (daemon) => {
          const heard: string[] = [];
          const hears = async (words: RegExp) => {
            while (!words.test(heard.at(-1) ?? "")) heard.push(await manager.next());
          };
          await hears(/^READY=1$/);
          expectSays("what was told before", heard.join("\n"), /^STATUS=serving http:/m);
          await hears(/^WATCHDOG=1$/);
          daemon.signal("SIGHUP");
          await hears(/^RELOADING=1\nMONOTONIC_USEC=\d+$/);
          await hears(/^READY=1$/);
          const [{ status }] = await Promise.all([daemon.end("SIGTERM"), hears(/^STOPPING=1$/)]);
          expectSame("exit status", status, 0);
        });
      } finally {
        await manager.stop();
      }
    }),
  },
  {
    title: "a port that another process listens on: exit status 1, and what to do",
    run: inScene(async (scene, program) => {
      const other = createServer();
      const port = await new Promise<number>((resolve) => {
        other.listen(0, "127.0.0.1", () => resolve(Number(Object(other.address()).port)));
      });
      const { status, err } = await run([...program, "serve", ...scene.flags, "--listen", `127.0.0.1:${port}`]);
      other.close();
      expectSame("exit status", status, 1);
      expectSays("standard error", err, /Cannot listen on .*: another process does: stop it .* or set web_listen/);
    }),
  },
  {
    title: "a directory that may not be written: exit status 3, and what to do (F34)",
    asRoot: true,
    run: inScene(async (scene, program) => {
      const flags = [...scene.flags, "--db-file-location", "/etc/ovpnstats-trial"];
      const { status, err } = await run([...scene.asNobody, ...program, "serve", ...flags]);
      expectSame("exit status", status, 3);
      expectSays(
        "standard error",
        err,
        /Cannot create the directory \/etc\/ovpnstats-trial .*: EACCES: .*; set db_file_location/,
      );
    }),
  },
  {
    title: "a file of another kind in the database's place: exit status 3, and the file as it was (F32)",
    run: inScene(async (scene, program) => {
      writeFileSync(scene.database, "precious");
      scene.own(scene.database);
      const { status, err } = await run(serving(scene, program));
      expectSame("exit status", status, 3);
      expectSays("standard error", err, /Cannot use .*connection\.db as database: it is another kind of file/);
      expectSame("the file", readFileSync(scene.database, "utf8"), "precious");
    }),
  },
  {
    title: "a database in use by a long writer: exit status 3 within 5 s, and why; after it, all is well",
    run: inScene(async (scene, program) => {
      await withServing(serving(scene, program), async ({ end }) => void (await end("SIGTERM")));
      const writer = new Sqlite(scene.database);
      writer.exec("BEGIN EXCLUSIVE");
      const since = performance.now();
      const { status, err } = await run(serving(scene, program));
      writer.close();
      expectSame("exit status", status, 3);
      expectSays("standard error", err, /another program has been holding it for too long/);
      if (performance.now() - since > 5000) throw new Error("it took longer than 5 s");
      await withServing(serving(scene, program), async () => scene.untilExact(10));
    }),
  },
  {
    title: "a status that is not there yet: a page that says so, and 503 for whoever watches; then all is well (F1)",
    run: inScene(async (scene, program) => {
      scene.lead(join(scene.folder, "later"));
      await withServing(serving(scene, program), async ({ get }) => {
        await until("health", { seconds: 10 }, async () => {
          const { status, text } = await get("/healthz");
          return status === 503 && text.includes("there is no such file") ? undefined : `${status} ${text}`;
        });
        const { status, text } = await get("/");
        expectSame("the page's status", status, 200);
        expectSays("the page", text, /there is no such file/);
        scene.lead();
        await scene.untilExact(10);
        await until("health", { seconds: 10 }, async () =>
          (await get("/healthz")).status === 200 ? undefined : "503",
        );
      });
    }),
  },
];

/** A trial in a scene of its own. */
export function inScene(action: (scene: Scene, program: readonly string[]) => Promise<void>): Trial["run"] {
  return async (program) => {
    const scene = makeScene(program.join().length);
    try {
      await action(scene, program);
    } finally {
      scene.remove();
    }
  };
}

/** The command that serves a scene, on any port. */
export function serving(scene: Scene, program: readonly string[], flags = ["--listen", "127.0.0.1:0"]): string[] {
  return [...scene.asNobody, ...program, "serve", ...scene.flags, ...flags];
}

function portIn(address: string): string {
  return Number(new URL(address).port).toString(16).toUpperCase().padStart(4, "0");
}

/** Where a process listens, as /proc/net tells it: addresses and ports in hexadecimal. */
function listeners(pid: number): readonly string[] {
  const sockets = readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`)) ?? [];
    return inode ?? [];
  });
  const lines = ["tcp", "tcp6", "udp", "udp6"].flatMap((name) => readFileSync(`/proc/net/${name}`, "utf8").split("\n"));
  return lines.flatMap((line) => {
    const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
    return sockets.includes(inode) && (state === "0A" || state === "07") ? local : [];
  });
}
