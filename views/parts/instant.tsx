/** @jsxImportSource preact */
import type { UnixSeconds } from "../../src/model.ts";
import { formatIso } from "../../src/report/format.ts";

/** An instant as text for people and, in its attribute, for machines. */
export function Instant({ at, text }: { readonly at: UnixSeconds; readonly text: string }) {
  return <time datetime={formatIso(at)}>{text}</time>;
}
