import { NOTHING } from "../account/credit.ts";
import type { UnixSeconds } from "../model.ts";
import { isOld } from "./server-state.ts";
import type { OpenConnections, Standing, Summary } from "./summary.ts";
import type { UserList, UserSort } from "./user-list.ts";
import type { UserStatus } from "./user-status.ts";
import { visibleName } from "./visible.ts";

/** A user with what the report says of presence. */
export interface Ranked {
  readonly user: Standing;
  readonly status: UserStatus;
  readonly seenAt: UnixSeconds;
  /** Open connections through which the user counts as online. */
  readonly open: readonly OpenConnections[];
}

const NO_CONNECTIONS: readonly OpenConnections[] = [];

/** All users and who of them is present, in the order of `Summary.users`. */
export function presentUsers({ servers, open, users }: Summary, now: UnixSeconds): readonly Ranked[] {
  const fresh = new Set(servers.filter((server) => !isOld(server, now)).map(({ id }) => id));
  const openOf = new Map<number, OpenConnections[]>();
  for (const connections of open) {
    if (connections.user === undefined) continue;
    const others = openOf.get(connections.user);
    if (others) others.push(connections);
    else openOf.set(connections.user, [connections]);
  }
  return users.map((user) => {
    const own = openOf.get(user.id);
    if (own === undefined) {
      return { user, status: statusAfter(now - user.seenAt), seenAt: user.seenAt, open: NO_CONNECTIONS };
    }
    const seenAt = Math.max(user.seenAt, ...own.map((connections) => connections.seenAt));
    const online = own.filter(({ server }) => fresh.has(server));
    return { user, status: online.length > 0 ? "online" : statusAfter(now - seenAt), seenAt, open: online };
  });
}

/**
 * The users of a list on all its pages, in its order; equals, and all where it goes by name, in that of `present`.
 * `names`, as they are shown, are needed where a part of them is asked for.
 */
export function rankUsers(
  present: readonly Ranked[],
  { sort, order, state, query }: UserList,
  names: ReadonlyMap<number, string>,
): readonly Ranked[] {
  const part = query.toLowerCase();
  const isWanted = ({ user, status }: Ranked) =>
    (state === undefined || status === state) &&
    (part === "" ||
      visibleName(names.get(user.id) ?? "")
        .toLowerCase()
        .includes(part));
  const wanted = state === undefined && part === "" ? present : present.filter(isWanted);
  if (sort === "name") return order === "asc" ? wanted : wanted.toReversed();
  const sign = order === "asc" ? 1 : -1;
  return wanted
    .map((one) => ({ one, online: sort === "state" && one.status === "online", amount: amountOf(one, sort) }))
    .sort((a, b) => {
      if (a.online !== b.online) return a.online ? sign : -sign;
      return a.amount === b.amount ? 0 : a.amount > b.amount ? sign : -sign;
    })
    .map(({ one }) => one);
}

const PERIOD_OF = {
  state: "last30Days",
  today: "today",
  "7-days": "last7Days",
  "30-days": "last30Days",
  month: "month",
} as const;

function amountOf({ user, seenAt }: Ranked, sort: Exclude<UserSort, "name">): number | bigint {
  if (sort === "seen") return seenAt;
  const { bytesReceived, bytesSent } = user[PERIOD_OF[sort]] ?? NOTHING;
  return bytesReceived + bytesSent;
}

/** The status of somebody who is not online, by how long ago the last sight was. */
export function statusAfter(seconds: number): UserStatus {
  if (seconds < 3600) return "away";
  return seconds < 86_400 ? "offline" : "long-time-off";
}
