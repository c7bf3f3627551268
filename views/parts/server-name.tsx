/** @jsxImportSource preact */
import type { ServerLine } from "../../src/report/overview.ts";
import { OutsideText } from "./outside-text.tsx";

/** A server's name, and the space to what is said of it. */
export function ServerName({ server }: { readonly server: ServerLine }) {
  return (
    <>
      <b>
        <OutsideText text={server.name} />
      </b>{" "}
    </>
  );
}
