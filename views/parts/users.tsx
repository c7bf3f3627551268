/** @jsxImportSource preact */
import type { Counters } from "../../src/model.ts";
import type { ByteUnit } from "../../src/report/byte-units.ts";
import { sharedUnit } from "../../src/report/largest.ts";
import type { Overview, Periods } from "../../src/report/overview.ts";
import { sparklineBase } from "../../src/report/sparkline.ts";
import { columnView } from "../../src/report/watched.ts";
import { fill } from "../../src/words/fill.ts";
import { listLink } from "./list-link.ts";
import { Pager } from "./pager.tsx";
import { UserFilter } from "./user-filter.tsx";
import { UserHeads } from "./user-heads.tsx";
import { type RowFrame, trafficCell, userRow } from "./user-row.tsx";
import { UserSearch } from "./user-search.tsx";

/** A page of more rows takes a browser seconds, and the writer memory; text and JSON have all of them. */
const MOST_ROWS = 1000;

function rowFrameOf(overview: Overview): RowFrame {
  const { users, totals, servers, locale } = overview;
  const lines: readonly Periods[] = users.length > 0 ? users : [totals];
  const unitOf = (period: keyof Periods) =>
    sharedUnit(
      lines.map((line) => line[period]),
      locale,
    );
  return {
    frame: overview,
    nameServer: servers.length > 1,
    units: [unitOf("today"), unitOf("last7Days"), unitOf("last30Days"), unitOf("month")],
  };
}

function Nobody({ userCount, locale }: Overview) {
  return (
    <tr class="none">
      <td colspan={6}>{userCount === 0 ? locale.words.users.nobody : locale.words.users.noneMatch}</td>
    </tr>
  );
}

/** The sum of very many users stands in a unit of its own. */
function sumCell(sum: Counters, unit: ByteUnit, row: RowFrame) {
  const { locale } = row.frame;
  if (sharedUnit([sum], locale) === unit) return trafficCell(sum, unit, row);
  return <td>{`${locale.bytes(sum.bytesSent)}\n${locale.bytes(sum.bytesReceived)}`}</td>;
}

function Sums({ overview, row }: { readonly overview: Overview; readonly row: RowFrame }) {
  const { totals, userCount, locale } = overview;
  const [today, last7Days, last30Days, month] = row.units;
  return (
    <tr>
      <th scope="row">{fill(locale.words.users.sums, { count: locale.count(userCount) })}</th>
      {sumCell(totals.today, today, row)}
      {sumCell(totals.last7Days, last7Days, row)}
      {sumCell(totals.last30Days, last30Days, row)}
      {sumCell(totals.month, month, row)}
      <td />
    </tr>
  );
}

/** What the list leaves out. */
function Notes({ users, userCount, list, locale }: Overview) {
  const { users: words } = locale.words;
  const undrawn = users.some(
    ({ days, last30Days: { bytesSent, bytesReceived } }) => !days.length && bytesSent + bytesReceived,
  );
  return (
    <>
      {!list && userCount > MOST_ROWS && (
        <p class="note">{fill(words.first, { shown: locale.count(MOST_ROWS), count: locale.count(userCount) })}</p>
      )}
      {undrawn && <p class="note">{words.drawn}</p>}
    </>
  );
}

/** Users with what they moved in each period: a page of them where a reader asked, all of them in a file. */
export function UsersSection(overview: Overview) {
  const { users, userCount, list, days, countingSince, locale } = overview;
  const { users: words } = locale.words;
  const row = rowFrameOf(overview);
  const several = userCount > 1;
  return (
    <section class={list ? "users panel web" : "users panel"} id="users" aria-labelledby="h-users">
      <div class="hd">
        <h2 id="h-users">{words.heading}</h2>
        <span class="sub">{words.directions}</span>
      </div>
      {several && !list && <UserFilter {...overview} />}
      {several && list && <UserSearch overview={overview} list={list} />}
      <svg class="vh" aria-hidden="true">
        <path id="base" d={sparklineBase(days.map((day) => columnView(day, countingSince)))} />
      </svg>
      <table>
        <caption class="vh">{words.caption}</caption>
        <thead>
          <UserHeads list={several ? list : undefined} overview={overview} units={row.units} />
        </thead>
        <tbody class="dots" data-live="users">
          {users.length === 0 && <Nobody {...overview} />}
          {users.slice(0, MOST_ROWS).map((user) => userRow(user, row))}
        </tbody>
        {several && (
          <tfoot data-live="sums">
            <Sums overview={overview} row={row} />
          </tfoot>
        )}
      </table>
      {list && list.pages > 1 && (
        <Pager {...list} label={words.pages} hrefOf={(page) => listLink(overview, list, { page })} locale={locale} />
      )}
      <Notes {...overview} />
    </section>
  );
}
