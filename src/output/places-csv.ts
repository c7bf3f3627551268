import type { Places } from "../report/places.ts";
import { csvInstant, csvText } from "./csv-text.ts";

/** A line for each place, most traffic first. */
export function placesCsv({ lines }: Places): string {
  return csvText(
    [
      ...["city", "region", "country", "provider", "users", "connections", "bytes_sent", "bytes_received", "share"],
      ...["new_users", "new_since"],
    ],
    lines.map(({ city, region, country, provider, users, connections, bytesSent, bytesReceived, share, news }) => [
      ...[city, region, country, provider, users, connections, bytesSent, bytesReceived, share],
      ...[news?.users ?? 0, csvInstant(news?.since)],
    ]),
  );
}
