/** @jsxImportSource preact */
import { Fragment } from "preact";
import { countryOf } from "../../src/report/country-names.ts";
import type { Locale } from "../../src/report/locale.ts";
import { speedText } from "../../src/report/speed-text.ts";
import type { ShownPlace, UserReport } from "../../src/report/user.ts";
import { visibleName } from "../../src/report/visible.ts";
import { fill } from "../../src/words/fill.ts";
import { Dot } from "./dot.tsx";
import { Fill } from "./fill.tsx";
import { OutsideText } from "./outside-text.tsx";
import { PageLink } from "./page-link.tsx";

/** City and country, or as much as is known. */
function placeName(place: ShownPlace, locale: Locale): string | undefined {
  const parts = [place.city ?? place.region, countryOf(place, locale)].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** Names with a word between them. */
function Names({ names, and }: { readonly names: readonly string[]; readonly and: string }) {
  return (
    <>
      {names.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && and}
          <b>
            <OutsideText text={name} />
          </b>
        </Fragment>
      ))}
    </>
  );
}

/** Whether the user is there, since when, through which server. */
function Presence({ status, onlineSince, lastSeenAt, openConnections, servers, writtenAt, locale }: UserReport) {
  const { statusLabels, userPage: words, counts } = locale.words;
  const when =
    onlineSince === undefined
      ? fill(words.lastSeen, { instant: locale.seen(lastSeenAt, writtenAt) })
      : fill(words.onlineSince, {
          instant: locale.instant(onlineSince, writtenAt),
          duration: locale.duration(writtenAt - onlineSince),
        });
  return (
    <>
      <b class={status}>{statusLabels[status]}</b>
      {onlineSince === undefined ? ", " : " "}
      {when} <Fill text={words.through} parts={{ servers: <Names names={servers} and={words.and} /> }} />
      {openConnections > 1 && `, ${locale.plural(openConnections, counts.connection)}`}
    </>
  );
}

/** The name with its dot, and one line of what is known at a glance. */
export function UserHead(user: UserReport) {
  const { name, account, group, status, speed, place, firstSeenAt, locale } = user;
  const { userPage: words, users } = locale.words;
  const where = place && placeName(place, locale);
  const facts = [
    <Presence key="presence" {...user} />,
    speed && <b key="speed">{fill(words.speedNow, { speed: speedText(speed, locale) })}</b>,
    where !== undefined && <OutsideText key="place" text={where} />,
    account !== undefined && account !== name && (
      <Fill key="account" text={words.account} parts={{ name: <OutsideText text={account} /> }} />
    ),
    group !== undefined && <OutsideText key="group" text={group} />,
    firstSeenAt !== undefined && fill(words.firstSeen, { date: locale.date(firstSeenAt) }),
  ].filter((fact) => fact !== false && fact !== undefined);
  return (
    <>
      <p class="crumb">
        <PageLink frame={user} to="">
          {users.heading}
        </PageLink>
      </p>
      <h1 class="who">
        <Dot status={status} />
        <bdi>{visibleName(name, users.noName)}</bdi>
      </h1>
      <p class="line">
        {facts.map((fact, index) => (
          <Fragment key={index}>
            {index > 0 && " · "}
            {fact}
          </Fragment>
        ))}
      </p>
    </>
  );
}
