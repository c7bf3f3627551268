/** @jsxImportSource preact */
import { formatAge, formatInstant, formatPlural } from "../../src/report/format.ts";
import type { Overview, ServerLine } from "../../src/report/overview.ts";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";
import { ServerName } from "./server-name.tsx";

/** When the report was written, and where. */
export type Clock = Pick<Overview, "writtenAt" | "timeZone">;

function News({ server, clock, word }: { readonly server: ServerLine; readonly clock: Clock; readonly word: string }) {
  if (server.lastNewsAt === undefined || server.ageSeconds === undefined) return <>{word} never</>;
  return (
    <>
      {word} <Instant at={server.lastNewsAt} text={formatInstant(server.lastNewsAt, clock.writtenAt, clock.timeZone)} />
      , {formatAge(server.ageSeconds)} ago
    </>
  );
}

/** Its last news is too old: since when, and what that means. */
export function Stale({ server, clock }: { readonly server: ServerLine; readonly clock: Clock }) {
  return (
    <div>
      <p>
        <ServerName server={server} />
        <News server={server} clock={clock} word="has told nothing since" />
      </p>
      <p>
        Nobody counts as online through it.{" "}
        {server.connections > 0 &&
          `${formatPlural(server.connections, "connection")} ${server.connections === 1 ? "was" : "were"} open there; what they move is credited when it is back. `}
        Read from <OutsideText text={server.source} />
      </p>
    </div>
  );
}

/** It cannot be read: why, in the words of the failure. */
export function Failing({ server, clock }: { readonly server: ServerLine; readonly clock: Clock }) {
  return (
    <div>
      <p>
        <ServerName server={server} />
        cannot be read
      </p>
      <p class="problem">
        <OutsideText text={server.problem ?? "The last reading failed"} />
      </p>
      <p>
        <News server={server} clock={clock} word="Last news" />. Read from <OutsideText text={server.source} />
      </p>
    </div>
  );
}
