/** @jsxImportSource preact */
import type { Frame } from "../../src/report/frame.ts";
import type { ServerLine } from "../../src/report/overview.ts";
import { Fill } from "./fill.tsx";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";
import { ServerName } from "./server-name.tsx";

interface ServerProps {
  readonly server: ServerLine;
  readonly frame: Frame;
}

/** A text about the last news, or the other where there never was any. */
function News({ server, frame, text, never }: ServerProps & { readonly text: string; readonly never: string }) {
  const { name, lastNewsAt, ageSeconds } = server;
  const parts = { name: <ServerName name={name} /> };
  if (lastNewsAt === undefined || ageSeconds === undefined) return <Fill text={never} parts={parts} />;
  const { locale, writtenAt } = frame;
  const instant = <Instant at={lastNewsAt} text={locale.instant(lastNewsAt, writtenAt)} />;
  return <Fill text={text} parts={{ ...parts, instant, age: locale.age(ageSeconds) }} />;
}

/** Its last news is too old: since when, and what that means. */
export function Stale({ server, frame }: ServerProps) {
  const { locale } = frame;
  const { servers: words } = locale.words;
  return (
    <div>
      <p>
        <News server={server} frame={frame} text={words.stale} never={words.staleNever} />
      </p>
      <p>
        {words.staleMeans} {server.connections > 0 && `${locale.plural(server.connections, words.staleOpen)} `}
        <Fill text={words.readFrom} parts={{ source: <OutsideText text={server.source} /> }} />
      </p>
    </div>
  );
}

/** It cannot be read: why, in the words of the failure. */
export function Failing({ server, frame }: ServerProps) {
  const { servers: words } = frame.locale.words;
  return (
    <div>
      <p>
        <Fill text={words.failing} parts={{ name: <ServerName name={server.name} /> }} />
      </p>
      <p class="problem">
        <OutsideText text={server.problem ?? words.failedReading} />
      </p>
      <p>
        <News server={server} frame={frame} text={words.lastNews} never={words.lastNewsNever} />{" "}
        <Fill text={words.readFrom} parts={{ source: <OutsideText text={server.source} /> }} />
      </p>
    </div>
  );
}
