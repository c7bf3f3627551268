/** @jsxImportSource preact */
import type { ByteUnit } from "../../src/report/byte-units.ts";
import type { Locale } from "../../src/report/locale.ts";

interface UnitCellProps {
  readonly bytes: bigint;
  /** That of the column, whose head says so; beside the figure it stands where the head is not shown. */
  readonly unit: ByteUnit;
  /** Its class: what stands in the column. */
  readonly of: "sent" | "received" | "sum";
  readonly locale: Locale;
}

/** Bytes in the unit of their column, every one of them in the title. */
export function UnitCell({ bytes, unit, of, locale }: UnitCellProps) {
  return (
    <td class={`n ${of}`} title={locale.exactBytes(bytes)}>
      {bytes === 0n ? <span class="q">0</span> : locale.inUnit(bytes, unit)}
      <i aria-hidden="true"> {unit}</i>
    </td>
  );
}
