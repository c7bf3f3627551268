/** @jsxImportSource preact */
import { connectionParams } from "../src/report/connection-query.ts";
import { type ConnectionsReport, MOST_IN_CSV } from "../src/report/connections.ts";
import { connectionsLede } from "../src/report/connections-lede.ts";
import { visibleName } from "../src/report/visible.ts";
import { fill } from "../src/words/fill.ts";
import { Document } from "./document.tsx";
import { Fill } from "./parts/fill.tsx";
import { LogFilter } from "./parts/log-filter.tsx";
import { LogTable } from "./parts/log-table.tsx";
import { PageLink } from "./parts/page-link.tsx";

/** The log of connections: the answer in a sentence, what was asked for, and a page of what matches. */
export function ConnectionsPage(report: ConnectionsReport) {
  const { connections, newer, locale, keptSince } = report;
  const { connections: words } = locale.words;
  return (
    <Document
      frame={report}
      title={words.title}
      styles={["log"]}
      foot={keptSince !== undefined && <p>{fill(words.keptSince, { date: locale.date(keptSince) })}</p>}
    >
      <h1>
        <Lede {...report} />
      </h1>
      <LogFilter {...report} />
      {(connections.length > 0 || newer !== undefined) && (
        <section class="panel list" aria-labelledby="h-log">
          <div class="hd">
            <h2 id="h-log">{words.heading}</h2>
            <span class="sub">{words.newestFirst}</span>
            <Csv {...report} />
          </div>
          {connections.length > 0 && <LogTable {...report} />}
          {connections.some(({ state }) => state === "inferred") && <p class="note">{words.inferredMeans}</p>}
          <Pages {...report} />
        </section>
      )}
    </Document>
  );
}

function Lede(report: ConnectionsReport) {
  const { sums, locale } = report;
  const { connections: words, counts, users } = locale.words;
  const lede = connectionsLede(report);
  switch (lede.kind) {
    case "nobody":
      return <>{words.nobody}</>;
    case "none":
      return <>{words.noneMatch}</>;
    case "had": {
      const name = lede.user === undefined ? undefined : visibleName(lede.user, users.noName);
      const parts = { address: lede.address, instant: locale.full(lede.at), user: <bdi>{name}</bdi> };
      return <Fill text={name === undefined ? words.nobodyHad : words.had} parts={parts} />;
    }
    case "sums": {
      const bytes = locale.bytes(sums.bytesSent + sums.bytesReceived);
      return (
        <>
          {fill(words.matching, {
            connections: locale.plural(sums.count, counts.connection),
            users: locale.plural(sums.users, counts.user),
          })}
          . <span>{fill(words.moved, { bytes })}</span>
        </>
      );
    }
  }
}

function Csv(report: ConnectionsReport) {
  const { query, sums, locale } = report;
  const { connections: words } = locale.words;
  if (sums.count === 0) return null;
  if (sums.count > MOST_IN_CSV)
    return <span class="sub csv">{fill(words.csvTooMany, { count: locale.count(MOST_IN_CSV) })}</span>;
  return (
    <span class="sub csv">
      <PageLink frame={report} to="api/v1/connections.csv" query={newestOf(query)}>
        {words.csv}
      </PageLink>
    </span>
  );
}

function Pages(report: ConnectionsReport) {
  const { query, older, newer, locale } = report;
  const { connections: words } = locale.words;
  if (older === undefined && newer === undefined) return null;
  return (
    <nav class="pager" aria-label={words.pages}>
      {newer && (
        <PageLink frame={report} to="connections" query={newestOf(query)}>
          {words.newest}
        </PageLink>
      )}
      {newer && (
        <PageLink frame={report} to="connections" query={newer}>
          {words.newer}
        </PageLink>
      )}
      {older && (
        <PageLink frame={report} to="connections" query={older}>
          {words.older}
        </PageLink>
      )}
    </nav>
  );
}

/** The same without its place in the list. */
function newestOf(query: ConnectionsReport["query"]): URLSearchParams {
  return connectionParams({ ...query, before: undefined, after: undefined });
}
