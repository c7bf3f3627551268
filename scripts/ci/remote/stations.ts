import { type Sqld, startSqld } from "../../../test/support/sqld.ts";
import { expectSame, until, wrong } from "../daemon/trial.ts";
import { type Station, startStation } from "./station.ts";

/** How a trial is run. */
export interface Setting {
  readonly program: readonly string[];
  /** For how long the longest goes on. */
  readonly seconds: number;
}

/** Something that is tried; it tells what it tried, and throws where something is not as the title says. */
export interface RemoteTrial {
  readonly title: string;
  run(setting: Setting): Promise<string>;
}

/** Some stations on one server, whose daemons write through whatever `urlOf` gives them; all is ended after it. */
export async function withStations<T>(
  { program }: Setting,
  count: number,
  urlOf: (sqld: Sqld) => Promise<string>,
  action: (sqld: Sqld, stations: readonly Station[]) => Promise<T>,
): Promise<T> {
  const sqld = await startSqld();
  const stations: Station[] = [];
  try {
    for (let seed = 1; seed <= count; seed++) {
      const url = await urlOf(sqld);
      stations.push(await startStation({ name: `vpn${seed}`, seed, program, url }));
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

/** Waits until the books are the truth and nothing waits, and has `check` look at them. */
export async function untilExact(url: string, stations: readonly Station[]): Promise<void> {
  for (const station of stations) {
    await until(`the books of ${station.name} are exact`, { seconds: 60, every: 0.5 }, () => station.wrong(url));
    await until(`nothing of ${station.name} waits`, { seconds: 30, every: 0.5 }, () => station.waiting() || undefined);
  }
  const [first] = stations;
  expectSame("check", await first?.check(), "0 ok: the books are right\n");
}
