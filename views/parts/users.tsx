/** @jsxImportSource preact */
import type { Counters } from "../../src/model.ts";
import { type ByteUnit, formatBytes, formatCount, formatMonth } from "../../src/report/format.ts";
import { sharedUnit } from "../../src/report/largest.ts";
import type { Overview, Periods } from "../../src/report/overview.ts";
import { sparklineBase } from "../../src/report/sparkline.ts";
import { dayView } from "../../src/report/watched.ts";
import { Pager } from "./pager.tsx";
import { UserFilter } from "./user-filter.tsx";
import { UserHeads } from "./user-heads.tsx";
import { type RowFrame, trafficCell, userRow } from "./user-row.tsx";
import { UserSearch } from "./user-search.tsx";

/** A page of more rows takes a browser seconds, and the writer memory; text and JSON have all of them. */
const MOST_ROWS = 1000;

function frameOf({ users, totals, writtenAt, timeZone, servers }: Overview): RowFrame {
  const lines: readonly Periods[] = users.length > 0 ? users : [totals];
  return {
    writtenAt,
    timeZone,
    nameServer: servers.length > 1,
    units: [
      sharedUnit(lines.map((line) => line.today)),
      sharedUnit(lines.map((line) => line.last7Days)),
      sharedUnit(lines.map((line) => line.last30Days)),
      sharedUnit(lines.map((line) => line.month)),
    ],
  };
}

function Nobody({ overview }: { readonly overview: Overview }) {
  return (
    <tr class="none">
      <td colspan={6}>{overview.userCount === 0 ? "Nobody has connected yet." : "No user is like that."}</td>
    </tr>
  );
}

/** The sum of very many users stands in a unit of its own. */
function sumCell(sum: Counters, unit: ByteUnit) {
  if (sharedUnit([sum]) === unit) return trafficCell(sum, unit);
  return <td>{`${formatBytes(sum.bytesSent)}\n${formatBytes(sum.bytesReceived)}`}</td>;
}

function Sums({ overview, units }: { readonly overview: Overview; readonly units: RowFrame["units"] }) {
  const { totals, userCount } = overview;
  const [today, last7Days, last30Days, month] = units;
  return (
    <tr>
      <th scope="row">All {formatCount(userCount)} users</th>
      {sumCell(totals.today, today)}
      {sumCell(totals.last7Days, last7Days)}
      {sumCell(totals.last30Days, last30Days)}
      {sumCell(totals.month, month)}
      <td />
    </tr>
  );
}

/** What the list leaves out. */
function Notes({ users, userCount, list }: Overview) {
  return (
    <>
      {!list && userCount > MOST_ROWS && (
        <p class="note">
          These are the first {formatCount(MOST_ROWS)} of {formatCount(userCount)} users, online first and then by
          traffic. The text report lists them all.
        </p>
      )}
      {users.some(
        ({ days, last30Days: { bytesSent, bytesReceived } }) => !days.length && bytesSent + bytesReceived,
      ) && <p class="note">Days are drawn for the first users of the list only.</p>}
    </>
  );
}

/** Users with what they moved in each period: a page of them where a reader asked, all of them in a file. */
export function UsersSection(overview: Overview) {
  const { users, userCount, statusCounts, list, days, countingSince } = overview;
  const frame = frameOf(overview);
  const several = userCount > 1;
  return (
    <section class={list ? "users panel web" : "users panel"} id="users" aria-labelledby="h-users">
      <div class="hd">
        <h2 id="h-users">Users</h2>
        <span class="sub">↓ sent to the user (download) over ↑ received from the user (upload)</span>
      </div>
      {several && !list && <UserFilter userCount={userCount} statusCounts={statusCounts} />}
      {several && list && (
        <UserSearch list={list} userCount={userCount} statusCounts={statusCounts} groups={overview.groups} />
      )}
      <svg class="vh" aria-hidden="true">
        <path id="base" d={sparklineBase(days.map((day) => dayView(day, countingSince)))} />
      </svg>
      <table>
        <caption class="vh">Users: bytes sent to each, below them bytes received</caption>
        <thead>
          <UserHeads
            list={several ? list : undefined}
            month={formatMonth(overview.monthStart, overview.timeZone)}
            units={frame.units}
          />
        </thead>
        <tbody>
          {users.length === 0 && <Nobody overview={overview} />}
          {users.slice(0, MOST_ROWS).map((user) => userRow(user, frame))}
        </tbody>
        {several && (
          <tfoot>
            <Sums overview={overview} units={frame.units} />
          </tfoot>
        )}
      </table>
      {list && list.pages > 1 && <Pager list={list} />}
      <Notes {...overview} />
    </section>
  );
}
