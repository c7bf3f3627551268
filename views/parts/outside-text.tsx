/** @jsxImportSource preact */
import { visible } from "../../src/report/visible.ts";

/** Text that came from outside: its characters all to be seen, its direction kept to itself. */
export function OutsideText({ text }: { readonly text: string }) {
  return <bdi>{visible(text)}</bdi>;
}
