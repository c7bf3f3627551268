import type { Counters } from "../model.ts";
import type { Locale } from "./locale.ts";

/** Every byte of both directions, for a title: "5,012 bytes sent, 1,204 bytes received". */
export function exactText({ bytesSent, bytesReceived }: Counters, { words, exactBytes }: Locale): string {
  return `${exactBytes(bytesSent)} ${words.sent}, ${exactBytes(bytesReceived)} ${words.received}`;
}
