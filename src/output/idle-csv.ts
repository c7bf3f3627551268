import type { IdleList } from "../report/idle.ts";
import { csvInstant, csvText } from "./csv-text.ts";

const COLUMNS = [
  ...["user_id", "user", "last_seen", "server", "real_address", "city", "region", "country", "provider"],
  ...["bytes_sent", "bytes_received"],
];

/** A line for each account. */
export function idleCsv({ accounts }: IdleList): string {
  return csvText(
    COLUMNS,
    accounts.map(({ id, name, seenAt, server, address, city, region, country, provider, allTime }) => [
      ...[id, name, csvInstant(seenAt), server, address, city, region, country, provider],
      ...[allTime.bytesSent, allTime.bytesReceived],
    ]),
  );
}
