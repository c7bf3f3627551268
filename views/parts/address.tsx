/** @jsxImportSource preact */
import { parseAddress } from "../../src/parse/address.ts";
import { visible } from "../../src/report/visible.ts";
import { OutsideText } from "./outside-text.tsx";

/** An address without its port, which the title has, in letters of one width. */
export function Address({ address }: { readonly address: string }) {
  const host = parseAddress(address)?.host ?? address;
  return (
    <code title={host === address ? undefined : visible(address)}>
      <OutsideText text={host} />
    </code>
  );
}
