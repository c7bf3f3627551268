import type { Speed } from "../account/speed.ts";
import { fill } from "../words/fill.ts";
import type { Locale } from "./locale.ts";

/** What flows at the moment, both directions: "↓ 21.4 Mbit/s ↑ 1.80 Mbit/s". */
export function speedText({ sentPerSecond, receivedPerSecond }: Speed, locale: Locale): string {
  const parts = { sent: locale.speed(sentPerSecond), received: locale.speed(receivedPerSecond) };
  return fill(locale.words.speed, parts);
}
