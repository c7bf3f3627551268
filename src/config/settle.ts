import { basename, dirname, join, resolve } from "node:path";
import { databaseFiles, machinePath, serverLockPath } from "../store/own-files.ts";
import type { RealPath } from "./files.ts";
import { formatInterval } from "./interval.ts";
import type { TopLevel } from "./keys.ts";
import type { ChosenServer } from "./servers.ts";
import { written } from "./setting.ts";
import { type Surroundings, stateDirectory, systemZone } from "./surroundings.ts";

/** A report's file, or a directory of them: where it goes, and who may read it. */
export interface ReportFile {
  readonly path: string;
  readonly mode: number;
}

/** What the keys amount to on this machine. */
export interface Settled {
  readonly timeZone: string;
  /** Where files of ours lie, the local database among them. */
  readonly directory: string;
  /** The local database's file; its directory also holds the reports, unless they are put elsewhere. */
  readonly databasePath: string;
  readonly htmlFile: ReportFile | undefined;
  readonly textFile: ReportFile | undefined;
  /** For pages that are linked with each other; undefined: none are written. */
  readonly pagesDirectory: ReportFile | undefined;
  /** The defaults of this machine, by key. */
  readonly computed: Readonly<Record<string, unknown>>;
  readonly problems: readonly string[];
}

/** Fills in the defaults that depend on the machine, and finds what cannot go together. */
export function settle(top: TopLevel, surroundings: Surroundings, cwd: string): Settled {
  const problems: string[] = [];
  const timeZone = top.time_zone ?? systemZone(surroundings);
  if (timeZone === undefined) problems.push(noZone(surroundings));
  const directory = top.db_file_location ?? stateDirectory(surroundings);
  if (directory === undefined) {
    problems.push("db_file_location: there is no default without $STATE_DIRECTORY or $HOME: set it");
  }
  const home = resolve(cwd, directory ?? ".");
  const file = top.db_file_name.endsWith(".db") ? top.db_file_name : `${top.db_file_name}.db`;
  const [html, text] = [join(home, "vpn.html"), join(home, "vpn.txt")];
  return {
    timeZone: timeZone ?? "UTC",
    directory: home,
    databasePath: join(home, file),
    htmlFile: reportFile(top.web_file_path, html),
    textFile: reportFile(top.text_file_path, text),
    pagesDirectory: top.web_file_pages ? pagesDirectory(reportFile(top.web_file_path, html)) : undefined,
    computed: { time_zone: timeZone, db_file_location: home, web_file_path: html, text_file_path: text },
    problems,
  };
}

/**
 * A report names people. Beside the database it is for its owner and group; elsewhere a web server is to read it, as
 * another user, and the directory decides who else can.
 */
function reportFile(chosen: string | false | undefined, usual: string): ReportFile | undefined {
  if (chosen === false) return undefined;
  const path = chosen ?? usual;
  return { path, mode: dirname(path) === dirname(usual) ? 0o640 : 0o644 };
}

/** A file that has a name before its ending. */
const NAMED = /(?<=[^/])\.html?$/;

/** "vpn" beside "vpn.html". */
function pagesDirectory(file: ReportFile | undefined): ReportFile | undefined {
  return file && { ...file, path: NAMED.test(file.path) ? file.path.replace(NAMED, "") : `${file.path}-pages` };
}

function noZone({ env }: Surroundings): string {
  if (env.TZ === undefined) return "time_zone: the system does not tell its time zone: set it";
  return `environment TZ = ${written(env.TZ)} is not the name of a time zone: set time_zone, or TZ to a name such as "Europe/Berlin"`;
}

/** Values that each for itself is right, and that cannot be together. */
export function contradictions(
  { retention_addresses: addresses = 0, db_clean_how_many_days_keep_data: days }: TopLevel,
  places: ReadonlyMap<string, string>,
): { readonly problems: readonly string[] } {
  if (addresses <= days * 86_400) return { problems: [] };
  const kept = `connections, and their addresses with them, are kept for ${days} days (db_clean_how_many_days_keep_data)`;
  const given = `retention_addresses = ${written(formatInterval(addresses))}`;
  return { problems: [`${places.get("retention_addresses")}: ${given} is refused: ${kept}`] };
}

/** Says whether a file that is put at `path` would replace one that is in use. */
export type IsInUse = (path: string) => boolean;

/**
 * What no report may be written over: the books and what lies beside them, what is read of `servers`, and `read`, the
 * files that the configuration comes from. A link in a path hides nothing.
 */
export function filesInUse(
  { databasePath, directory }: Settled,
  servers: readonly ChosenServer[],
  read: readonly (string | undefined)[],
  realPath: RealPath,
): IsInUse {
  const kept = [
    ...databaseFiles(databasePath),
    machinePath(directory),
    ...servers.map(({ server }) => serverLockPath(directory, server.name)),
  ];
  const all = [...kept, ...servers.map(({ server }) => server.input_file_name), ...read];
  const inUse = new Set(all.flatMap((path) => (path === undefined ? [] : [realPlace(path, realPath), realPath(path)])));
  return (path) => inUse.has(realPlace(path, realPath));
}

/** Reports that would be written over something else. */
export function collisions(
  { htmlFile, textFile }: Settled,
  isInUse: IsInUse,
  places: ReadonlyMap<string, string>,
  realPath: RealPath,
): { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const taken = new Set<string>();
  const reports = { web_file_path: htmlFile?.path, text_file_path: textFile?.path };
  for (const [key, path] of Object.entries(reports)) {
    if (path === undefined) continue;
    const [place, real] = [places.get(key) ?? "default", realPlace(path, realPath)];
    if (isInUse(path) || taken.has(real))
      problems.push(`${place}: ${key} = ${written(path)} is refused: that file is in use otherwise`);
    taken.add(real);
  }
  return { problems };
}

/** Where a file is put that is written at `path`: a link in its place is replaced, links before it are followed. */
function realPlace(path: string, realPath: RealPath): string {
  return join(realPath(dirname(path)), basename(path));
}
