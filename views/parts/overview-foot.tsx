/** @jsxImportSource preact */
import type { Overview } from "../../src/report/overview.ts";
import { fill } from "../../src/words/fill.ts";
import { Directions } from "./figure.tsx";
import { Fill } from "./fill.tsx";
import { OutsideText } from "./outside-text.tsx";

/** Since when and how much was watched, and the bytes that are nobody's or in no hour. */
export function OverviewFoot({ servers, unplacedHours, countingSince, databaseBytes, locale, ...rest }: Overview) {
  const { foot: words, counts } = locale.words;
  const nobodys = servers.filter(({ unauthenticated: { bytesSent, bytesReceived } }) => bytesSent + bytesReceived > 0n);
  const facts = [
    countingSince === undefined ? words.notCounting : fill(words.countingSince, { date: locale.date(countingSince) }),
    ...(countingSince === undefined ? [] : [fill(words.watched, { share: locale.share(rest.watched) })]),
    locale.plural(rest.distinctAddresses, counts.address),
    databaseBytes === undefined
      ? words.remoteDatabase
      : fill(words.database, { size: locale.bytes(BigInt(databaseBytes)) }),
  ];
  return (
    <>
      <p>{facts.join(" · ")}</p>
      {nobodys.map((server) => (
        <p key={server.name}>
          <Fill
            text={words.nobodys}
            parts={{
              server: <OutsideText text={server.name} />,
              bytes: <Directions counters={server.unauthenticated} locale={locale} />,
            }}
          />
        </p>
      ))}
      {unplacedHours.bytesSent + unplacedHours.bytesReceived > 0n && (
        <p>
          <Fill text={words.unplaced} parts={{ bytes: <Directions counters={unplacedHours} locale={locale} /> }} />
        </p>
      )}
    </>
  );
}
