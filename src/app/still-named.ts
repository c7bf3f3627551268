import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import type { NameBytes } from "../model.ts";
import { nameText } from "../parse/name-text.ts";
import { codeOf } from "../store/patience.ts";

/** Files of ours beside the database that name a user. */
export interface StillNamed {
  /** Written reports: the next ones no longer do. */
  readonly reports: readonly string[];
  /** What hooks left, or readings that wait for a remote database: once taken in, they begin a new user. */
  readonly waiting: readonly string[];
}

/** More names than this in a spool nobody reads. */
const MOST_FILES = 20_000;

/** Which of this machine's files hold a name or its alias. What this user may not read is left out. */
export function stillNamed(config: Config, name: NameBytes): StillNamed {
  const alias = config.people.get(nameText(name))?.alias;
  const names = [Buffer.from(name, "latin1"), ...(alias === undefined ? [] : [Buffer.from(alias)])];
  const { htmlFile, textFile, pagesDirectory, directory, servers } = config;
  const holds = (path: string) => contains(path, names);
  const reports = [htmlFile, textFile].flatMap((file) => file?.path ?? []);
  const spools = [join(directory, "spool"), ...servers.flatMap(({ hook_spool_dir: spool }) => spool ?? [])];
  return {
    reports: [...reports, ...filesIn(pagesDirectory?.path)].filter(holds),
    waiting: spools.flatMap(filesIn).filter(holds),
  };
}

function filesIn(directory: string | undefined): readonly string[] {
  if (directory === undefined) return [];
  return unlessUnreadable(() =>
    readdirSync(directory, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .slice(0, MOST_FILES)
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}

/** A spool is open to another user: what is no plain file any more is not opened, and nothing is waited for. */
function contains(path: string, names: readonly Buffer[]): boolean {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const [found = false] = unlessUnreadable(() => {
    const file = openSync(path, flags);
    try {
      const content = fstatSync(file).isFile() ? readFileSync(file) : Buffer.alloc(0);
      return [names.some((one) => content.includes(one))];
    } finally {
      closeSync(file);
    }
  });
  return found;
}

const UNREADABLE = ["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP"];

function unlessUnreadable<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch (error) {
    if (UNREADABLE.includes(codeOf(error) ?? "")) return [];
    throw error;
  }
}
