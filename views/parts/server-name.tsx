/** @jsxImportSource preact */
import { OutsideText } from "./outside-text.tsx";

/** A server's name where something is said of it. */
export function ServerName({ name }: { readonly name: string }) {
  return (
    <b>
      <OutsideText text={name} />
    </b>
  );
}
