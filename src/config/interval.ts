/** Largest first: `formatInterval()` takes the first that divides evenly. */
const UNITS: readonly (readonly [seconds: number, one: string, many: string, spellings: RegExp])[] = [
  [365 * 86_400, " year", " years", /^y(ears?)?$/],
  [86_400, " day", " days", /^d(ays?)?$/],
  [3_600, "h", "h", /^h(ours?|rs?)?$/],
  [60, " min", " min", /^m(in(ute)?s?)?$/],
  [1, "s", "s", /^s(ec(ond)?s?)?$/],
];

/** Longer texts are none, and would take long to be refused. */
const MOST_CHARACTERS = 100;

/** The seconds of a text such as "14s", "1h 30m" or "90 min" (bare digits are seconds); undefined when it is none. */
export function parseInterval(text: string): number | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  if (/^\s*\d{1,12}\s*$/.test(text)) return Number(text);
  const parts = [...text.matchAll(/\s*(\d{1,12})\s*([a-z]+)\s*/gi)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  let total = 0;
  for (const [, count, word = ""] of parts) {
    const unit = UNITS.find(([, , , spellings]) => spellings.test(word.toLowerCase()));
    if (unit === undefined) return undefined;
    total += Number(count) * unit[0];
  }
  return total;
}

/** Whole seconds as `parseInterval()` reads them back, in one unit: "90 min", "3 years", "69s". */
export function formatInterval(seconds: number): string {
  const [unit, one, many] = UNITS.find(([unit]) => seconds >= unit && seconds % unit === 0) ?? [1, "s", "s"];
  return `${seconds / unit}${seconds === unit ? one : many}`;
}
