/** @jsxImportSource preact */
import { formatCount, formatDuration, formatInstant, formatPlural } from "../../src/report/format.ts";
import type { ServerLine } from "../../src/report/overview.ts";
import { Dot } from "./dot.tsx";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";
import { ServerName } from "./server-name.tsx";
import { type Clock, Failing, Stale } from "./server-trouble.tsx";

function Up({ server, clock }: { readonly server: ServerLine; readonly clock: Clock }) {
  return (
    <div>
      <p>
        <ServerName server={server} />
        is up, {formatPlural(server.usersOnline, "user")} online
      </p>
      <p>
        {formatPlural(server.connections, "connection")}
        {server.signingIn > 0 && `, ${formatCount(server.signingIn)} signing in`}
        {server.ageSeconds !== undefined && ` · status ${formatDuration(server.ageSeconds)} old`}
        {server.openvpnVersion !== undefined && (
          <>
            {" "}
            · OpenVPN&nbsp;
            <OutsideText text={server.openvpnVersion} />
          </>
        )}
        {server.upSince !== undefined && ` · up for ${formatDuration(clock.writtenAt - server.upSince)}`}
        {server.dco === true && " · data channel offload"}
      </p>
      {server.stillSince !== undefined && (
        <p class="still">
          No counter has moved since{" "}
          <Instant at={server.stillSince} text={formatInstant(server.stillSince, clock.writtenAt, clock.timeZone)} />:
          with data channel offload some kernels stop counting; OpenVPN itself may show more.
        </p>
      )}
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
          <Up server={server} clock={clock} />
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
              <ServerName server={server} />
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
