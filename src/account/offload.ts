import type { UnixSeconds } from "../model.ts";
import type { Notice, ServerBooks } from "./books.ts";
import type { Matching } from "./identity.ts";
import type { Snapshot } from "./observation.ts";

/** Keepalive packets alone move a counter several times in this time. */
export const STILL_SECONDS = 180;

/**
 * Since when no connection's counter moved although packets go through the kernel (data channel offload): OpenVPN before
 * 2.6.2, and later ones where asking the kernel fails, show what they counted themselves, which is no traffic. Undefined:
 * some moved, there are none, or there is no offload. The routing table's last reference is no help: it stands still,
 * too, when packets pass by OpenVPN.
 */
export function stillSince(books: ServerBooks, snapshot: Snapshot, { pairs }: Matching): UnixSeconds | undefined {
  if (snapshot.dco !== true || snapshot.stale || books.at === undefined || pairs.length === 0) return undefined;
  const moves = pairs.some(
    ({ connection, row }) => row.bytesReceived !== connection.bytesReceived || row.bytesSent !== connection.bytesSent,
  );
  return moves ? undefined : (books.stillSince ?? books.at);
}

/** What an operator should know of the server itself, said once. */
export function serverNotices(before: ServerBooks, after: ServerBooks): Notice[] {
  const { at = 0, stillSince: since, upSince } = after;
  const notices: Notice[] = [];
  if (upSince !== undefined && before.upSince !== undefined && upSince !== before.upSince)
    notices.push({ level: "info", event: "OpenVPN was restarted", fields: { up_since: upSince } });
  if (since !== undefined && isLong(since, at, before.at) && !isLong(since, before.at, earlier(before)))
    notices.push({
      level: "warn",
      event:
        "no counter moves, and OpenVPN runs with data channel offload; OpenVPN 2.6.20 or later counts what it does",
      fields: { since },
    });
  return notices;
}

/** Whether all stood still for long enough at an instant, and in more than two snapshots: `before` is the last but one. */
function isLong(since: UnixSeconds, at: UnixSeconds | undefined, before: UnixSeconds | undefined): boolean {
  return at !== undefined && before !== undefined && since < before && at - since >= STILL_SECONDS;
}

function earlier({ at, intervals }: ServerBooks): UnixSeconds | undefined {
  const gap = intervals.at(-1);
  return at === undefined || gap === undefined ? undefined : at - gap;
}
