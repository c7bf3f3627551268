import { closeSync, constants, fstatSync, lstatSync, openSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { platform } from "node:process";

const STICKY = 0o1000;
const GROUP_WRITE = 0o020;
const ALL_WRITE = 0o002;

/** A directory that stays the same one whatever is done to its path meanwhile. */
export interface Anchor {
  readonly path: string;
  close(): void;
}

/**
 * Takes hold of a directory to write in. For root only where that gives nobody a power over files that he lacks:
 * whoever could lead the path elsewhere must be able to write in the directory it ends in, and "everybody" never is
 * (F41). So /var/www/html may be www-data's, a user's own home may be written to, /etc through his link may not.
 */
export function anchor(directory: string, uid: number | undefined): Anchor {
  if (uid !== 0) return { path: directory, close: () => {} };
  const real = realpathSync.native(directory);
  const handle = openSync(real, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const target = fstatSync(handle);
    if (isForAll(target)) throw new Error(`every user may write in ${real}: chmod o-w it, or choose another directory`);
    for (const path of new Set([...stepsTo(directory), ...stepsTo(real)])) refuseMisleading(path, target);
  } catch (cause) {
    closeSync(handle);
    throw cause;
  }
  const path = platform === "linux" ? `/proc/self/fd/${handle}` : real;
  return { path, close: () => closeSync(handle) };
}

/** Throws when somebody may put another directory in the place of `path` who may not write in `target`. */
function refuseMisleading(path: string, target: Stats): void {
  const parent = statSync(dirname(path));
  const isSticky = (parent.mode & STICKY) !== 0;
  const owners = isSticky ? [parent.uid, lstatSync(path).uid] : [parent.uid];
  const stranger = owners.find((owner) => owner !== 0 && owner !== target.uid);
  if (stranger !== undefined) throw misleading(`user ${stranger}`, path);
  if (isSticky) return;
  if (isForAll(parent)) throw misleading("every user", path);
  const byGroup = (parent.mode & GROUP_WRITE) !== 0 && parent.gid !== 0;
  const mayAnyway = (target.mode & GROUP_WRITE) !== 0 && target.gid === parent.gid;
  if (byGroup && !mayAnyway) throw misleading(`group ${parent.gid}`, path);
}

function misleading(who: string, path: string): Error {
  return new Error(
    `${who} may replace ${path} and so lead root elsewhere: run ovpnstats as another user, ` +
      `make ${dirname(path)} root's alone, or choose another directory`,
  );
}

/** In a sticky directory, such as /tmp, nobody can rename or remove what is another's. */
function isForAll({ mode }: Stats): boolean {
  return (mode & ALL_WRITE) !== 0 && (mode & STICKY) === 0;
}

/** "/a/b" → "/a", "/a/b": each name that is looked up on the way. */
function stepsTo(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...stepsTo(parent), path];
}
