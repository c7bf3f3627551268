/** @jsxImportSource preact */
import { periodPath } from "../src/report/period-path.ts";
import type { TopDay, TopReport } from "../src/report/top.ts";
import { measured, topParams } from "../src/report/top-query.ts";
import { visibleName } from "../src/report/visible.ts";
import { fill } from "../src/words/fill.ts";
import { Document } from "./document.tsx";
import { Fill } from "./parts/fill.tsx";
import { PageLink } from "./parts/page-link.tsx";
import { RankTable } from "./parts/rank-table.tsx";
import { TopFilter } from "./parts/top-filter.tsx";
import { UserLink } from "./parts/user-link.tsx";

/** Who moved most in a span, and on which days. */
export function TopPage(report: TopReport) {
  const { users, days, userCount, dayCount, locale } = report;
  const { top: words } = locale.words;
  const shownOf = (shown: number, count: number) =>
    shown < count
      ? fill(words.ofUsers, { shown: locale.count(shown), count: locale.count(count) })
      : locale.count(count);
  return (
    <Document frame={report} title={words.title} styles={["log"]}>
      <h1>
        <Lede {...report} />
      </h1>
      <TopFilter {...report} />
      {users.length > 0 && (
        <div class="two">
          <section class="panel list" aria-labelledby="h-users">
            <div class="hd">
              <h2 id="h-users">{words.users}</h2>
              <span class="sub">{shownOf(users.length, userCount)}</span>
              <Csv {...report} />
            </div>
            <RankTable
              report={report}
              caption={words.users}
              head={words.user}
              rows={users.map((user) => ({ rank: user, name: <UserLink user={user} frame={report} /> }))}
              all={fill(words.all, { count: locale.count(userCount) })}
            />
            {!report.usersAreWhole && <p class="note">{words.notWhole}</p>}
          </section>
          <section class="panel list" aria-labelledby="h-days">
            <div class="hd">
              <h2 id="h-days">{words.days}</h2>
              <span class="sub">{shownOf(days.length, dayCount)}</span>
            </div>
            <RankTable
              report={report}
              caption={words.days}
              head={words.day}
              rows={days.map((day) => ({ rank: day, name: <DayLink {...{ report, day }} /> }))}
            />
          </section>
        </div>
      )}
    </Document>
  );
}

function DayLink({ report, day }: { readonly report: TopReport; readonly day: TopDay }) {
  return (
    <PageLink frame={report} to={periodPath({ kind: "day", name: day.name })}>
      {report.locale.dayYear(day.start)}
    </PageLink>
  );
}

function Lede({ query, users: [first], start, end, total, locale }: TopReport) {
  const { top: words, users } = locale.words;
  const [from, to] = [locale.date(start ?? end), locale.date(end - 1)];
  const span =
    query.span !== undefined ? words.spans[query.span] : fill(from === to ? words.on : words.fromTo, { from, to });
  if (first === undefined) return <>{fill(words.nothing, { span })}</>;
  const parts = {
    span,
    user: <bdi>{visibleName(first.name, users.noName)}</bdi>,
    bytes: locale.bytes(measured(first, query.sort)),
    share: locale.share(first.share),
  };
  return (
    <>
      <Fill text={words.most[query.sort]} parts={parts} />{" "}
      <span>{fill(words.moved, { bytes: locale.bytes(total.bytesSent + total.bytesReceived) })}</span>
    </>
  );
}

function Csv(report: TopReport) {
  const { query, locale } = report;
  return (
    <span class="sub csv">
      <PageLink frame={report} to="api/v1/top.csv" query={topParams(query)}>
        {locale.words.top.csv}
      </PageLink>
    </span>
  );
}
