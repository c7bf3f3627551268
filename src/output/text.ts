import type { Counters } from "../model.ts";
import {
  formatAge,
  formatBytes,
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
import { lede, statusWord } from "../report/lede.ts";
import type { MachineLine, Overview, Periods, ServerLine, UserLine } from "../report/overview.ts";
import { visible } from "../report/visible.ts";
import { columns } from "./columns.ts";

const PERIODS = ["today", "last7Days", "last30Days", "month", "allTime"] as const satisfies readonly (keyof Periods)[];

/** The report for a terminal or a file: every figure of the page, names made visible, ASCII but for names. */
export function renderText(overview: Overview): string {
  const { answer, aside } = lede(overview);
  const sections = [
    `OpenVPN report, written ${formatFull(overview.writtenAt, overview.timeZone)} ${overview.timeZone}`,
    visible(plain([answer, aside].filter((part) => part !== undefined).join(" "))),
    section("Servers", servers(overview)),
    section("Traffic: sent to the users (download), received from the users (upload)", totals(overview)),
    section("Users", users(overview)),
    section("Days", days(overview)),
    overview.places && section(`Places, last ${overview.placesDays} days`, places(overview)),
    section("Machine", machine(overview)),
    footer(overview).join("\n"),
  ];
  return `${plain(sections.filter((part) => part !== undefined).join("\n\n"))}\n`;
}

/** The no-break spaces of format.ts are for pages; names have none left after `visible()`. */
function plain(text: string): string {
  return text.replaceAll("\u00a0", " ");
}

function section(heading: string, lines: readonly string[]): string {
  return `${heading}\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

function servers({ servers: lines, writtenAt, timeZone }: Overview): readonly string[] {
  if (lines.length === 0) return ["none configured"];
  const told = (server: ServerLine): string => {
    const since =
      server.lastNewsAt === undefined || server.ageSeconds === undefined
        ? "never read"
        : `no news since ${formatInstant(server.lastNewsAt, writtenAt, timeZone)}, ${formatAge(server.ageSeconds)} ago`;
    switch (server.state) {
      case "up":
        return [
          formatPlural(server.connections, "connection"),
          `${formatPlural(server.usersOnline, "user")} online`,
          server.signingIn > 0 ? `${server.signingIn} signing in` : "",
          `status ${formatAge(server.ageSeconds ?? 0)} old`,
          server.openvpnVersion ? `OpenVPN ${visible(server.openvpnVersion)}` : "",
        ]
          .filter(Boolean)
          .join(", ");
      case "stale":
        return `${since}; nobody counts as online through it`;
      case "failing":
        return `${visible(server.problem ?? "the last reading failed")}; ${since}`;
      case "waiting":
        return "no status read yet";
    }
  };
  return columns(
    lines.map((server) => [
      visible(server.name),
      server.state === "up" || server.state === "waiting" ? server.state : server.state.toUpperCase(),
      told(server),
      `${formatShare(server.watched)} of 30 days watched`,
      visible(server.source),
    ]),
    "<<<><",
  );
}

function totals({ totals: sums, days: columnsOfDays, watched, ...overview }: Overview): readonly string[] {
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
      row("Today", sums.today, `${formatShare(columnsOfDays.at(-1)?.watched ?? 0)} watched`),
      row("Last 7 days", sums.last7Days, ""),
      row("Last 30 days", sums.last30Days, `${formatShare(watched)} watched`),
      row(`Month (${formatMonth(overview.monthStart, overview.timeZone)})`, sums.month, ""),
      row(
        "All time",
        sums.allTime,
        overview.countingSince === undefined ? "" : `since ${formatDate(overview.countingSince, overview.timeZone)}`,
      ),
    ],
    "<>>><",
  );
}

function users({ users: lines, totals: sums, ...overview }: Overview): readonly string[] {
  if (lines.length === 0) return ["nobody has connected yet"];
  const units = PERIODS.map((period) => sharedUnit(lines.map((line) => line[period])));
  const titles = ["Today", "7 days", "30 days", formatMonth(overview.monthStart, overview.timeZone), "All time"];
  const figures = (periods: Periods) =>
    PERIODS.flatMap((period, index) => {
      const unit = units[index] ?? "B";
      return [formatInUnit(periods[period].bytesSent, unit), formatInUnit(periods[period].bytesReceived, unit)];
    });
  return columns(
    [
      ["User", "State", "Seen", ...titles.flatMap((title) => [title, ""])],
      ["", "", "", ...units.flatMap((unit) => [`sent ${unit}`, `received ${unit}`])],
      ...lines.map((user) => [
        visible(user.name),
        statusWord(user.status),
        seen(user, overview.writtenAt, overview.timeZone),
        ...figures(user),
      ]),
      ["All users", "", "", ...figures(sums)],
    ],
    "<<<>>>>>>>>>>",
  );
}

function seen(user: UserLine, now: number, timeZone: string): string {
  return user.onlineSince === undefined
    ? formatSeen(user.lastSeenAt, now, timeZone)
    : `for ${formatDuration(now - user.onlineSince)}`;
}

function days({ days: lines, timeZone }: Overview): readonly string[] {
  return columns(
    [
      ["Day", "sent", "received", "watched"],
      ...lines.map((day) => [
        formatDay(day.start, timeZone),
        day.watched === 0 ? "-" : formatBytes(day.bytesSent),
        day.watched === 0 ? "-" : formatBytes(day.bytesReceived),
        formatShare(day.watched),
      ]),
    ],
    "<>>>",
  );
}

function places({ places: lines = [] }: Overview): readonly string[] {
  if (lines.length === 0) return ["nobody has connected from a known place"];
  return columns(
    [
      ["City", "Region", "Country", "Provider", "Users", "sent", "received"],
      ...lines.map((line) => [
        ...[line.city, line.region, line.country, line.provider].map((part) =>
          part === undefined ? "-" : visible(part),
        ),
        String(line.users),
        formatBytes(line.bytesSent),
        formatBytes(line.bytesReceived),
      ]),
    ],
    "<<<<>>>",
  );
}

function machine({ machine: sample, writtenAt, timeZone }: Overview): readonly string[] {
  if (!sample) return ["no sample yet"];
  const percent = (value: number | undefined) => (value === undefined ? "not available" : `${value.toFixed(1)} %`);
  const load = ({ load1, load5, load15 }: MachineLine) =>
    [load1, load5, load15].map((value) => (value === undefined ? "not available" : value.toFixed(2))).join("  ");
  return columns(
    [
      [`Disk ${visible(sample.disk)}`, percent(sample.diskPercent)],
      ["Memory", percent(sample.memoryPercent)],
      ["Load 1, 5, 15 min", load(sample)],
      ["Processes", sample.processes === undefined ? "not available" : String(sample.processes)],
      ["Sampled", formatInstant(sample.sampledAt, writtenAt, timeZone)],
    ],
    "<<",
  );
}

function footer(overview: Overview): readonly string[] {
  return [
    overview.databaseBytes === undefined
      ? "Database on a remote server"
      : `Database ${formatBytes(BigInt(overview.databaseBytes))}`,
    `${formatPlural(overview.distinctAddresses, "distinct IP address", "distinct IP addresses")}`,
    `ovpnstats ${overview.version}. 1 GB is 1,000,000,000 bytes. Days begin at midnight in ${overview.timeZone}.`,
  ];
}
