const THOUSAND = 1000n;
const KIBI = 1024n;

/** As people write them: "GB" is a thousand MB, "GiB" 1,024 MiB. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ["b", 1n],
  ...["k", "m", "g", "t", "p"].flatMap((letter, index): [string, bigint][] => [
    [`${letter}b`, THOUSAND ** BigInt(index + 1)],
    [`${letter}ib`, KIBI ** BigInt(index + 1)],
  ]),
]);

/** What the database can add up. */
const MOST = 2n ** 63n - 1n;

/** The bytes of a text such as "60 GB", "1.5 TiB" or "500000 B"; undefined when it is none, or of less than a byte. */
export function parseSize(text: string): bigint | undefined {
  const [, whole = "", fraction = "", unit = ""] =
    /^\s*(\d{1,19})(?:\.(\d{1,19}))?\s*([a-z]{1,3})\s*$/i.exec(text) ?? [];
  const size = UNITS.get(unit.toLowerCase());
  if (size === undefined) return undefined;
  const bytes = (BigInt(whole + fraction) * size) / 10n ** BigInt(fraction.length);
  return bytes >= 1n && bytes <= MOST ? bytes : undefined;
}
