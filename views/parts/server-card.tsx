/** @jsxImportSource preact */
import type { Frame } from "../../src/report/frame.ts";
import type { ServerLine } from "../../src/report/overview.ts";
import { speedText } from "../../src/report/speed-text.ts";
import { visible } from "../../src/report/visible.ts";
import { fill } from "../../src/words/fill.ts";
import { Dot } from "./dot.tsx";
import { Fill } from "./fill.tsx";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";
import { ServerName } from "./server-name.tsx";
import { Failing, Stale } from "./server-trouble.tsx";

interface ServerProps {
  readonly server: ServerLine;
  readonly frame: Frame;
}

function Up({ server, frame: { locale, writtenAt } }: ServerProps) {
  const { servers: words, counts } = locale.words;
  const { signingIn, ageSeconds, openvpnVersion, upSince, stillSince } = server;
  const facts = [
    locale.plural(server.connections, counts.connection),
    server.speed !== undefined && speedText(server.speed, locale),
    signingIn > 0 && fill(words.signingIn, { count: locale.count(signingIn) }),
    ageSeconds !== undefined && fill(words.statusAge, { age: locale.duration(ageSeconds) }),
    openvpnVersion !== undefined && fill(words.version, { version: visible(openvpnVersion) }),
    upSince !== undefined && fill(words.upFor, { age: locale.duration(writtenAt - upSince) }),
    server.dco === true && words.offload,
  ];
  const users = locale.plural(server.usersOnline, counts.user);
  return (
    <div>
      <p>
        <Fill text={words.up} parts={{ name: <ServerName name={server.name} />, users }} />
      </p>
      <p>{facts.filter((fact) => fact !== false).join(" · ")}</p>
      {stillSince !== undefined && (
        <p class="still">
          <Fill
            text={words.still}
            parts={{ instant: <Instant at={stillSince} text={locale.instant(stillSince, writtenAt)} /> }}
          />
        </p>
      )}
    </div>
  );
}

/** A server and its state: quiet while it is up, amber when stale, red with the real problem when failing. */
export function ServerCard({ server, frame }: ServerProps) {
  const { servers: words, frame: tags } = frame.locale.words;
  switch (server.state) {
    case "up":
      return (
        <li>
          <Dot status="online" />
          <Up server={server} frame={frame} />
        </li>
      );
    case "stale":
      return (
        <li class="stale">
          <span class="tag">{tags.stale}</span>
          <Stale server={server} frame={frame} />
        </li>
      );
    case "failing":
      return (
        <li class="failing">
          <span class="tag">{tags.failing}</span>
          <Failing server={server} frame={frame} />
        </li>
      );
    case "waiting":
      return (
        <li>
          <Dot status="offline" />
          <div>
            <p>
              <Fill text={words.waiting} parts={{ name: <ServerName name={server.name} /> }} />
            </p>
            <p>
              <Fill text={words.waitingFor} parts={{ source: <OutsideText text={server.source} /> }} />
            </p>
          </div>
        </li>
      );
  }
}
