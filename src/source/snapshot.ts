import type { Moment } from "../account/clock.ts";
import { instantOf, isStale } from "../account/clock.ts";
import type { PlacedRow, Snapshot } from "../account/observation.ts";
import type { StatusText, UnixSeconds } from "../model.ts";
import { civilSeconds } from "../parse/timestamp.ts";
import type { StatusReading } from "./status-file.ts";

/** What placing a reading in time needs to know. */
export interface PlaceOptions {
  readonly moment: Moment;
  /** The zone of OpenVPN's process, where configured. */
  readonly serverTimeZone: string | undefined;
  /** The zone of the reports: the last guess for OpenVPN's. */
  readonly timeZone: string;
  /** Seconds between two writes of the source, as far as known. */
  readonly statusInterval: number;
}

/** Offsets of zones are multiples of this; what is left is the delay between a text's time and its file's mtime. */
const QUARTER_HOUR = 900;
const EARLIEST_OFFSET = -12 * 3600;
const LATEST_OFFSET = 14 * 3600;

/** Places a status text, and each connection's beginning, in time. */
export function placeReading(reading: StatusReading, options: PlaceOptions): Snapshot {
  const { text, modifiedAt, contentHash } = reading;
  const at = instantOf(text.time, modifiedAt);
  return {
    kind: "snapshot",
    at,
    toldAt: text.time,
    rows: placeRows(text, modifiedAt, at, options),
    contentHash,
    stale: isStale(at, options.moment.now, options.statusInterval),
    openvpn: text.title,
    dco: text.dcoEnabled,
    upSince: reading.upSince,
    moment: options.moment,
  };
}

function placeRows(text: StatusText, modifiedAt: UnixSeconds, at: UnixSeconds, options: PlaceOptions): PlacedRow[] {
  const toInstant = clockOfServer(text, modifiedAt, options);
  return text.clients.map((row): PlacedRow => {
    const { connectedSince } = row;
    return isPlaced(row) ? row : { ...row, connectedSince: connectedSince ?? toInstant(row.connectedSinceText) ?? at };
  });
}

function isPlaced(row: StatusText["clients"][number]): row is PlacedRow {
  return row.connectedSince !== undefined;
}

/** Reads OpenVPN's own texts: in its zone where that is known, else with the offset that the file shows. */
function clockOfServer(text: StatusText, modifiedAt: UnixSeconds, options: PlaceOptions) {
  const written = civilSeconds(text.timeText);
  const apart = written === undefined ? undefined : written - (text.time ?? modifiedAt);
  const offset = apart === undefined ? undefined : Math.round(apart / QUARTER_HOUR) * QUARTER_HOUR;
  const shown = offset !== undefined && offset >= EARLIEST_OFFSET && offset <= LATEST_OFFSET ? offset : undefined;
  return (timeText: string): UnixSeconds | undefined => {
    const civil = civilSeconds(timeText);
    if (civil === undefined) return undefined;
    if (options.serverTimeZone !== undefined) return inZone(civil, options.serverTimeZone);
    return shown === undefined ? inZone(civil, options.timeZone) : civil - shown;
  };
}

/** The instant at which a zone's clocks show what a clock of UTC shows at `civil`. */
function inZone(civil: UnixSeconds, timeZone: string): UnixSeconds {
  const local = Temporal.Instant.fromEpochMilliseconds(civil * 1000)
    .toZonedDateTimeISO("UTC")
    .toPlainDateTime();
  return local.toZonedDateTime(timeZone).epochMilliseconds / 1000;
}
