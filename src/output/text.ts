import type { Counters } from "../model.ts";
import { countryOf } from "../report/country-names.ts";
import { sharedUnit } from "../report/largest.ts";
import { lastDays } from "../report/last-days.ts";
import { lede } from "../report/lede.ts";
import type { Overview, Periods, PlaceLine, ServerLine, UserLine } from "../report/overview.ts";
import { visible, visibleName } from "../report/visible.ts";
import { watchedShare } from "../report/watched.ts";
import { fill } from "../words/fill.ts";
import { columns } from "./columns.ts";
import { daysText, monthsText } from "./periods-text.ts";

const PERIODS = ["today", "last7Days", "last30Days", "month", "allTime"] as const satisfies readonly (keyof Periods)[];

/** The report for a terminal or a file: every figure of the page, in columns; names made visible. */
export function renderText(overview: Overview): string {
  const { locale, places: lines } = overview;
  const { text: words, archive, counts } = locale.words;
  const { answer, aside } = lede(overview);
  const written = { instant: locale.full(overview.writtenAt), zone: locale.reader.timeZone };
  const sections = [
    overview.demonstration ? words.demonstration : undefined,
    fill(words.title, written),
    aside === undefined ? answer : `${answer} ${aside}`,
    overview.troubles.length > 0 ? section(words.troubles, troubles(overview)) : undefined,
    section(words.servers, servers(overview)),
    section(words.traffic, totals(overview)),
    section(words.users, users(overview)),
    section(words.days, daysText(overview)),
    overview.archive && section(archive.partsTable.month, monthsText(overview.archive, locale)),
    lines &&
      section(fill(words.places, { days: lastDays(overview.placesDays, counts.day, locale) }), places(lines, overview)),
    section(words.machine, machine(overview)),
    footer(overview).join("\n"),
  ];
  const text = sections.filter((part) => part !== undefined).join("\n\n");
  // The no-break spaces of the words are for pages; names have none left after visible().
  return `${text.replaceAll("\u00a0", " ")}\n`;
}

function section(heading: string, lines: readonly string[]): string {
  return `${heading}\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

function troubles({ troubles: lines, writtenAt, locale }: Overview): readonly string[] {
  return lines.map(({ what, since, message }) =>
    fill(locale.words.text.trouble, {
      what: visible(what),
      instant: locale.instant(since, writtenAt),
      age: locale.age(writtenAt - since),
      message: visible(message),
    }),
  );
}

function servers(overview: Overview): readonly string[] {
  const { servers: lines, locale } = overview;
  const { text: words } = locale.words;
  if (lines.length === 0) return [words.noServers];
  return columns(
    lines.map((server) => [
      visible(server.name),
      words.states[server.state],
      serverNews(server, overview),
      fill(words.watched, { share: locale.share(server.watched) }),
      visible(server.source),
    ]),
    "<<<><",
  );
}

function serverNews(server: ServerLine, { writtenAt, locale }: Overview): string {
  const { lastNewsAt, ageSeconds, problem, signingIn, openvpnVersion, upSince, dco, stillSince } = server;
  const { text: words, servers: card, counts, never } = locale.words;
  const age = ageSeconds === undefined ? never : locale.age(ageSeconds);
  const instant = lastNewsAt === undefined ? undefined : locale.instant(lastNewsAt, writtenAt);
  const since = instant === undefined ? words.neverRead : fill(words.noNewsSince, { instant, age });
  switch (server.state) {
    case "up":
      return [
        locale.plural(server.connections, counts.connection),
        `${locale.plural(server.usersOnline, counts.user)} ${locale.words.statuses.online}`,
        signingIn > 0 && fill(card.signingIn, { count: locale.count(signingIn) }),
        fill(words.statusRead, { age }),
        openvpnVersion !== undefined && fill(card.version, { version: visible(openvpnVersion) }),
        upSince !== undefined && fill(card.upFor, { age: locale.duration(writtenAt - upSince) }),
        dco === true && card.offload,
        stillSince !== undefined && fill(words.noCounter, { instant: locale.instant(stillSince, writtenAt) }),
      ]
        .filter((part) => part !== false)
        .join(", ");
    case "stale":
      return `${since}; ${words.staleMeans}`;
    case "failing":
      return `${visible(problem ?? words.failed)}; ${since}`;
    case "waiting":
      return words.notRead;
  }
}

function totals({ totals: sums, days: lines, countingSince, locale, ...overview }: Overview): readonly string[] {
  const { text: words, figures, sent, received } = locale.words;
  const share = (value: number | undefined) =>
    value === undefined ? figures.notCounted : fill(figures.watched, { share: locale.share(value) });
  const watchedOf = (count: number) => share(watchedShare(lines.slice(-count), countingSince, overview.writtenAt));
  const row = (label: string, { bytesReceived, bytesSent }: Counters, note: string) => [
    label,
    locale.bytes(bytesSent + bytesReceived),
    locale.bytes(bytesSent),
    locale.bytes(bytesReceived),
    note,
  ];
  return columns(
    [
      ["", words.both, sent, received, ""],
      row(figures.today, sums.today, watchedOf(1)),
      row(figures.last7Days, sums.last7Days, watchedOf(7)),
      row(figures.last30Days, sums.last30Days, share(countingSince === undefined ? undefined : overview.watched)),
      row(fill(words.month, { month: locale.month(overview.monthStart) }), sums.month, ""),
      row(
        figures.allTime,
        sums.allTime,
        countingSince === undefined ? "" : fill(figures.since, { date: locale.date(countingSince) }),
      ),
    ],
    "<>>><",
  );
}

function users({ users: lines, totals: sums, statusCounts, locale, ...overview }: Overview): readonly string[] {
  const { text: words, users: heads, statuses, figures, sent, received } = locale.words;
  if (lines.length === 0) return [overview.userCount === 0 ? words.nobody : words.noneMatch];
  const units = PERIODS.map((period) =>
    sharedUnit(
      lines.map((line) => line[period]),
      locale,
    ),
  );
  const month = locale.month(overview.monthStart);
  const titles = [heads.today, heads.sevenDays, heads.thirtyDays, month, figures.allTime];
  const cells = (periods: Periods) =>
    PERIODS.flatMap((period, index) => {
      const unit = units[index] ?? "B";
      return [locale.inUnit(periods[period].bytesSent, unit), locale.inUnit(periods[period].bytesReceived, unit)];
    });
  const counts = (["online", "away", "offline", "long-time-off"] as const).map(
    (status) => `${statusCounts[status]} ${statuses[status]}`,
  );
  return columns(
    [
      [heads.user, heads.state, words.seen, ...titles.flatMap((title) => [title, ""])],
      ["", "", "", ...units.flatMap((unit) => [`${sent} ${unit}`, `${received} ${unit}`])],
      ...lines.map((user) => [
        visibleName(user.name, heads.noName),
        statuses[user.status],
        seen(user, { locale, ...overview }),
        ...cells(user),
      ]),
      [fill(words.all, { count: locale.count(overview.userCount) }), "", "", ...cells(sums)],
    ],
    "<<<>>>>>>>>>>",
  ).concat(counts.join(", "));
}

function seen(user: UserLine, { writtenAt, locale }: Pick<Overview, "writtenAt" | "locale">): string {
  if (user.onlineSince === undefined) return locale.seen(user.lastSeenAt, writtenAt);
  const { text: words, counts } = locale.words;
  const connections = user.openConnections > 1 ? `, ${locale.plural(user.openConnections, counts.connection)}` : "";
  return fill(words.onlineFor, { duration: locale.duration(writtenAt - user.onlineSince) }) + connections;
}

function places(lines: readonly PlaceLine[], { locale }: Overview): readonly string[] {
  const { text: words, users: heads, sent, received } = locale.words;
  if (lines.length === 0) return [words.noPlaces];
  const part = (text: string | undefined) => (text === undefined ? "-" : visible(text));
  return columns(
    [
      [words.city, words.region, words.country, words.provider, heads.heading, sent, received],
      ...lines.map((line) => [
        part(line.city),
        part(line.region),
        part(countryOf(line, locale)),
        part(line.provider),
        locale.count(line.users),
        locale.bytes(line.bytesSent),
        locale.bytes(line.bytesReceived),
      ]),
    ],
    "<<<<>>>",
  );
}

function machine({ machine: sample, writtenAt, locale }: Overview): readonly string[] {
  const { text: words, machineSection: section, notAvailable } = locale.words;
  if (!sample) return [words.noSample];
  const decimal = (value: number | undefined, decimals: number) =>
    value === undefined ? notAvailable : locale.decimal(value, decimals);
  const percent = (value: number | undefined) =>
    value === undefined ? notAvailable : fill(locale.words.percent, { value: decimal(value, 1) });
  const load = [sample.load1, sample.load5, sample.load15];
  return columns(
    [
      [fill(section.disk, { path: visible(sample.disk) }), percent(sample.diskPercent)],
      [section.memory, percent(sample.memoryPercent)],
      [words.loads, load.map((value) => decimal(value, 2)).join(", ")],
      [section.processes, sample.processes === undefined ? notAvailable : locale.count(sample.processes)],
      [words.sampled, locale.instant(sample.sampledAt, writtenAt)],
    ],
    "<<",
  );
}

function footer({ countingSince, unplacedHours, locale, ...overview }: Overview): readonly string[] {
  const { text: words, foot, frame, counts } = locale.words;
  const pair = ({ bytesSent, bytesReceived }: Counters) =>
    fill(words.pair, { sent: locale.bytes(bytesSent), received: locale.bytes(bytesReceived) });
  const moved = ({ bytesSent, bytesReceived }: Counters) => bytesSent + bytesReceived > 0n;
  return [
    [
      countingSince === undefined ? words.notCounting : fill(words.countingSince, { date: locale.date(countingSince) }),
      locale.plural(overview.distinctAddresses, counts.address),
      overview.databaseBytes === undefined
        ? foot.remoteDatabase
        : fill(foot.database, { size: locale.bytes(BigInt(overview.databaseBytes)) }),
    ].join(", "),
    ...overview.servers
      .filter((server) => moved(server.unauthenticated))
      .map(({ name, unauthenticated }) => fill(words.nobodys, { server: visible(name), bytes: pair(unauthenticated) })),
    ...(moved(unplacedHours) ? [fill(words.unplaced, { bytes: pair(unplacedHours) })] : []),
    ...overview.credits.map(visible),
    ...(overview.privateNames ? [frame.privateNames] : []),
    `${fill(frame.days, { zone: overview.timeZone })} ${frame.units[locale.reader.units]} ovpnstats ${overview.version}`,
  ];
}
