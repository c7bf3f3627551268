import type { Restart, ServerBooks } from "./books.ts";
import type { Matching } from "./identity.ts";
import type { Snapshot } from "./observation.ts";

/**
 * Whether OpenVPN was started anew since the snapshot before. Where it is asked, it tells; else its title tells that it
 * is another version, or its client ids that it counts them from 0 again: within one process each is larger than all
 * before, and a restart ends every connection. One that nobody is connected before and after is not recognised.
 */
export function restartOf(books: ServerBooks, snapshot: Snapshot, matching: Matching): Restart | undefined {
  const { upSince } = snapshot;
  if (upSince !== undefined && books.upSince !== undefined)
    return upSince === books.upSince ? undefined : { at: upSince, kind: "exact" };
  // What is read while it cannot be asked says nothing that it will not say better.
  if (books.upSince !== undefined || books.at === undefined || snapshot.stale) return undefined;
  const { openvpn = books.openvpn } = snapshot;
  const isOther = books.openvpn !== undefined && openvpn !== books.openvpn;
  if (!isOther && !isCountedAnew(books, matching)) return undefined;
  const begun = matching.rows
    .map(({ connectedSince }) => connectedSince)
    .filter((since) => since > (books.at ?? since));
  return { at: Math.min(snapshot.at, ...begun), kind: "inferred" };
}

function isCountedAnew({ open }: ServerBooks, { pairs, rows }: Matching): boolean {
  if (pairs.length > 0) return false;
  const before = open.flatMap(({ facts }) => facts.clientId ?? []);
  const now = rows.flatMap(({ clientId }) => clientId ?? []);
  return before.length > 0 && now.length > 0 && Math.min(...now) <= Math.max(...before);
}
