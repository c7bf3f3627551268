/** @jsxImportSource preact */
import type { PeriodReport } from "../../src/report/archive.ts";
import { sharedUnit } from "../../src/report/largest.ts";
import { periodPath } from "../../src/report/period-path.ts";
import { visible, visibleName } from "../../src/report/visible.ts";
import { fill } from "../../src/words/fill.ts";
import { PageLink } from "./page-link.tsx";
import { PeriodBar } from "./period-bar.tsx";
import { PeakCell, PeriodCells, PeriodHeads } from "./period-cells.tsx";

/** Who moved most in the period. */
export function TopUsers(report: PeriodReport) {
  const { topUsers, users = 0, locale } = report;
  const { archive: words, chart, users: names } = locale.words;
  const unit = sharedUnit(topUsers ?? [], locale);
  return (
    <section class="panel" id="users" aria-labelledby="h-users">
      <div class="hd">
        <h2 id="h-users">{words.topUsers}</h2>
        {topUsers && users > topUsers.length && (
          <span class="sub">
            {fill(words.firstUsers, { shown: locale.count(topUsers.length), count: locale.count(users) })}
          </span>
        )}
      </div>
      {topUsers === undefined && <p class="none">{words.usersNotKept}</p>}
      {topUsers?.length === 0 && <p class="none">{words.nobody}</p>}
      {topUsers && topUsers.length > 0 && (
        <table class="periods">
          <caption class="vh">{words.topUsers}</caption>
          <thead>
            <tr>
              <th scope="col">{words.user}</th>
              <td class="bar" />
              <th scope="col">{fill(chart.sentIn, { unit })}</th>
              <th scope="col">{fill(chart.receivedIn, { unit })}</th>
              <th scope="col">{words.share}</th>
            </tr>
          </thead>
          <tbody>
            {topUsers.map((user) => (
              <tr key={user.id}>
                <th scope="row" class="name">
                  <PageLink frame={report} to={`users/${user.id}`}>
                    <bdi>{visibleName(user.name, names.noName)}</bdi>
                  </PageLink>
                </th>
                <td class="bar">
                  <PeriodBar of={user} length={user.length} />
                </td>
                <td title={locale.exactBytes(user.bytesSent)}>{locale.inUnit(user.bytesSent, unit)}</td>
                <td title={locale.exactBytes(user.bytesReceived)}>{locale.inUnit(user.bytesReceived, unit)}</td>
                <td>{locale.share(user.share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The days on which most was moved. */
export function TopDays(report: PeriodReport) {
  const { topDays, countingSince, locale } = report;
  const { archive: words } = locale.words;
  if (topDays.length === 0) return null;
  const shared = { frame: report, unit: sharedUnit(topDays, locale), users: true };
  return (
    <section class="panel" id="days" aria-labelledby="h-days">
      <div class="hd">
        <h2 id="h-days">{words.topDays}</h2>
      </div>
      <div class="scroll">
        <table class="periods">
          <caption class="vh">{words.topDays}</caption>
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <PeriodHeads {...shared} />
            </tr>
          </thead>
          <tbody>
            {topDays.map((day) => (
              <tr key={day.name}>
                <th scope="row">
                  <PageLink frame={report} to={periodPath({ kind: "day", name: day.name })}>
                    {locale.day(day.start)}
                  </PageLink>
                </th>
                <PeriodCells line={day} countingSince={countingSince} {...shared} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What went through each server, where there are several. */
export function ServerTable(report: PeriodReport) {
  const { servers, locale } = report;
  const { archive: words, chart } = locale.words;
  if (servers.length < 2) return null;
  const unit = sharedUnit(servers, locale);
  return (
    <section class="panel" id="servers" aria-labelledby="h-servers">
      <div class="hd">
        <h2 id="h-servers">{words.servers}</h2>
      </div>
      <div class="scroll">
        <table class="periods">
          <caption class="vh">{words.servers}</caption>
          <thead>
            <tr>
              <th scope="col">{words.server}</th>
              <th scope="col">{fill(chart.sentIn, { unit })}</th>
              <th scope="col">{fill(chart.receivedIn, { unit })}</th>
              <th scope="col" class="wide">
                {words.atOnce}
              </th>
              <th scope="col">{words.watched}</th>
            </tr>
          </thead>
          <tbody>
            {servers.map((server) => (
              <tr key={server.name}>
                <th scope="row" class="name">
                  <bdi>{visible(server.name)}</bdi>
                </th>
                <td title={locale.exactBytes(server.bytesSent)}>{locale.inUnit(server.bytesSent, unit)}</td>
                <td title={locale.exactBytes(server.bytesReceived)}>{locale.inUnit(server.bytesReceived, unit)}</td>
                <PeakCell peak={server.peak} frame={report} />
                <td class={server.watched < 0.995 ? "gap" : "q"}>{locale.share(server.watched)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
