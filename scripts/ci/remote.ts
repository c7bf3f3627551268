/**
 * Several VPN servers, one database: `bun scripts/ci/remote.ts [--program "dist/ovpnstats"] [--seconds N]`. Real
 * processes and a real libSQL server, which is killed and started again at random, behind networks that lose replies.
 * Afterwards the books must be the truth to the byte for every user of every server.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Fault, type FaultyProxy, startFaultyProxy } from "../../test/support/faulty-proxy.ts";
import { FROM_SOURCES } from "../../test/support/process.ts";
import { type Sqld, startSqld } from "../../test/support/sqld.ts";
import { expectSame, expectSays, until, wrong } from "./daemon/trial.ts";
import { type Station, startStation } from "./remote/station.ts";

const { values } = parseArgs({
  options: { program: { type: "string" }, seconds: { type: "string", default: "40" } },
});
const PROGRAM = values.program?.split(" ").map((word) => (existsSync(word) ? resolve(word) : word)) ?? FROM_SOURCES;
const SECONDS = Number(values.seconds);

const FAULTS: readonly Fault[] = ["refuse", "answer 500", "lose the reply", "cut the reply", "lose the reply", "hang"];

const TRIALS: readonly (readonly [string, () => Promise<string>])[] = [
  ["three servers, once beside serve, the database killed and started again: exact to the byte (F36, F37, F38)", kills],
  ["two servers behind networks that lose replies: every commit counts once (F37)", losses],
  ["the page answers while the database does not, and health says so (F37)", pages],
];

let [passed, failed] = [0, 0];
for (const [title, trial] of TRIALS) {
  const since = performance.now();
  try {
    const what = await trial();
    passed++;
    console.log(`pass  ${title} (${((performance.now() - since) / 1000).toFixed(0)} s): ${what}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${title}\n${error instanceof Error ? error.stack : error}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Some stations on one server, whose daemons write through whatever `urlOf` gives them. */
async function withStations<T>(
  count: number,
  urlOf: (sqld: Sqld) => Promise<string>,
  action: (sqld: Sqld, stations: readonly Station[]) => Promise<T>,
): Promise<T> {
  const sqld = await startSqld();
  const stations: Station[] = [];
  try {
    for (let seed = 1; seed <= count; seed++) {
      const url = await urlOf(sqld);
      stations.push(await startStation({ name: `vpn${seed}`, seed, program: PROGRAM, url }));
    }
    return await action(sqld, stations);
  } catch (error) {
    const said = stations.map(({ name, daemon }) => `${name} said:\n${daemon.said().slice(-3000)}`);
    throw wrong(error instanceof Error ? (error.stack ?? error.message) : String(error), said.join("\n"));
  } finally {
    for (const station of stations) await station.remove();
    await sqld.stop();
  }
}

async function kills(): Promise<string> {
  return await withStations(
    3,
    async ({ url }) => url,
    async (sqld, stations) => {
      const end = performance.now() + 1000 * SECONDS;
      let [killed, mostWaiting, rounds, refusals] = [0, 0, 0, 0];
      const killing = async () => {
        while (performance.now() < end) {
          await Bun.sleep(500 + 4000 * Math.random());
          await sqld.kill();
          killed++;
          await Bun.sleep(200 + 3000 * Math.random());
          mostWaiting = Math.max(mostWaiting, ...stations.map(({ waiting }) => waiting()));
          await sqld.restart();
        }
      };
      const beside = async ({ once }: Station) => {
        while (performance.now() < end) {
          const { status, err } = await once();
          if (status !== 0 && status !== 3) throw wrong("once failed", err);
          rounds++;
          if (status === 3) refusals++;
          await Bun.sleep(1000 * Math.random());
        }
      };
      const isOver = () => performance.now() > end;
      await Promise.all([killing(), ...stations.flatMap((one) => [one.live(isOver), beside(one)])]);
      await untilExact(sqld.url, stations);
      for (const { once } of stations) expectSame("once after it", await once().then(({ status }) => status), 0);
      await untilExact(sqld.url, stations);
      if (mostWaiting === 0 || killed < 3) throw new Error(`nothing was tried: ${killed} kills, ${mostWaiting} waited`);
      const moves = stations.map(({ server }) => server.version()).join(", ");
      return `${killed} kills, ${rounds} times once (${refusals} without a database), ${moves} statuses, up to ${mostWaiting} waiting`;
    },
  );
}

async function losses(): Promise<string> {
  const proxies: FaultyProxy[] = [];
  const through = async ({ url }: Sqld) => {
    const proxy = await startFaultyProxy(url);
    proxies.push(proxy);
    return proxy.url;
  };
  return await withStations(2, through, async (sqld, stations) => {
    const end = performance.now() + (1000 * SECONDS) / 2;
    const disturbing = async (proxy: FaultyProxy) => {
      for (let round = 0; performance.now() < end; round++) {
        proxy.marker = Math.random() < 0.7 ? "commit" : "any";
        // One that hangs holds all up for as long as a request may take.
        proxy.fault = FAULTS[round % 12 === 11 ? FAULTS.length - 1 : Math.floor(Math.random() * (FAULTS.length - 1))];
        await Bun.sleep(300 + 900 * Math.random());
      }
      proxy.fault = undefined;
    };
    const isOver = () => performance.now() > end;
    await Promise.all([...proxies.map(disturbing), ...stations.map(({ live }) => live(isOver))]);
    await untilExact(sqld.url, stations);
    const faults = proxies.reduce((sum, proxy) => sum + proxy.faults(), 0);
    if (faults < SECONDS / 4) throw new Error(`nothing was tried: ${faults} faults`);
    for (const proxy of proxies) await proxy.stop();
    return `${faults} faults, ${stations.map(({ server }) => server.version()).join(", ")} statuses`;
  });
}

async function pages(): Promise<string> {
  return await withStations(
    1,
    async ({ url }) => url,
    async (sqld, [station]) => {
      if (station === undefined) throw new Error("there is no station");
      const { daemon } = station;
      await untilExact(sqld.url, [station]);
      expectSame("the page's status", (await daemon.get("/")).status, 200);
      await sqld.kill();
      let slowest = 0;
      await until("health tells", { seconds: 30, every: 0.2 }, async () => {
        const since = performance.now();
        const { status, text } = await daemon.get("/");
        slowest = Math.max(slowest, performance.now() - since);
        expectSame("the page's status", status, 200);
        expectSays("the page", text, /vpn1|alice|bob/);
        return (await daemon.get("/healthz")).status === 503 ? undefined : "it is well";
      });
      await sqld.restart();
      await until("health is well", { seconds: 30, every: 0.2 }, async () =>
        (await daemon.get("/healthz")).status === 200 ? undefined : "it is not",
      );
      if (slowest > 3500) throw new Error(`a page took ${slowest} ms`);
      return `the slowest page took ${slowest.toFixed(0)} ms`;
    },
  );
}

/** Waits until the books are the truth and nothing waits, and has `check` look at them. */
async function untilExact(url: string, stations: readonly Station[]): Promise<void> {
  for (const station of stations) {
    await until(`the books of ${station.name} are exact`, { seconds: 60, every: 0.5 }, () => station.wrong(url));
    await until(`nothing of ${station.name} waits`, { seconds: 30, every: 0.5 }, () => station.waiting() || undefined);
  }
  const [first] = stations;
  expectSame("check", await first?.check(), "0 ok: the books are right\n");
}
