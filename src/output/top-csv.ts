import type { Top } from "../report/top.ts";
import { csvText } from "./csv-text.ts";

/** A line for each user, the most first. */
export function topCsv({ users }: Top): string {
  return csvText(
    ["rank", "user_id", "user", "bytes_sent", "bytes_received", "share"],
    users.map(({ id, name, bytesSent, bytesReceived, share }, index) => [
      ...[index + 1, id, name, bytesSent, bytesReceived, share],
    ]),
  );
}
