/** A system of units, with what one of each has. */
interface UnitSystem {
  /** From one unit to the next. */
  readonly step: bigint;
  readonly sizes: readonly (readonly [unit: ByteUnit, size: bigint])[];
}

const SI = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;
const IEC = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** A unit of bytes of either system. */
export type ByteUnit = (typeof SI)[number] | (typeof IEC)[number];

/** `si`: 1 GB is 1,000,000,000 bytes. `iec`: 1 GiB is 1,073,741,824. */
export const UNIT_SYSTEMS = ["si", "iec"] as const;
export type Units = (typeof UNIT_SYSTEMS)[number];

const SYSTEMS: Readonly<Record<Units, UnitSystem>> = { si: system(SI, 1000n), iec: system(IEC, 1024n) };

const SIZES = new Map<ByteUnit, bigint>([...SYSTEMS.si.sizes, ...SYSTEMS.iec.sizes]);

/** A column stays in the unit of 10^9 until ten of the next: most lines stand far below the largest. */
const PATIENT = 4;

const TENS = [1n, 10n, 100n] as const;

function system(units: readonly ByteUnit[], step: bigint): UnitSystem {
  return { step, sizes: units.map((unit, index) => [unit, step ** BigInt(index)]) };
}

/** The bytes in one of a unit. */
export function unitSize(unit: ByteUnit): bigint {
  return SIZES.get(unit) ?? 1n;
}

/** A rounded figure: its digits without a point, how many of them are decimals, and its unit. */
export interface RoundedBytes {
  readonly digits: string;
  readonly decimals: number;
  readonly unit: ByteUnit;
}

/** Bytes in three significant digits, rounded exactly: 999,950 is 1.00 MB, never 1000 kB; 1,023 KiB has four. */
export function roundBytes(bytes: bigint, units: Units): RoundedBytes {
  const { step, sizes } = SYSTEMS[units];
  const found = sizes.findLastIndex(([, size]) => bytes >= size);
  for (let index = Math.max(0, found); ; index++) {
    const [unit, size] = sizes[index] ?? ["B", 1n];
    if (index === 0) {
      if (bytes < step) return { digits: String(bytes), decimals: 0, unit };
      continue;
    }
    for (let decimals = bytes < size * 10n ? 2 : bytes < size * 100n ? 1 : 0; decimals >= 0; decimals--) {
      const digits = (bytes * (TENS[decimals] ?? 1n) + size / 2n) / size;
      const isLast = index === sizes.length - 1;
      if (decimals > 0 ? digits < 1000n : digits < step || isLast) return { digits: String(digits), decimals, unit };
    }
  }
}

/** The one unit of a column whose largest value is `largest`. */
export function columnUnit(largest: bigint, units: Units): ByteUnit {
  const { sizes } = SYSTEMS[units];
  const fitting = sizes.findLast(([, size], index) => largest >= (index >= PATIENT ? size * 10n : size));
  return fitting?.[0] ?? "B";
}

/** Up to here a hundredfold is a whole number for `Number`, too; its quotient then rounds as the exact one does. */
const FAST = BigInt(Math.floor(Number.MAX_SAFE_INTEGER / 100));

/** Hundredths of a unit, rounded exactly. */
export function hundredths(bytes: bigint, unit: ByteUnit): bigint | number {
  const size = unitSize(unit);
  return bytes <= FAST ? Math.round((Number(bytes) * 100) / Number(size)) : (bytes * 100n + size / 2n) / size;
}
