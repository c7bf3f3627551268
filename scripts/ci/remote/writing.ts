import { type Fault, type FaultyProxy, startFaultyProxy } from "../../../test/support/faulty-proxy.ts";
import type { Sqld } from "../../../test/support/sqld.ts";
import { expectSame, wrong } from "../daemon/trial.ts";
import type { Station } from "./station.ts";
import { type RemoteTrial, type Setting, untilExact, withStations } from "./stations.ts";

const FAULTS: readonly Fault[] = ["refuse", "answer 500", "lose the reply", "cut the reply", "lose the reply", "hang"];

/** What is to be right to the byte, whatever becomes of the database and of the way to it. */
export const writingTrials: readonly RemoteTrial[] = [
  {
    title: "three servers, once beside serve, the database killed and started again: exact to the byte (F37, F38)",
    run: kills,
  },
  { title: "two servers behind networks that lose replies: every commit counts once (F37)", run: losses },
  { title: "serve starts before its database, and loses nothing (F37)", run: early },
];

async function kills(setting: Setting): Promise<string> {
  return await withStations(
    setting,
    3,
    async ({ url }) => url,
    async (sqld, stations) => {
      const end = performance.now() + 1000 * setting.seconds;
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
      if (mostWaiting === 0 || killed < setting.seconds / 12)
        throw new Error(`nothing was tried: ${killed} kills, ${mostWaiting} waited`);
      const moves = stations.map(({ server }) => server.version()).join(", ");
      return `${killed} kills, ${rounds} times once (${refusals} without a database), ${moves} statuses, up to ${mostWaiting} waiting`;
    },
  );
}

async function losses(setting: Setting): Promise<string> {
  const proxies: FaultyProxy[] = [];
  const through = async ({ url }: Sqld) => {
    const proxy = await startFaultyProxy(url);
    proxies.push(proxy);
    return proxy.url;
  };
  try {
    return await withStations(setting, 2, through, async (sqld, stations) => {
      const end = performance.now() + (1000 * setting.seconds) / 2;
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
      if (faults < setting.seconds / 4) throw new Error(`nothing was tried: ${faults} faults`);
      return `${faults} faults, ${stations.map(({ server }) => server.version()).join(", ")} statuses`;
    });
  } finally {
    for (const proxy of proxies) await proxy.stop();
  }
}

async function early(setting: Setting): Promise<string> {
  const away = async (sqld: Sqld) => {
    await sqld.kill();
    return sqld.url;
  };
  return await withStations(setting, 1, away, async (sqld, [station]) => {
    if (station === undefined) throw new Error("there is no station");
    const end = performance.now() + 5000;
    await station.live(() => performance.now() > end);
    const waited = station.waiting();
    if (waited < 2) throw new Error(`${waited} readings wait`);
    await sqld.restart();
    await untilExact(sqld.url, [station]);
    expectSame("the page's status", (await station.daemon.get("/")).status, 200);
    return `${waited} readings waited`;
  });
}
