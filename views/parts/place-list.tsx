/** @jsxImportSource preact */
import { connectionParams } from "../../src/report/connection-query.ts";
import { countryOf } from "../../src/report/country-names.ts";
import { sharedUnit } from "../../src/report/largest.ts";
import type { Locale } from "../../src/report/locale.ts";
import type { News, PlaceGroupLine, PlacesReport } from "../../src/report/places.ts";
import { fill } from "../../src/words/fill.ts";
import { Meter } from "./meter.tsx";
import { OutsideText } from "./outside-text.tsx";
import { PageLink } from "./page-link.tsx";

/** That a place is new, for everybody there or for some. */
function NewBadge({ news, users, locale }: { readonly news: News; readonly users: number; readonly locale: Locale }) {
  const { placesPage: words } = locale.words;
  const day = locale.localDay(news.since);
  const isAll = news.users >= users;
  return (
    <span class="badge">
      {isAll ? fill(words.newSince, { day }) : fill(locale.plural(news.users, words.newFor), { day })}
    </span>
  );
}

function Name({ line, report }: { readonly line: PlaceGroupLine; readonly report: PlacesReport }) {
  const { locale, query } = report;
  const names = query.by === "provider" ? [line.provider] : [line.city, line.region, countryOf(line, locale)];
  const [name = locale.words.placesSection.unknown, ...rest] = names.filter((part) => part !== undefined);
  const place = query.by === "provider" ? line.provider : (line.city ?? line.region ?? line.country);
  return (
    <th scope="row">
      <PageLink frame={report} to="connections" query={connectionParams({ place })}>
        <OutsideText text={name} />
      </PageLink>
      {line.news && <NewBadge news={line.news} users={line.users} locale={locale} />}
      {rest.length > 0 && (
        <small>
          <OutsideText text={rest.join(", ")} />
        </small>
      )}
    </th>
  );
}

/** Places with their figures, most traffic first. */
export function PlaceList({ report }: { readonly report: PlacesReport }) {
  const { lines, query, locale } = report;
  const { placesPage: words, chart } = locale.words;
  const unit = sharedUnit(lines, locale);
  const bytes = (amount: bigint) => <td title={locale.exactBytes(amount)}>{locale.inUnit(amount, unit)}</td>;
  return (
    <table class="ranked">
      <caption class="vh">{words.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.group[query.by]}</th>
          <th scope="col">{words.users}</th>
          <th scope="col" class="wide">
            {words.connections}
          </th>
          <th scope="col">{fill(chart.sentIn, { unit })}</th>
          <th scope="col">{fill(chart.receivedIn, { unit })}</th>
          <th scope="col" class="bar wide">
            {words.share}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index}>
            <Name line={line} report={report} />
            <td>{locale.count(line.users)}</td>
            <td class="wide">{locale.count(line.connections)}</td>
            {bytes(line.bytesSent)}
            {bytes(line.bytesReceived)}
            <td class="bar wide">
              <Meter share={line.length} />
              <span>{locale.share(line.share)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
