/** @jsxImportSource preact */
import { sharedUnit } from "../../src/report/largest.ts";
import { lastDays } from "../../src/report/last-days.ts";
import type { UserConnection, UserReport } from "../../src/report/user.ts";
import { fill } from "../../src/words/fill.ts";
import { Address } from "./address.tsx";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";
import { PageLink } from "./page-link.tsx";
import { PlaceText } from "./place-text.tsx";
import { UnitCell } from "./unit-cell.tsx";

/** The last connections: when, from where, to which server, how much. */
export function UserConnections(user: UserReport) {
  const { id, connections, connectionCount, connectionsDays, kind, link, locale } = user;
  const { userPage: words, counts, chart } = locale.words;
  const unit = sharedUnit(connections, locale);
  const days = locale.plural(connectionsDays, counts.day);
  const parts = { count: locale.count(connections.length), all: locale.count(connectionCount), days };
  // For a spreadsheet; a file has nobody to make it.
  const csv = kind === "web" ? link("api/v1/connections.csv", `user=${id}`) : undefined;
  const isPart = connectionCount > connections.length;
  return (
    <section class="panel connections" id="connections" aria-labelledby="h-connections">
      <div class="hd">
        <h2 id="h-connections">{words.connections}</h2>
        {connections.length > 0 && <span class="sub">{fill(isPart ? words.lastOf : words.allOf, parts)}</span>}
        {csv !== undefined && <a href={csv}>CSV</a>}
      </div>
      {connections.length === 0 ? (
        <p class="q">{fill(words.noConnections, { days: lastDays(connectionsDays, counts.day, locale) })}</p>
      ) : (
        <table>
          <caption class="vh">{words.connections}</caption>
          <thead>
            <tr>
              <th scope="col">{words.start}</th>
              <th scope="col">{words.end}</th>
              <th scope="col">{words.duration}</th>
              <th scope="col">{words.addressPlace}</th>
              <th scope="col">{words.virtualServer}</th>
              <th scope="col">{fill(chart.sentIn, { unit })}</th>
              <th scope="col">{fill(chart.receivedIn, { unit })}</th>
            </tr>
          </thead>
          <tbody data-live="connections">
            {connections.map((connection) => (
              <Row key={connection.id} connection={connection} user={user} unit={unit} />
            ))}
          </tbody>
        </table>
      )}
      {isPart && link("connections", `user=${id}`) !== undefined && (
        <p class="note">
          <PageLink frame={user} to="connections" query={`user=${id}`}>
            {fill(words.allConnections, { count: locale.count(connectionCount) })}
          </PageLink>
        </p>
      )}
      {connections.some(({ state }) => state === "inferred") && <p class="note">{words.inferredMeans}</p>}
    </section>
  );
}

interface RowProps {
  readonly connection: UserConnection;
  readonly user: UserReport;
  readonly unit: ReturnType<typeof sharedUnit>;
}

function Row({ connection, user, unit }: RowProps) {
  const { locale } = user;
  const { start, state, seconds, address, place, server, cipher, bytesReceived, bytesSent } = connection;
  const { userPage: words } = locale.words;
  const duration = locale.duration(seconds);
  const virtual = [connection.virtualAddress, connection.virtualIpv6Address].filter((one) => one !== undefined);
  return (
    <tr id={`c${connection.id}`}>
      <th scope="row">
        <Instant at={start} text={locale.dayClock(start)} />
      </th>
      <td>
        <End connection={connection} locale={locale} />
      </td>
      <td>{state === "inferred" ? fill(words.approximately, { what: duration }) : duration}</td>
      <td>
        {address !== undefined && <Address address={address} />}
        <small>{place && <PlaceText place={place} locale={locale} />}</small>
      </td>
      <td>
        {virtual.map((one) => (
          <Address key={one} address={one} />
        ))}
        <small>
          <OutsideText text={server} />
          {cipher !== undefined && " · "}
          {cipher !== undefined && <OutsideText text={cipher} />}
        </small>
      </td>
      <UnitCell bytes={bytesSent} unit={unit} of="sent" locale={locale} />
      <UnitCell bytes={bytesReceived} unit={unit} of="received" locale={locale} />
    </tr>
  );
}

/** How a connection stands, or when it ended, and how that is known. */
function End({ connection: { state, start, end }, locale }: Pick<RowProps, "connection"> & Pick<UserReport, "locale">) {
  const { userPage: words, statuses } = locale.words;
  switch (state) {
    case "online":
      return <span class="badge ok">{statuses.online}</span>;
    case "silent":
      return <small>{fill(words.noNewsSince, { instant: locale.dayClock(end) })}</small>;
    case "exact":
      return (
        <>
          <Instant at={end} text={endText(start, end, locale)} />
          <small>{words.exact}</small>
        </>
      );
    case "inferred":
      return (
        <>
          <Instant at={end} text={fill(words.approximately, { what: endText(start, end, locale) })} />
          <small>{words.inferred}</small>
        </>
      );
  }
}

/** The day only where it is another than that of the beginning. */
function endText(start: number, end: number, locale: UserReport["locale"]): string {
  return locale.localDay(start) === locale.localDay(end) ? locale.clock(end) : locale.dayClock(end);
}
