import type { UnixSeconds } from "../model.ts";

/** The world as a command sees it; only main.ts touches the real one. */
export interface World {
  /** Ours. */
  readonly version: string;
  /** The path of our executable; undefined where our sources run. */
  readonly executable: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Undefined where the system has no user ids. */
  readonly uid: number | undefined;
  /** The name of the system's time zone, TZ aside. */
  readonly systemZone: () => string | undefined;
  readonly now: () => UnixSeconds;
  /** Standard error goes to the system's journal, which adds the time. */
  readonly toJournal: boolean;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  /** Writes to standard error. */
  readonly complain: (text: string) => void;
  /** Calls the handler whenever the signal comes, instead of ending. */
  readonly onSignal: (signal: "SIGTERM" | "SIGINT" | "SIGHUP", handler: () => void) => void;
}

/** 0 done, 1 something failed, 2 wrong usage or configuration, 3 unusable database. */
export type ExitStatus = 0 | 1 | 2 | 3;

/** What the file of a command exports. */
export interface Command {
  readonly help: string;
  run(argv: readonly string[], world: World): Promise<ExitStatus>;
}
