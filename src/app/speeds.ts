import type { ServerBooks } from "../account/books.ts";
import { type Speed, type Speeds, speedsOf } from "../account/speed.ts";

/** What flows at the moment, as the polls of this process tell it; nothing of it is in the books. */
export interface SpeedWatch {
  /** A server's books before and after a poll; `told` is what OpenVPN itself says, by client id. */
  polled(before: ServerBooks | undefined, after: ServerBooks | undefined, told?: ReadonlyMap<number, Speed>): void;
  /** By the server's name. Old news is not forgotten here: who shows it knows how old a server's is. */
  speeds(): ReadonlyMap<string, Speeds>;
}

export function watchSpeeds(): SpeedWatch {
  const known = new Map<string, Speeds>();
  return {
    polled(before, after, told) {
      // The same status again tells nothing new of what flows.
      if (!before || !after || (before.at === after.at && !told?.size)) return;
      known.set(after.name, speedsOf(before, after, told));
    },
    speeds: () => known,
  };
}
