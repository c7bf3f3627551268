import type { Words } from "../words/en.ts";
import { fill } from "../words/fill.ts";
import type { Plural } from "../words/plural.ts";
import { type ByteUnit, columnUnit, hundredths, roundBytes, type Units } from "./byte-units.ts";

/** Keeps a number and its unit on one line; a terminal's text has a plain space in its place. */
const SPACE = "\u00a0";

/** A figure parted from its unit, for places that set the two in different sizes. */
export interface Quantity {
  readonly value: string;
  readonly unit: ByteUnit;
}

/** Numbers and bytes as a reader reads them. */
export interface LocaleNumbers {
  /** A whole number with its thousands parted: "1,204". */
  count(count: number | bigint): string;
  /** With so many decimals: "0.42". */
  decimal(value: number, decimals: number): string;
  /** "1 user", "12 users". */
  plural(count: number, words: Plural): string;
  /** A share of 0 to 1 as "95.3 %"; only the whole is "100 %" and only nothing is "0 %". */
  share(share: number): string;
  /** Bytes in three significant digits, the unit apart. */
  quantity(bytes: bigint): Quantity;
  /** Bytes as running text: "15.0 GB", "0 B". */
  bytes(bytes: bigint): string;
  /** Every byte, for a title: "15,012,345,678 bytes". */
  exactBytes(bytes: bigint): string;
  /** The one unit of a column whose largest value is `largest`. */
  columnUnit(largest: bigint): ByteUnit;
  /** Bytes in a column's unit with two decimals, so that length is size: "2.58", "<0.01", and "0" for nothing. */
  inUnit(bytes: bigint, unit: ByteUnit): string;
  /** A speed, as networks are sold: "21.4 Mbit/s". */
  speed(bytesPerSecond: number): string;
}

const SPEEDS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"] as const;

export function createNumbers({ decimalPoint, thousands, percent, counts }: Words, units: Units): LocaleNumbers {
  const count = (number: number | bigint): string =>
    number < 1000 ? String(number) : String(number).replace(/\B(?=(\d{3})+$)/g, thousands);
  /** Digits, of which so many at the end are decimals. */
  const pointed = (digits: string, decimals: number): string => {
    if (decimals === 0) return digits.length > 3 ? count(BigInt(digits)) : digits;
    const whole = digits.slice(0, -decimals);
    return `${whole.length > 3 ? count(BigInt(whole)) : whole || "0"}${decimalPoint}${digits.slice(-decimals)}`;
  };
  const decimal = (value: number, decimals: number): string => value.toFixed(decimals).replace(".", decimalPoint);
  const plural = (number: number, [one, many]: Plural): string => {
    const word = number === 1 ? one : many;
    return word.includes("{count}") ? fill(word, { count: count(number) }) : count(number) + SPACE + word;
  };
  const quantity = (bytes: bigint): Quantity => {
    const { digits, decimals, unit } = roundBytes(bytes, units);
    return { value: pointed(digits, decimals), unit };
  };
  return {
    count,
    decimal,
    plural,
    quantity,
    share(share) {
      const tenths = share >= 1 ? 1000 : share <= 0 ? 0 : Math.min(999, Math.max(1, Math.round(share * 1000)));
      return fill(percent, { value: tenths % 10 === 0 ? String(tenths / 10) : decimal(tenths / 10, 1) });
    },
    bytes(bytes) {
      const { value, unit } = quantity(bytes);
      return value + SPACE + unit;
    },
    exactBytes: (bytes) => count(bytes) + SPACE + counts.byte[bytes === 1n ? 0 : 1],
    columnUnit: (largest) => columnUnit(largest, units),
    inUnit(bytes, unit) {
      if (bytes === 0n) return "0";
      if (unit === "B") return count(bytes);
      const digits = String(hundredths(bytes, unit));
      return digits === "0" ? `<0${decimalPoint}01` : pointed(digits.padStart(3, "0"), 2);
    },
    speed(bytesPerSecond) {
      let bits = bytesPerSecond * 8;
      let index = 0;
      for (; bits >= 999.5 && index < SPEEDS.length - 1; index++) bits /= 1000;
      const decimals = index === 0 || bits >= 99.95 ? 0 : bits >= 9.995 ? 1 : 2;
      return `${decimal(bits, decimals)}${SPACE}${SPEEDS[index]}`;
    },
  };
}
