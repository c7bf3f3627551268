/** @jsxImportSource preact */
import type { QueryField } from "../../src/report/links.ts";

/** What a form sends along unchanged. */
export function HiddenFields({ fields }: { readonly fields: readonly QueryField[] }) {
  return (
    <>
      {fields.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
