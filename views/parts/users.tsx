/** @jsxImportSource preact */
import { formatCount, formatMonth } from "../../src/report/format.ts";
import { sharedUnit } from "../../src/report/largest.ts";
import type { Overview } from "../../src/report/overview.ts";
import { sparklineBase } from "../../src/report/sparkline.ts";
import { statusWord, USER_STATUSES } from "../../src/report/user-status.ts";
import { dayView } from "../../src/report/watched.ts";
import { type RowFrame, trafficCell, userRow } from "./user-row.tsx";

/** A page of more rows takes a browser seconds, and the writer memory; text and JSON have all of them. */
const MOST_ROWS = 1000;

/** Radio buttons and CSS: a filter that works in a file and without a script. */
function Filter({ users, statusCounts }: Pick<Overview, "users" | "statusCounts">) {
  return (
    <fieldset class="filter">
      <legend class="vh">Show users</legend>
      <label>
        <input type="radio" name="show" checked autocomplete="off" />
        <span>All {formatCount(users.length)}</span>
      </label>
      {USER_STATUSES.map((status) => (
        <label key={status}>
          <input type="radio" name="show" value={status} disabled={statusCounts[status] === 0} autocomplete="off" />
          <span>
            {statusWord(status).replace(/^./, (first) => first.toUpperCase())} {formatCount(statusCounts[status])}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** All users with what they moved in each period. */
export function UsersSection({ users, statusCounts, totals, days, countingSince, ...overview }: Overview) {
  const frame: RowFrame = {
    writtenAt: overview.writtenAt,
    timeZone: overview.timeZone,
    nameServer: overview.servers.length > 1,
    units: [
      sharedUnit(users.map((user) => user.today)),
      sharedUnit(users.map((user) => user.last7Days)),
      sharedUnit(users.map((user) => user.last30Days)),
      sharedUnit(users.map((user) => user.month)),
    ],
  };
  const [today, last7Days, last30Days, month] = frame.units;
  return (
    <section class="users panel" id="users" aria-labelledby="h-users">
      <div class="hd">
        <h2 id="h-users">Users</h2>
        <span class="sub">↓ sent to the user (download) over ↑ received from the user (upload)</span>
      </div>
      {users.length > 1 && <Filter users={users} statusCounts={statusCounts} />}
      <svg class="vh" aria-hidden="true">
        <path id="base" d={sparklineBase(days.map((day) => dayView(day, countingSince)))} />
      </svg>
      <table>
        <caption class="vh">Users: bytes sent to each, below them bytes received</caption>
        <thead>
          <tr>
            <th scope="col">User, online first</th>
            <th scope="col">
              Today <small>{today}</small>
            </th>
            <th scope="col">
              7 days <small>{last7Days}</small>
            </th>
            <th scope="col">
              30 days <small>{last30Days}</small>
            </th>
            <th scope="col">
              {formatMonth(overview.monthStart, overview.timeZone)} <small>{month}</small>
            </th>
            <th scope="col">30 days, own scale</th>
          </tr>
        </thead>
        <tbody>
          {users.length === 0 && (
            <tr class="none">
              <td colspan={6}>Nobody has connected yet.</td>
            </tr>
          )}
          {users.slice(0, MOST_ROWS).map((user) => userRow(user, frame))}
        </tbody>
        {users.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">All {formatCount(users.length)} users</th>
              {trafficCell(totals.today, today)}
              {trafficCell(totals.last7Days, last7Days)}
              {trafficCell(totals.last30Days, last30Days)}
              {trafficCell(totals.month, month)}
              <td />
            </tr>
          </tfoot>
        )}
      </table>
      {users.length > MOST_ROWS && (
        <p class="note">
          These are the first {formatCount(MOST_ROWS)} of {formatCount(users.length)} users, online first and then by
          traffic. The text report lists them all.
        </p>
      )}
      {users.some(({ days: own, last30Days: sum }) => own.length === 0 && sum.bytesSent + sum.bytesReceived > 0n) && (
        <p class="note">Days are drawn for the first users of the list only.</p>
      )}
    </section>
  );
}
