/** @jsxImportSource preact */
import type { ByteUnit } from "../../src/report/byte-units.ts";
import type { ConnectionLine, ConnectionsReport } from "../../src/report/connections.ts";
import { largest } from "../../src/report/largest.ts";
import type { Locale } from "../../src/report/locale.ts";
import { fill } from "../../src/words/fill.ts";
import { Address } from "./address.tsx";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";
import { PlaceText } from "./place-text.tsx";
import { UnitCell } from "./unit-cell.tsx";
import { UserLink } from "./user-link.tsx";

interface Units {
  readonly sent: ByteUnit;
  readonly received: ByteUnit;
}

interface RowProps {
  readonly line: ConnectionLine;
  readonly report: ConnectionsReport;
  readonly units: Units;
}

/** "14:32" on the day that is told beside it, else with its own. */
function endText({ since, until }: ConnectionLine, locale: Locale): string {
  return locale.localDay(since) === locale.localDay(until) ? locale.clock(until) : locale.dayClock(until);
}

function End({ line, locale }: { readonly line: ConnectionLine; readonly locale: Locale }) {
  const { connections: words } = locale.words;
  const { state, until, online } = line;
  const full = locale.full(until);
  switch (state) {
    case "open":
      return (
        <td class="end" title={fill(words.seen, { instant: full })}>
          {online ? <b>{words.open}</b> : words.open}
          {!online && <small>{fill(words.seen, { instant: endText(line, locale) })}</small>}
        </td>
      );
    case "inferred":
      return (
        <td class="end" title={`${full}: ${words.inferredMeans}`}>
          <Instant at={until} text={fill(words.inferred, { instant: endText(line, locale) })} />
          <small>{words.states.inferred}</small>
        </td>
      );
    case "exact":
      return (
        <td class="end" title={`${full}: ${words.exactMeans}`}>
          <Instant at={until} text={endText(line, locale)} />
          <small>{words.states.exact}</small>
        </td>
      );
  }
}

function Row({ line, report, units }: RowProps) {
  const { locale, servers } = report;
  const { address, virtualAddress, virtualIpv6Address, cipher, since, seconds, state } = line;
  return (
    <tr>
      <th scope="row">
        <UserLink user={line.user} frame={report} />
        {servers.length > 1 && (
          <small>
            <OutsideText text={line.server} />
          </small>
        )}
      </th>
      <td class="start" title={locale.full(since)}>
        <Instant at={since} text={locale.dayClock(since)} />
      </td>
      <End line={line} locale={locale} />
      <td class="for n">
        {state === "inferred" && "≈ "}
        {locale.duration(seconds)}
      </td>
      {isPlaced(report) && (
        <td class="from">
          {address !== undefined && <Address address={address} />}
          <small>
            <PlaceText place={line} locale={locale} />{" "}
            {line.isNewPlace && <span class="badge">{locale.words.connections.newPlace}</span>}
          </small>
        </td>
      )}
      <td class="virtual">
        {virtualAddress !== undefined && <Address address={virtualAddress} />}
        {virtualIpv6Address !== undefined && <Address address={virtualIpv6Address} />}
      </td>
      <UnitCell bytes={line.bytesSent} unit={units.sent} of="sent" locale={locale} />
      <UnitCell bytes={line.bytesReceived} unit={units.received} of="received" locale={locale} />
      <td class="cipher">{cipher !== undefined && <OutsideText text={cipher} />}</td>
    </tr>
  );
}

function isPlaced({ addressDetail, showPlaces }: ConnectionsReport): boolean {
  return addressDetail !== "none" || showPlaces;
}

/** A row for each connection, and what all that match come to. */
export function LogTable(report: ConnectionsReport) {
  const { connections, sums, locale, servers } = report;
  const { connections: words, placesSection } = locale.words;
  const { bytesSent, bytesReceived } = largest(connections);
  const units = { sent: locale.columnUnit(bytesSent), received: locale.columnUnit(bytesReceived) };
  const server = servers.length > 1 ? `, ${words.server}` : "";
  const from = report.addressDetail === "none" ? placesSection.heading : words.address;
  const before = isPlaced(report) ? 6 : 5;
  return (
    <table class="log">
      <caption class="vh">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">
            {words.user}
            {server}
          </th>
          <th scope="col" class="start">
            {words.start}
          </th>
          <th scope="col" class="end">
            {words.end}
          </th>
          <th scope="col" class="for n">
            {words.duration}
          </th>
          {isPlaced(report) && (
            <th scope="col" class="from">
              {from}
            </th>
          )}
          <th scope="col" class="virtual">
            {words.virtual}
          </th>
          <th scope="col" class="sent n">
            {fill(words.sent, { unit: units.sent })}
          </th>
          <th scope="col" class="received n">
            {fill(words.received, { unit: units.received })}
          </th>
          <th scope="col" class="cipher">
            {words.cipher}
          </th>
        </tr>
      </thead>
      <tbody>
        {connections.map((line) => (
          <Row key={line.id} line={line} report={report} units={units} />
        ))}
      </tbody>
      {sums.count > 1 && (
        <tfoot>
          <tr>
            <th scope="row" colspan={before}>
              {fill(words.sums, { count: locale.count(sums.count) })}
            </th>
            <td class="n sent" title={locale.exactBytes(sums.bytesSent)}>
              {locale.bytes(sums.bytesSent)}
            </td>
            <td class="n received" title={locale.exactBytes(sums.bytesReceived)}>
              {locale.bytes(sums.bytesReceived)}
            </td>
            <td />
          </tr>
        </tfoot>
      )}
    </table>
  );
}
