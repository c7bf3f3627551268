import {
  MACHINE_FIGURES,
  type MachineReport,
  type MachineStretch,
  type Outage,
  type RestartLine,
  type ServerHistory,
  type Unwatched,
} from "../report/machine-history.ts";
import { machine } from "./json.ts";
import { frameMembers } from "./json-frame.ts";
import { array, type Member, number, object, optionalText, text } from "./json-text.ts";
import { FIGURE_NAMES } from "./machine-csv.ts";

/** The machine and its servers over a span, as JSON. */
export function renderMachineJson(report: MachineReport): string {
  const { span, from, to, latest, database, bins, servers } = report;
  const members = {
    ...frameMembers(report),
    span: text(span),
    from: number(from),
    to: number(to),
    latest: latest && machine(latest, "  "),
    database_bytes: number(database?.bytes),
    database_bytes_per_day: number(database?.perDay === undefined ? undefined : Math.round(database.perDay)),
    samples: array("  ", bins, stretch),
    servers: array("  ", servers, server),
  };
  return `${object("", members)}\n`;
}

function stretch({ start, end, samples, figures }: MachineStretch, indent: string): string {
  const members: Record<string, Member> = { start: number(start), end: number(end), samples: number(samples) };
  for (const figure of MACHINE_FIGURES) {
    const spread = figures[figure];
    members[FIGURE_NAMES[figure]] =
      spread && `{ "min": ${spread.min}, "mean": ${rounded(spread.mean)}, "max": ${spread.max} }`;
  }
  return object(indent, members);
}

function rounded(mean: number): number {
  return Math.round(mean * 1000) / 1000;
}

function server(line: ServerHistory, indent: string): string {
  return object(indent, {
    name: text(line.name),
    state: text(line.state),
    last_news_at: number(line.lastNewsAt),
    openvpn_version: optionalText(line.version),
    up_since: number(line.upSince),
    dco: line.dco === undefined ? undefined : String(line.dco),
    watched: number(line.watched),
    restarts: array(`${indent}  `, line.restarts, restart),
    outages: array(`${indent}  `, line.outages, outage),
    unwatched: array(`${indent}  `, line.unwatched, unwatched),
  });
}

function restart({ at, kind }: RestartLine, indent: string): string {
  return object(indent, { at: number(at), kind: text(kind) });
}

function outage({ kind, from, to, problem }: Outage, indent: string): string {
  return object(indent, { kind: text(kind), from: number(from), to: number(to), problem: optionalText(problem) });
}

function unwatched({ from, to, seconds }: Unwatched, indent: string): string {
  return object(indent, { from: number(from), to: number(to), seconds: number(seconds) });
}
