/** @jsxImportSource preact */
import { formatAge, formatCount, formatDuration, formatInstant, formatPlural } from "../../src/report/format.ts";
import type { Overview, ServerLine } from "../../src/report/overview.ts";
import { Dot } from "./dot.tsx";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";

type Clock = Pick<Overview, "writtenAt" | "timeZone">;

function News({ server, clock, word }: { readonly server: ServerLine; readonly clock: Clock; readonly word: string }) {
  if (server.lastNewsAt === undefined || server.ageSeconds === undefined) return <>{word} never</>;
  return (
    <>
      {word} <Instant at={server.lastNewsAt} text={formatInstant(server.lastNewsAt, clock.writtenAt, clock.timeZone)} />
      , {formatAge(server.ageSeconds)} ago
    </>
  );
}

function Up({ server }: { readonly server: ServerLine }) {
  return (
    <div>
      <p>
        <b>
          <OutsideText text={server.name} />
        </b>{" "}
        is up, {formatPlural(server.usersOnline, "user")} online
      </p>
      <p>
        {formatPlural(server.connections, "connection")}
        {server.signingIn > 0 && `, ${formatCount(server.signingIn)} signing in`} · status{" "}
        {formatDuration(server.ageSeconds ?? 0)} old
        {server.openvpnVersion !== undefined && (
          <>
            {" "}
            · OpenVPN <OutsideText text={server.openvpnVersion} />
          </>
        )}
      </p>
    </div>
  );
}

function Stale({ server, clock }: { readonly server: ServerLine; readonly clock: Clock }) {
  return (
    <div>
      <p>
        <b>
          <OutsideText text={server.name} />
        </b>{" "}
        <News server={server} clock={clock} word="has told nothing since" />
      </p>
      <p>
        Nobody counts as online through it.{" "}
        {server.connections > 0 &&
          `${formatPlural(server.connections, "connection")} ${server.connections === 1 ? "was" : "were"} open there; what they move is credited when it is back. `}
        Read from <OutsideText text={server.source} />.
      </p>
    </div>
  );
}

function Failing({ server, clock }: { readonly server: ServerLine; readonly clock: Clock }) {
  return (
    <div>
      <p>
        <b>
          <OutsideText text={server.name} />
        </b>{" "}
        cannot be read
      </p>
      <p class="problem">
        <OutsideText text={server.problem ?? "The last reading failed"} />
      </p>
      <p>
        <News server={server} clock={clock} word="Last news" />. Read from <OutsideText text={server.source} />.
      </p>
    </div>
  );
}

/** A server and its state: quiet while it is up, amber when stale, red with the real problem when failing. */
export function ServerCard({ server, clock }: { readonly server: ServerLine; readonly clock: Clock }) {
  switch (server.state) {
    case "up":
      return (
        <li>
          <Dot status="online" />
          <Up server={server} />
        </li>
      );
    case "stale":
      return (
        <li class="stale">
          <span class="tag">Stale</span>
          <Stale server={server} clock={clock} />
        </li>
      );
    case "failing":
      return (
        <li class="failing">
          <span class="tag">Failing</span>
          <Failing server={server} clock={clock} />
        </li>
      );
    case "waiting":
      return (
        <li>
          <Dot status="offline" />
          <div>
            <p>
              <b>
                <OutsideText text={server.name} />
              </b>{" "}
              has not been read yet
            </p>
            <p>
              Waiting for <OutsideText text={server.source} />
            </p>
          </div>
        </li>
      );
  }
}
