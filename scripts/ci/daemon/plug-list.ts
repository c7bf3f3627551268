import { Database as Sqlite } from "bun:sqlite";
import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plug } from "./plugs.ts";
import type { Scene } from "./scene.ts";
import { wrong } from "./trial.ts";

const NO_STATUS = { ofStatus: true } as const;

/** Lets the status lead to something else that `make` makes at the path it is given. */
function instead(make: (path: string, scene: Scene) => void): Plug["pull"] {
  return (scene) => {
    const path = join(scene.folder, "instead");
    make(path, scene);
    scene.lead(path);
    return () => scene.lead();
  };
}

const STATUS_PLUGS: readonly Plug[] = [
  {
    ...{ title: "a status file that is gone (F1)", ...NO_STATUS, says: /there is no such file/ },
    pull: instead(() => {}),
  },
  {
    ...{ title: "a directory in the status file's place (F10)", ...NO_STATUS, says: /it is a directory/ },
    pull: instead((path) => void mkdirSync(path)),
  },
  {
    ...{
      title: "a status file that may not be read",
      asRoot: true,
      ...NO_STATUS,
      says: /may not be read by this user/,
    },
    pull: instead((path) => writeFileSync(path, "secret", { mode: 0o600 })),
  },
  {
    ...{ title: "a status file that a full disk left empty (F2)", ...NO_STATUS, says: /it is empty/ },
    pull: instead((path) => writeFileSync(path, "")),
  },
];

const BOOKS_PLUGS: readonly Plug[] = [
  {
    ...{ title: "the database's directory moved away (F33)", says: /it is gone; put it back/ },
    pull: ({ state }) => {
      renameSync(state, `${state}.away`);
      return () => renameSync(`${state}.away`, state);
    },
  },
  {
    ...{ title: "a database that comes back read-only (F34)", asRoot: true, says: /this user may not write it/ },
    async pull({ state, database }, { health }) {
      renameSync(state, `${state}.away`);
      await health(/it is gone/);
      chmodSync(join(`${state}.away`, "connection.db"), 0o444);
      renameSync(`${state}.away`, state);
      return () => chmodSync(database, 0o644);
    },
  },
  {
    ...{ title: "another kind of file in the database's place (F32, F33)", says: /it is another kind of file/ },
    pull({ state, own }) {
      renameSync(state, `${state}.away`);
      mkdirSync(state);
      writeFileSync(join(state, "connection.db"), "not our books");
      own(state);
      own(join(state, "connection.db"));
      return () => {
        rmSync(state, { recursive: true });
        renameSync(`${state}.away`, state);
      };
    },
  },
  {
    ...{ title: "a database locked by another process (F30)", says: /another program has been holding it/, moves: 2 },
    pull({ database }) {
      const sqlite = new Sqlite(database);
      sqlite.exec("PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE");
      return () => sqlite.close();
    },
  },
  {
    ...{ title: "a full disk (F29)", asRoot: true, says: /database or disk is full/ },
    prepare({ state, own }) {
      system("mount", "-t", "tmpfs", "-o", `size=${SMALL_DISK_BYTES}`, "tmpfs", state);
      own(state);
      return () => system("umount", state);
    },
    pull({ state, database }) {
      const ballast = join(state, "ballast");
      // The room that the journal has, it would keep.
      using sqlite = new Sqlite(database);
      sqlite.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE");
      truncateSync(`${database}-journal`);
      fill(ballast);
      return () => rmSync(ballast);
    },
  },
];

const NO_DESCRIPTORS: Plug = {
  ...{ title: "no more open files (F27)", ...NO_STATUS, says: /EMFILE/, isSilent: true, isOurs: true },
  pull: (_, { pid }) => {
    const limit = (soft: number) => system("prlimit", "--pid", String(pid), `--nofile=${soft}:`);
    limit(5);
    return () => limit(1024);
  },
};

/** All that the daemon can lose. */
export const PLUGS: readonly Plug[] = [...STATUS_PLUGS, ...BOOKS_PLUGS, NO_DESCRIPTORS];

const SMALL_DISK_BYTES = 4 * 1024 * 1024;

/** Takes what room there is on a disk. */
function fill(path: string): void {
  for (const piece of [1024 * 1024, 65_536, 4096]) {
    try {
      for (;;) appendFileSync(path, Buffer.alloc(piece));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
}

function system(...command: readonly string[]): void {
  const [program = "", ...args] = command;
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw wrong(command.join(" "), stderr);
}
