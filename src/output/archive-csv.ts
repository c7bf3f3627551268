import type { ArchiveReport, PeriodLine, PeriodReport } from "../report/archive.ts";
import { type Cell, csvInstant, csvText } from "./csv-text.ts";

const COLUMNS = [
  ...["start", "end", "bytes_sent", "bytes_received", "users", "peak_connections", "peak_at", "watched"],
] as const;

/** A line for each month, the oldest first. */
export function archiveCsv({ years }: ArchiveReport): string {
  return linesCsv("month", years.flatMap(({ months }) => months).reverse());
}

/** A line for each part of a period: a month of a year, a day of a month, an hour of a day. */
export function periodCsv({ partKind, parts = [] }: PeriodReport): string {
  return linesCsv(partKind, parts);
}

/** A line for each user of a period, the most first: what somebody is billed by. */
export function periodUsersCsv({ name: period, topUsers = [] }: PeriodReport): string {
  return csvText(
    ["period", "rank", "user_id", "user", "bytes_sent", "bytes_received", "share"],
    topUsers.map(({ id, name, bytesSent, bytesReceived, share }, index) => [
      ...[period, index + 1, id, name, bytesSent, bytesReceived, share],
    ]),
  );
}

function linesCsv(kind: string, lines: readonly PeriodLine[]): string {
  return csvText(
    [kind, ...COLUMNS],
    lines.map(({ name, start, end, bytesSent, bytesReceived, users, peak, watched }): Cell[] => [
      ...[name, csvInstant(start), csvInstant(end), bytesSent, bytesReceived, users],
      ...[peak?.connections, csvInstant(peak?.at), watched],
    ]),
  );
}
