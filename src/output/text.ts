import type { Counters, UnixSeconds } from "../model.ts";
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDate,
  formatDay,
  formatDuration,
  formatFull,
  formatInstant,
  formatInUnit,
  formatMonth,
  formatPlural,
  formatSeen,
  formatShare,
} from "../report/format.ts";
import { sharedUnit } from "../report/largest.ts";
import { isTroubled, lede } from "../report/lede.ts";
import type { Overview, Periods, PlaceLine, ServerLine, UserLine } from "../report/overview.ts";
import { statusWord } from "../report/user-status.ts";
import { visible, visibleName } from "../report/visible.ts";
import { dayView, isBlank, watchedShare } from "../report/watched.ts";
import { columns } from "./columns.ts";

const PERIODS = ["today", "last7Days", "last30Days", "month", "allTime"] as const satisfies readonly (keyof Periods)[];

const NOT_AVAILABLE = "not available";

/** The report for a terminal or a file: every figure of the page, in columns; names made visible, the rest ASCII. */
export function renderText(overview: Overview): string {
  const { answer, aside } = lede(overview);
  const sections = [
    overview.demonstration
      ? "DEMONSTRATION: nothing here is real, all users, servers and figures are invented."
      : undefined,
    `OpenVPN report, written ${formatFull(overview.writtenAt, overview.timeZone)} ${overview.timeZone}`,
    aside === undefined ? answer : `${answer} ${aside}`,
    overview.troubles.length > 0 ? section("Troubles", troubles(overview)) : undefined,
    section("Servers", servers(overview)),
    section("Traffic: sent to the users (download), received from the users (upload)", totals(overview)),
    section("Users", users(overview)),
    section("Days", days(overview)),
    overview.places &&
      section(`Places of the last ${formatPlural(overview.placesDays, "day")}`, places(overview.places)),
    section("Machine", machine(overview)),
    footer(overview).join("\n"),
  ];
  const text = sections.filter((part) => part !== undefined).join("\n\n");
  // The no-break spaces of format.ts are for pages; names have none left after visible().
  return `${text.replaceAll("\u00a0", " ")}\n`;
}

function section(heading: string, lines: readonly string[]): string {
  return `${heading}\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

function troubles({ troubles: lines, writtenAt, timeZone }: Overview): readonly string[] {
  return lines.map(
    ({ what, since, message }) =>
      `${visible(what)} FAILING since ${formatInstant(since, writtenAt, timeZone)}, for ${formatAge(writtenAt - since)}: ${visible(message)}`,
  );
}

function servers({ servers: lines, ...clock }: Overview): readonly string[] {
  if (lines.length === 0) return ["none configured"];
  return columns(
    lines.map((server) => [
      visible(server.name),
      isTroubled(server) ? server.state.toUpperCase() : server.state,
      serverNews(server, clock),
      `${formatShare(server.watched)} of 30 days watched`,
      visible(server.source),
    ]),
    "<<<><",
  );
}

function serverNews(server: ServerLine, { writtenAt, timeZone }: Pick<Overview, "writtenAt" | "timeZone">): string {
  const { state, lastNewsAt, ageSeconds, problem, signingIn, openvpnVersion, upSince, dco, stillSince } = server;
  const age = ageSeconds === undefined ? "never" : `${formatAge(ageSeconds)} ago`;
  const since =
    lastNewsAt === undefined ? "never read" : `no news since ${formatInstant(lastNewsAt, writtenAt, timeZone)}, ${age}`;
  switch (state) {
    case "up":
      return [
        formatPlural(server.connections, "connection"),
        `${formatPlural(server.usersOnline, "user")} online`,
        signingIn > 0 && `${formatCount(signingIn)} signing in`,
        `status read ${age}`,
        openvpnVersion !== undefined && `OpenVPN ${visible(openvpnVersion)}`,
        upSince !== undefined && `up for ${formatDuration(writtenAt - upSince)}`,
        dco === true && "data channel offload",
        stillSince !== undefined && `NO COUNTER HAS MOVED since ${formatInstant(stillSince, writtenAt, timeZone)}`,
      ]
        .filter((part) => part !== false)
        .join(", ");
    case "stale":
      return `${since}; nobody counts as online through it`;
    case "failing":
      return `${visible(problem ?? "the last reading failed")}; ${since}`;
    case "waiting":
      return "not read yet";
  }
}

function totals({ totals: sums, days: lines, watched, countingSince, ...overview }: Overview): readonly string[] {
  const share = (value: number | undefined) =>
    value === undefined ? "not counted yet" : `${formatShare(value)} watched`;
  const watchedOf = (count: number) => share(watchedShare(lines.slice(-count), countingSince, overview.writtenAt));
  const row = (label: string, { bytesReceived, bytesSent }: Counters, note: string) => [
    label,
    formatBytes(bytesSent + bytesReceived),
    formatBytes(bytesSent),
    formatBytes(bytesReceived),
    note,
  ];
  return columns(
    [
      ["", "both", "sent", "received", ""],
      row("Today", sums.today, watchedOf(1)),
      row("Last 7 days", sums.last7Days, watchedOf(7)),
      row("Last 30 days", sums.last30Days, share(countingSince === undefined ? undefined : watched)),
      row(`Month (${formatMonth(overview.monthStart, overview.timeZone)})`, sums.month, ""),
      row(
        "All time",
        sums.allTime,
        countingSince === undefined ? "" : `since ${formatDate(countingSince, overview.timeZone)}`,
      ),
    ],
    "<>>><",
  );
}

function users({ users: lines, totals: sums, statusCounts, ...overview }: Overview): readonly string[] {
  if (lines.length === 0) return [overview.userCount === 0 ? "nobody has connected yet" : "no user is like that"];
  const units = PERIODS.map((period) => sharedUnit(lines.map((line) => line[period])));
  const titles = ["Today", "7 days", "30 days", formatMonth(overview.monthStart, overview.timeZone), "All time"];
  const figures = (periods: Periods) =>
    PERIODS.flatMap((period, index) => {
      const unit = units[index] ?? "B";
      return [formatInUnit(periods[period].bytesSent, unit), formatInUnit(periods[period].bytesReceived, unit)];
    });
  const counts = `${statusCounts.online} online, ${statusCounts.away} away, ${statusCounts.offline} offline, ${statusCounts["long-time-off"]} long time off`;
  return columns(
    [
      ["User", "State", "Seen", ...titles.flatMap((title) => [title, ""])],
      ["", "", "", ...units.flatMap((unit) => [`sent ${unit}`, `received ${unit}`])],
      ...lines.map((user) => [
        visibleName(user.name),
        statusWord(user.status),
        seen(user, overview.writtenAt, overview.timeZone),
        ...figures(user),
      ]),
      [`All ${formatCount(overview.userCount)}`, "", "", ...figures(sums)],
    ],
    "<<<>>>>>>>>>>",
  ).concat(counts);
}

function seen(user: UserLine, now: UnixSeconds, timeZone: string): string {
  if (user.onlineSince === undefined) return formatSeen(user.lastSeenAt, now, timeZone);
  const connections = user.openConnections > 1 ? `, ${formatPlural(user.openConnections, "connection")}` : "";
  return `for ${formatDuration(now - user.onlineSince)}${connections}`;
}

function days({ days: lines, timeZone, countingSince }: Overview): readonly string[] {
  return columns(
    [
      ["Day", "sent", "received", "watched"],
      ...lines.map((day) => {
        const view = dayView(day, countingSince);
        const unknown = isBlank(day, view);
        return [
          formatDay(day.start, timeZone),
          unknown ? "-" : formatBytes(day.bytesSent),
          unknown ? "-" : formatBytes(day.bytesReceived),
          view === "before" ? "-" : formatShare(day.watched),
        ];
      }),
    ],
    "<>>>",
  );
}

function places(lines: readonly PlaceLine[]): readonly string[] {
  if (lines.length === 0) return ["nobody has connected from a known place"];
  const part = (text: string | undefined) => (text === undefined ? "-" : visible(text));
  return columns(
    [
      ["City", "Region", "Country", "Provider", "Users", "sent", "received"],
      ...lines.map((line) => [
        part(line.city),
        part(line.region),
        part(line.country),
        part(line.provider),
        formatCount(line.users),
        formatBytes(line.bytesSent),
        formatBytes(line.bytesReceived),
      ]),
    ],
    "<<<<>>>",
  );
}

function machine({ machine: sample, writtenAt, timeZone }: Overview): readonly string[] {
  if (!sample) return ["no sample yet"];
  const percent = (value: number | undefined) => (value === undefined ? NOT_AVAILABLE : `${value.toFixed(1)} %`);
  const load = [sample.load1, sample.load5, sample.load15];
  return columns(
    [
      [`Disk ${visible(sample.disk)}`, percent(sample.diskPercent)],
      ["Memory", percent(sample.memoryPercent)],
      ["Load over 1, 5, 15 minutes", load.map((value) => value?.toFixed(2) ?? NOT_AVAILABLE).join(", ")],
      ["Processes", sample.processes === undefined ? NOT_AVAILABLE : formatCount(sample.processes)],
      ["Sampled", formatInstant(sample.sampledAt, writtenAt, timeZone)],
    ],
    "<<",
  );
}

function footer({ countingSince, timeZone, unplacedHours, ...overview }: Overview): readonly string[] {
  const pair = ({ bytesSent, bytesReceived }: Counters) =>
    `${formatBytes(bytesSent)} sent, ${formatBytes(bytesReceived)} received`;
  const moved = ({ bytesSent, bytesReceived }: Counters) => bytesSent + bytesReceived > 0n;
  return [
    [
      countingSince === undefined ? "Not counting yet" : `Counting since ${formatDate(countingSince, timeZone)}`,
      formatPlural(overview.distinctAddresses, "distinct IP address", "distinct IP addresses"),
      overview.databaseBytes === undefined
        ? "database on another server"
        : `database ${formatBytes(BigInt(overview.databaseBytes))}`,
    ].join(", "),
    ...overview.servers
      .filter((server) => moved(server.unauthenticated))
      .map(
        ({ name, unauthenticated }) =>
          `${visible(name)}: ${pair(unauthenticated)} of connections that never signed in; they are nobody's`,
      ),
    ...(moved(unplacedHours) ? [`${pair(unplacedHours)}: in every day and sum, but in no hour`] : []),
    ...overview.credits.map(visible),
    ...(overview.privateNames ? ["Names are shortened to their first letter"] : []),
    `Days begin at midnight in ${timeZone}. 1 GB is 1,000,000,000 bytes. ovpnstats ${overview.version}`,
  ];
}
