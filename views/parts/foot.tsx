/** @jsxImportSource preact */
import { formatBytes, formatDate, formatFull, formatPlural, formatShare } from "../../src/report/format.ts";
import type { Overview } from "../../src/report/overview.ts";
import { Directions } from "./figure.tsx";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";

/** What the figures rest on: when, since when, how much was watched, units, and the bytes that are nobody's. */
export function Foot({ servers, unplacedHours, countingSince, databaseBytes, writtenAt, timeZone, ...rest }: Overview) {
  const nobodys = servers.filter(({ unauthenticated: { bytesSent, bytesReceived } }) => bytesSent + bytesReceived > 0n);
  return (
    <footer>
      <div class="wrap">
        <p>
          Refreshed <Instant at={writtenAt} text={formatFull(writtenAt, timeZone)} /> {timeZone} ·{" "}
          {countingSince === undefined ? "not counting yet" : `counting since ${formatDate(countingSince, timeZone)}`} ·{" "}
          {countingSince !== undefined && `${formatShare(rest.watched)} of the last 30 days watched · `}
          {formatPlural(rest.distinctAddresses, "distinct IP address", "distinct IP addresses")} ·{" "}
          {databaseBytes === undefined
            ? "database on another server"
            : `database ${formatBytes(BigInt(databaseBytes))}`}
        </p>
        {nobodys.map((server) => (
          <p key={server.name}>
            <OutsideText text={server.name} />: <Directions {...server.unauthenticated} /> of connections that never
            signed in; they are nobody’s.
          </p>
        ))}
        {unplacedHours.bytesSent + unplacedHours.bytesReceived > 0n && (
          <p>
            <Directions {...unplacedHours} /> are in every day and sum, but in no hour: they moved in a gap too long to
            tell.
          </p>
        )}
        {rest.privateNames && <p>Names are shortened to their first letter.</p>}
        <p>
          Days begin at midnight in {timeZone}. 1 GB = 1,000,000,000 bytes. Bytes are counted by the server: sent went
          to the user, received came from the user.
        </p>
        {rest.credits.map((credit) => (
          <p key={credit}>
            <OutsideText text={credit} />
          </p>
        ))}
        <p>ovpnstats {rest.version}</p>
      </div>
    </footer>
  );
}
