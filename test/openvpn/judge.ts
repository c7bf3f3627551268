import { Database as Sqlite } from "bun:sqlite";
import * as v from "valibot";
import type { Counters } from "../../src/model.ts";
import { type Amounts, amountOf, amountsOf, totalOf } from "./amounts.ts";
import type { Played } from "./play.ts";
import type { Stage } from "./stage.ts";
import type { Verdict } from "./verdict.ts";

const TOTALS = `
  SELECT CAST(u.name AS TEXT), sum(t.bytes_received), sum(t.bytes_sent)
  FROM traffic_total AS t JOIN users AS u ON u.id = t.user
  GROUP BY u.id`;

const bytes = v.object({
  bytes_received: v.pipe(v.number(), v.safeInteger()),
  bytes_sent: v.pipe(v.number(), v.safeInteger()),
});

const report = v.object({
  users: v.array(v.object({ name: v.string(), all_time: bytes })),
  totals: v.object({ all_time: bytes }),
});

/** Reads the last status, and holds the books against what OpenVPN told. */
export async function judge({ watch, hooks, scenario }: Stage, { told, moved }: Played): Promise<Verdict> {
  await watch.end();
  await watch.once();
  const problems = [...watch.problems()];
  const truth = amountsOf(told);
  const booked = bookedIn(watch.database);
  const check = await watch.run("check");
  if (check.status !== 0) problems.push(`check: exit status ${check.status}: ${check.out}${check.err}`);
  problems.push(...(await differencesOfReport(await watch.run("report", "--format", "json"), booked)));
  for (const name of new Set([...truth.keys(), ...booked.keys()])) {
    const [wanted, found] = [amountOf(truth, name), amountOf(booked, name)];
    const off = hooks ? isOther(wanted, found) : isMore(wanted, found);
    if (off) problems.push(`${name}: OpenVPN told ${inWords(wanted)}, the books have ${inWords(found)}`);
  }
  for (const file of hooks?.left() ?? []) problems.push(`left in the spool: ${file}`);
  const connections = connectionsIn(watch.database);
  if (hooks ? connections !== told.length : connections > told.length)
    problems.push(`there were ${told.length} connections, the books have ${connections}`);
  // A server that is killed takes with it what it had not told.
  if (scenario.serverEnd !== "SIGKILL") problems.push(...implausible(truth, amountsOf(moved)));
  const [all, counted] = [totalOf(truth), totalOf(booked)];
  const missing = {
    bytesReceived: all.bytesReceived - counted.bytesReceived,
    bytesSent: all.bytesSent - counted.bytesSent,
  };
  return { scenario, problems, told: all, missing, connections: told.length, kills: watch.kills() };
}

/** How many connections of users another SQLite finds. */
function connectionsIn(database: string): number {
  using sqlite = new Sqlite(database, { readonly: true });
  return Number(sqlite.query("SELECT count(*) FROM connections WHERE user IS NOT NULL").values()[0]?.[0]);
}

/** What another SQLite than ours finds in the database. */
function bookedIn(database: string): Amounts {
  using sqlite = new Sqlite(database, { readonly: true, safeIntegers: true });
  const rows = sqlite.query(TOTALS).values();
  return amountsOf(
    rows.map(([name, received, sent]) => ({
      commonName: String(name),
      bytesReceived: BigInt(String(received)),
      bytesSent: BigInt(String(sent)),
    })),
  );
}

async function differencesOfReport(
  { status, out, err }: { status: number | null; out: string; err: string },
  booked: Amounts,
): Promise<readonly string[]> {
  if (status !== 0) return [`report: exit status ${status}: ${err}`];
  const { users, totals } = v.parse(report, JSON.parse(out));
  const shown = amountsOf(users.map(({ name, all_time }) => ({ commonName: name, ...countersOf(all_time) })));
  const lines = [...new Set([...shown.keys(), ...booked.keys()])]
    .filter((name) => isOther(amountOf(shown, name), amountOf(booked, name)))
    .map((name) => `${name}: reported ${inWords(amountOf(shown, name))}, booked ${inWords(amountOf(booked, name))}`);
  const all = countersOf(totals.all_time);
  return isOther(all, totalOf(booked)) ? [...lines, `reported in all ${inWords(all)}`] : lines;
}

function countersOf({ bytes_received, bytes_sent }: v.InferOutput<typeof bytes>): Counters {
  return { bytesReceived: BigInt(bytes_received), bytesSent: BigInt(bytes_sent) };
}

/** Whoever moved payload was told of with at least as many bytes, or the truth itself is not one. */
function implausible(truth: Amounts, moved: Amounts): readonly string[] {
  return [...moved]
    .filter(([name, payload]) => isMore(amountOf(truth, name), payload))
    .map(([name, payload]) => `${name} moved ${inWords(payload)}, OpenVPN told ${inWords(amountOf(truth, name))}`);
}

function isOther(wanted: Counters, found: Counters): boolean {
  return wanted.bytesReceived !== found.bytesReceived || wanted.bytesSent !== found.bytesSent;
}

function isMore(wanted: Counters, found: Counters): boolean {
  return found.bytesReceived > wanted.bytesReceived || found.bytesSent > wanted.bytesSent;
}

function inWords({ bytesReceived, bytesSent }: Counters): string {
  return `${bytesReceived} received, ${bytesSent} sent`;
}
