import type { Migration } from "./migration.ts";

/**
 * A user's own connections, and when the user was first seen, which outlives them. Of users who are known already it is
 * told by what is left: on a day that is known by its traffic alone, by the day's end.
 */
export const USERS_CONNECTIONS: Migration = {
  name: "users' connections",
  statements: [
    "CREATE INDEX connections_of_user ON connections (user, connected_since) WHERE user IS NOT NULL",
    "ALTER TABLE users ADD COLUMN first_seen_at INTEGER",
    `UPDATE users SET first_seen_at = sights.first FROM (
      SELECT user, min(at) AS first FROM (
        SELECT user, unixepoch(connected_since) AS at FROM connections
        UNION ALL SELECT user, connected_since FROM tombstones
        UNION ALL SELECT user, bucket + 82799 FROM traffic_day)
      WHERE user IS NOT NULL GROUP BY user) AS sights
    WHERE sights.user = users.id`,
  ],
};

/** Each report lists users by their names; sorting a thousand takes a tenth of it. */
export const USERS_IN_ORDER: Migration = {
  name: "users in order",
  statements: ["CREATE INDEX users_in_order ON users (text COLLATE NOCASE, name)"],
};

/** A clock that was ahead had left sights that lie after the last reading of their server. */
export const PAST_SIGHTS: Migration = {
  name: "past sights",
  statements: [
    `UPDATE traffic_total SET seen_at = last.read_at FROM (
      SELECT server, read_at, max(number) FROM observations WHERE read_at IS NOT NULL GROUP BY server) AS last
    WHERE last.server = traffic_total.server AND seen_at > last.read_at + 300`,
  ],
};
