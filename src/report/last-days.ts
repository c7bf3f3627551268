import type { Plural } from "../words/plural.ts";
import type { Locale } from "./locale.ts";

/** What stands after "last": for one day its hours, since nobody says "the last 1 day". */
export function lastDays(days: number, day: Plural, { plural, words }: Locale): string {
  return days === 1 ? plural(24, words.ages.hour) : plural(days, day);
}
