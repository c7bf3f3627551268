import { chmodSync, lstatSync, mkdirSync, type Stats, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { NativePlace } from "./native-places.ts";

const STICKY = 0o1000;
const WRITABLE_BY_OTHERS = 0o022;
const ANYTHING_FOR_OTHERS = 0o077;

/**
 * Makes the directory of `place` where it is missing, and answers its path once it is ours alone.
 *
 * Every directory on the way is asked for its owner: whoever owns one could put another in its place between our
 * look at the module and its use.
 */
export function ownDirectory(place: NativePlace, uid: number): string {
  if (!isAbsolute(place.base)) throw new Error("is not an absolute path");
  let directory = place.base;
  for (const name of place.below) {
    refuseUntrusted(directory, uid);
    directory = join(directory, name);
    mkdirSync(directory, { mode: 0o700, recursive: true });
  }
  // Not followed: in a shared place the name may have been planted as a link to a directory of ours.
  const found = lstatSync(directory);
  if (!found.isDirectory()) throw new Error("is not a directory");
  if (found.uid !== uid) throw new Error(`belongs to user ${found.uid}`);
  if ((found.mode & ANYTHING_FOR_OTHERS) !== 0) chmodSync(directory, 0o700);
  return directory;
}

function refuseUntrusted(directory: string, uid: number): void {
  const found = statSync(directory);
  if (!found.isDirectory()) throw new Error(`${directory} is not a directory`);
  if (found.uid !== uid && found.uid !== 0) throw new Error(`${directory} belongs to user ${found.uid}`);
  if (isOpenToOthers(found)) throw new Error(`${directory} may be changed by others (mode ${octal(found)})`);
}

/** In a sticky directory others may add names, but neither rename nor remove ours. */
function isOpenToOthers({ mode }: Stats): boolean {
  return (mode & WRITABLE_BY_OTHERS) !== 0 && (mode & STICKY) === 0;
}

function octal({ mode }: Stats): string {
  return (mode & 0o7777).toString(8);
}
