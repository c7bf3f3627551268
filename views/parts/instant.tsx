/** @jsxImportSource preact */
import type { UnixSeconds } from "../../src/model.ts";
import { isoInstant } from "../../src/report/iso-instant.ts";

/** An instant as text for people and, in its attribute, for machines. */
export function Instant({ at, text }: { readonly at: UnixSeconds; readonly text: string }) {
  return <time datetime={isoInstant(at)}>{text}</time>;
}
