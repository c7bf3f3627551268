/** @jsxImportSource preact */
import { countryIn } from "../src/report/country-names.ts";
import { lastDays } from "../src/report/last-days.ts";
import type { NewSight, PlacesReport } from "../src/report/places.ts";
import { placesParams } from "../src/report/places-query.ts";
import { fill } from "../src/words/fill.ts";
import { Document } from "./document.tsx";
import { Choices } from "./parts/choices.tsx";
import { MapGround, PlacesMap } from "./parts/dot-map.tsx";
import { Instant } from "./parts/instant.tsx";
import { OutsideText } from "./parts/outside-text.tsx";
import { PageLink } from "./parts/page-link.tsx";
import { Pager } from "./parts/pager.tsx";
import { PlaceList } from "./parts/place-list.tsx";
import { Wider } from "./parts/wider.tsx";

/** Where users connect from: in a sentence, on a map, what is new, and listed. */
export function PlacesPage(report: PlacesReport) {
  const { absence, locale, total, newUsers } = report;
  const { words } = locale;
  return (
    <Document frame={report} title={words.nav.places} styles={["places"]}>
      <h1>
        {absence ? absenceText(report) : lede(report)}{" "}
        {newUsers > 0 && <span>{locale.plural(newUsers, words.placesPage.aside)}</span>}
      </h1>
      {!absence && total.users > 0 && (
        <div class="evidence">
          <MapSection report={report} />
          <NewsSection report={report} />
          <ListSection report={report} />
        </div>
      )}
      {!absence && total.users === 0 && <Spans report={report} />}
    </Document>
  );
}

function absenceText({ absence, locale }: PlacesReport): string {
  const { placesPage: words } = locale.words;
  return absence === "not-located" ? words.notLocated : words.notShown;
}

function daysText({ query, locale }: PlacesReport): string {
  return lastDays(query.days, locale.words.ages.day, locale);
}

function lede(report: PlacesReport): string {
  const { total, countries, locale } = report;
  const { placesPage: words, counts } = locale.words;
  const days = daysText(report);
  if (total.users === 0 || countries === 0) return fill(words.nobody, { days });
  const users = locale.plural(total.users, counts.user);
  return fill(words.lede, { users, countries: locale.plural(countries, words.countries), days });
}

function Spans({ report }: { readonly report: PlacesReport }) {
  const { query, usualDays, spans, locale } = report;
  const { placesPage: words, counts } = locale.words;
  if (report.kind === "file") return null;
  return (
    <Choices
      frame={report}
      label={words.span}
      words={spans.map(String)}
      chosen={String(query.days)}
      textOf={(days) => locale.plural(Number(days), counts.day)}
      queryOf={(days) => placesParams({ ...query, days: Number(days), page: 1 }, usualDays)}
    />
  );
}

function MapSection({ report }: { readonly report: PlacesReport }) {
  const { world, near, offMap, locale } = report;
  const { placesPage: words } = locale.words;
  return (
    <section class="panel" id="map" aria-labelledby="h-map">
      <div class="hd">
        <h2 id="h-map">{words.map}</h2>
        <Spans report={report} />
      </div>
      <MapGround />
      <div class={near ? "maps two" : "maps"}>
        {near && <PlacesMap frame={report} map={near} label={words.near} />}
        <PlacesMap frame={report} map={world} label={words.world} />
      </div>
      <p class="sub">
        {offMap > 0 && `${locale.plural(offMap, words.offMap)} `}
        {words.mapCredit}
      </p>
    </section>
  );
}

function News({ sight, report }: { readonly sight: NewSight; readonly report: PlacesReport }) {
  const { locale, writtenAt } = report;
  const { user, name, at, country, provider } = sight;
  return (
    <tr>
      <th scope="row">
        <PageLink frame={report} to={`users/${user}`}>
          <OutsideText text={name || locale.words.users.noName} />
        </PageLink>
      </th>
      <td>{country !== undefined && <OutsideText text={countryIn(locale.words.tag, country)} />}</td>
      <td>{provider !== undefined && <OutsideText text={provider} />}</td>
      <td>
        <Instant at={at} text={locale.seen(at, writtenAt)} />
      </td>
    </tr>
  );
}

function NewsSection({ report }: { readonly report: PlacesReport }) {
  const { news, locale } = report;
  const { placesPage: words, users } = locale.words;
  return (
    <section class="panel" id="news" aria-labelledby="h-news">
      <div class="hd">
        <h2 id="h-news">{words.news}</h2>
        <span class="sub">{words.newsMean}</span>
      </div>
      {news.length === 0 ? (
        <p class="q">{words.noNews}</p>
      ) : (
        <Wider label={words.news}>
          <table class="plain news">
            <caption class="vh">{words.news}</caption>
            <thead>
              <tr>
                <th scope="col">{users.user}</th>
                <th scope="col">{words.group.country}</th>
                <th scope="col">{words.group.provider}</th>
                <th scope="col">{words.first}</th>
              </tr>
            </thead>
            <tbody>
              {news.map((sight, index) => (
                <News key={index} sight={sight} report={report} />
              ))}
            </tbody>
          </table>
        </Wider>
      )}
    </section>
  );
}

function ListSection({ report }: { readonly report: PlacesReport }) {
  const { query, groups, pages, usualDays, unknown, locale } = report;
  const { placesPage: words, counts } = locale.words;
  return (
    <section class="panel" id="list" aria-labelledby="h-list">
      <div class="hd">
        <h2 id="h-list">{words.groups[query.by]}</h2>
        <span class="sub">{fill(words.counts, { days: daysText(report) })}</span>
        {report.kind === "web" && (
          <Choices
            frame={report}
            label={words.by}
            words={groups}
            chosen={query.by}
            textOf={(by) => words.groups[by]}
            queryOf={(by) => placesParams({ ...query, by, page: 1 }, usualDays)}
          />
        )}
      </div>
      <Wider label={words.groups[query.by]}>
        <PlaceList report={report} />
      </Wider>
      {unknown.connections > 0 && (
        <p class="sub">
          {fill(words.unknown, {
            users: locale.plural(unknown.users, counts.user),
            bytes: locale.bytes(unknown.bytesSent + unknown.bytesReceived),
          })}
        </p>
      )}
      {pages > 1 && (
        <Pager
          page={query.page}
          pages={pages}
          label={words.pages}
          hrefOf={(page) => report.link("places", placesParams({ ...query, page }, usualDays)) ?? ""}
          locale={locale}
        />
      )}
    </section>
  );
}
