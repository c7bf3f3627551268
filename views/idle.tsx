/** @jsxImportSource preact */
import type { IdleLine, IdleReport } from "../src/report/idle.ts";
import { IDLE_SORTS, idleParams, MOST_DAYS } from "../src/report/idle-query.ts";
import { largest } from "../src/report/largest.ts";
import { lastDays } from "../src/report/last-days.ts";
import type { Locale } from "../src/report/locale.ts";
import { fill } from "../src/words/fill.ts";
import type { Plural } from "../src/words/plural.ts";
import { Document } from "./document.tsx";
import { Address } from "./parts/address.tsx";
import { Choices } from "./parts/choices.tsx";
import { HiddenFields } from "./parts/hidden-fields.tsx";
import { Instant } from "./parts/instant.tsx";
import { OutsideText } from "./parts/outside-text.tsx";
import { PageLink } from "./parts/page-link.tsx";
import { Pager } from "./parts/pager.tsx";
import { PlaceText } from "./parts/place-text.tsx";
import { UnitCell } from "./parts/unit-cell.tsx";
import { UserLink } from "./parts/user-link.tsx";

/** Accounts that were not seen for long. */
export function IdlePage(report: IdleReport) {
  const { accounts, query, pages, locale, link } = report;
  const { idle: words } = locale.words;
  return (
    <Document frame={report} title={words.title} styles={["log"]}>
      <h1>
        <Lede {...report} />
      </h1>
      <Filter {...report} />
      {accounts.length > 0 && (
        <section class="panel list" aria-labelledby="h-accounts">
          <div class="hd">
            <h2 id="h-accounts">{words.heading}</h2>
            <span class="sub csv">
              <PageLink frame={report} to="api/v1/idle.csv" query={idleParams({ ...query, page: 1 })}>
                {words.csv}
              </PageLink>
            </span>
          </div>
          <Accounts {...report} />
          {pages > 1 && (
            <Pager
              {...{ pages, locale, page: query.page, label: words.pages }}
              hrefOf={(page) => link("idle", idleParams({ ...query, page })) ?? ""}
            />
          )}
        </section>
      )}
    </Document>
  );
}

function Lede({ query, matching, userCount, allTime, locale }: IdleReport) {
  const { idle: words, counts, ages } = locale.words;
  const days = locale.plural(query.days, ages.day);
  if (userCount === 0) return <>{words.nobody}</>;
  if (matching === 0) return <>{fill(words.none, { days: lastDays(query.days, ages.day, locale) })}</>;
  const [one, many]: Plural = words.some;
  return (
    <>
      {fill(matching === 1 ? one : many, {
        days,
        count: locale.count(matching),
        users: locale.plural(userCount, counts.user),
      })}{" "}
      <span>{fill(words.moved, { bytes: locale.bytes(allTime.bytesSent + allTime.bytesReceived) })}</span>
    </>
  );
}

function Filter(report: IdleReport) {
  const { query, locale, chosen } = report;
  const { idle: words } = locale.words;
  return (
    <div class="panel search choose">
      <form aria-label={words.title}>
        <HiddenFields fields={[...idleParams({ ...query, days: 30, page: 1 })]} />
        <HiddenFields fields={chosen} />
        <label for="days">{words.days}</label>
        <input type="number" id="days" name="days" value={query.days} min={1} max={MOST_DAYS} required />
        <span>{words.unit}</span>
        <button type="submit">{words.show}</button>
      </form>
      <div class="sorts">
        <span>{words.sort}</span>
        <Choices
          frame={report}
          label={words.sort}
          words={IDLE_SORTS}
          chosen={query.sort}
          textOf={(sort) => words.sorts[sort]}
          queryOf={(sort) => idleParams({ ...query, sort, page: 1 })}
        />
      </div>
    </div>
  );
}

function Accounts(report: IdleReport) {
  const { accounts, locale } = report;
  const { idle: words } = locale.words;
  const { bytesSent, bytesReceived } = largest(accounts.map(({ allTime }) => allTime));
  const [sentUnit, receivedUnit] = [locale.columnUnit(bytesSent), locale.columnUnit(bytesReceived)];
  return (
    <table class="idle">
      <caption class="vh">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.account}</th>
          <th scope="col">{words.lastSeen}</th>
          <th scope="col">{words.lastPlace}</th>
          <th scope="col" class="n">
            {fill(words.allTime, { unit: sentUnit })}
          </th>
          <th scope="col" class="n">
            {fill(words.received, { unit: receivedUnit })}
          </th>
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <tr key={account.id}>
            <th scope="row">
              <UserLink user={account} frame={report} />
            </th>
            <td class="seen" title={locale.full(account.seenAt)}>
              <Instant at={account.seenAt} text={locale.seen(account.seenAt, report.writtenAt)} />
              <small>
                <OutsideText text={account.server} />
              </small>
            </td>
            <LastPlace account={account} locale={locale} />
            <UnitCell bytes={account.allTime.bytesSent} unit={sentUnit} of="sent" locale={locale} />
            <UnitCell bytes={account.allTime.bytesReceived} unit={receivedUnit} of="received" locale={locale} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastPlace({ account, locale }: { readonly account: IdleLine; readonly locale: Locale }) {
  const { address, city, region, country, provider } = account;
  const isKnown = [address, city, region, country, provider].some((part) => part !== undefined);
  return (
    <td class="from">
      {!isKnown && <span class="q">{locale.words.idle.notKept}</span>}
      {address !== undefined && <Address address={address} />}
      <small>
        <PlaceText place={account} locale={locale} />
      </small>
    </td>
  );
}
