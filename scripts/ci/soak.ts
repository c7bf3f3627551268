/**
 * Lets the demonstration run for long, faster than life: `bun scripts/ci/soak.ts [--minutes 30] [--speed 60]`. The real
 * daemon reads, accounts, samples, cleans, writes the reports and serves the page, which is asked for all the while;
 * its memory and its open files must stay as they are, and its books must be the simulator's to the byte.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createClock } from "../../src/app/clock.ts";
import { startDaemon } from "../../src/app/daemon.ts";
import { inventedConfig } from "../../src/app/demonstrate.ts";
import { calendarOf } from "../../src/app/settings.ts";
import { createDemonstration } from "../../src/demo/demonstration.ts";
import { createLog } from "../../src/log.ts";
import { audit } from "../../test/store/audit.ts";
import { serveConfig } from "../../test/support/serve-config.ts";
import { until } from "./daemon/trial.ts";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "30" }, speed: { type: "string", default: "60" } },
});
const [minutes, speed] = [Number(values.minutes), Number(values.speed)];

/** Memory may not grow by more than this over the second half. */
const MOST_GROWTH = 0.05;
/** Of a run this short, the second half is still the beginning. */
const JUDGED_MINUTES = 10;
const SAMPLES = 240;

/** The server of the demonstration that has fallen silent. */
const SILENT = "porto";

/** So fast, news are old after a third of a second, in which the machine may have had other things to do. */
const STALE = /^(?:The status of \S+ is stale|\S+ warn the status is stale: .*|)$/;

const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ovpnstats-soak-"));
const said: string[] = [];
const problems: string[] = [];
try {
  await soak();
} finally {
  rmSync(directory, { recursive: true });
}
for (const problem of problems) console.log(`FAIL  ${problem}`);
console.log(`${problems.length === 0 ? 1 : 0} passed, ${problems.length} failed`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function soak(): Promise<void> {
  const clock = createClock(speed);
  const now = () => Math.floor(clock.now() / 1000);
  const config = await serveConfig(directory);
  const demonstration = createDemonstration({ directory, calendar: calendarOf(config), now: now() });
  const writing = demonstration.servers.filter(({ name }) => name !== SILENT).map(({ statusFile }) => statusFile);
  let isOver = false;
  let ticks = 0;
  const daemon = await startDaemon(inventedConfig(config, directory, demonstration), {
    version: "soak",
    uid: process.getuid?.(),
    log: createLog({ level: "warn", format: "text", now, write: (line) => said.push(line.trimEnd()) }),
    clocks: { clock, bootClock: () => ({ uptime: undefined, bootId: undefined }) },
    invented: {
      locator: demonstration.locator,
      job: {
        name: "inventing traffic",
        interval: 5,
        // What nobody read before it was written over could not be in the books; the first is there already.
        run: async () => {
          if (isOver || (ticks > 0 && !writing.every(isRead))) return;
          demonstration.tick(now());
          ticks++;
        },
      },
      fill: (ledger) => ledger.use(({ database }) => demonstration.fill(database, now())),
    },
  });
  const samples = await watch(daemon.address);
  isOver = true;
  await until("the last status is read", { seconds: 20 }, () => (writing.every(isRead) ? undefined : writing));
  await daemon.stop();
  const database = join(directory, "connection.db");
  const truth = new Map(
    [...demonstration.truth()].map(([name, { bytesReceived, bytesSent }]) => {
      return [name, { received: bytesReceived, sent: bytesSent }] as const;
    }),
  );
  problems.push(...audit(database, truth).filter((line) => !line.startsWith("left behind")));
  console.log(`${ticks} statuses of each of ${writing.length} servers`);
  judge(
    "memory",
    "MiB",
    samples.map(({ memory }) => memory / 1024 ** 2),
  );
  judge(
    "open files",
    "",
    samples.map(({ descriptors }) => descriptors),
  );
  problems.push(...said.filter((line) => !STALE.test(line)));
}

interface Sample {
  /** Bytes that are resident. */
  readonly memory: number;
  readonly descriptors: number;
}

/** Asks for the page and for health, and takes samples of ourselves. */
async function watch(address: string): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const end = performance.now() + 60_000 * minutes;
  const pause = (60_000 * minutes) / SAMPLES;
  while (performance.now() < end) {
    const [page, health] = await Promise.all([fetch(`${address}/`), fetch(`${address}/healthz`)]);
    const text = await page.text();
    if (page.status !== 200 || !text.includes("</html>")) problems.push(`the page: ${page.status} ${text}`);
    const unwell = health.status === 200 ? [] : (await health.text()).split("\n");
    problems.push(...unwell.filter((line) => !STALE.test(line)).map((line) => `/healthz: ${line}`));
    samples.push({ memory: process.memoryUsage().rss, descriptors: readdirSync("/proc/self/fd").length });
    await Bun.sleep(pause);
  }
  return samples;
}

/** Prints the figures of a run, and finds fault with growth. */
function judge(what: string, unit: string, figures: readonly number[]): void {
  const half = figures.slice(figures.length >> 1);
  const growth = (slope(half) * half.length) / mean(half);
  const median = [...figures].sort((a, b) => a - b)[figures.length >> 1] ?? 0;
  const told = [figures[0], median, figures.at(-1)].map((figure = 0) => `${figure.toFixed(1)} ${unit}`.trim());
  console.log(
    `${what}: first ${told[0]}, median ${told[1]}, last ${told[2]}; second half ${(growth * 100).toFixed(2)} %`,
  );
  if (minutes >= JUDGED_MINUTES && growth > MOST_GROWTH) problems.push(`${what} grows: ${(growth * 100).toFixed(1)} %`);
}

function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

/** By how much the figures grow from one to the next: the line that fits them best. */
function slope(figures: readonly number[]): number {
  const [middle, average] = [(figures.length - 1) / 2, mean(figures)];
  let [above, below] = [0, 0];
  for (const [at, figure] of figures.entries()) {
    above += (at - middle) * (figure - average);
    below += (at - middle) ** 2;
  }
  return below === 0 ? 0 : above / below;
}

/** The simulator sets a file's time of access to that of its change; whoever reads it moves it. */
function isRead(path: string): boolean {
  const { atimeMs, mtimeMs } = statSync(path);
  return atimeMs !== mtimeMs;
}
