import { type FaultyProxy, startFaultyProxy } from "../../../test/support/faulty-proxy.ts";
import type { Sqld } from "../../../test/support/sqld.ts";
import { expectSame, expectSays, until } from "../daemon/trial.ts";
import { type RemoteTrial, type Setting, untilExact, withStations } from "./stations.ts";

/** What whoever reads the page is to see while the database does not answer. */
export const readingTrials: readonly RemoteTrial[] = [
  { title: "the page answers while the database does not, and health says so (F37)", run: pages },
  { title: "the page answers while the database accepts and never answers (F37)", run: hanging },
];

async function pages(setting: Setting): Promise<string> {
  return await withStations(
    setting,
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

async function hanging(setting: Setting): Promise<string> {
  const proxies: FaultyProxy[] = [];
  const through = async ({ url }: Sqld) => {
    const proxy = await startFaultyProxy(url);
    proxies.push(proxy);
    return proxy.url;
  };
  try {
    return await withStations(setting, 1, through, async (sqld, [station]) => {
      const [proxy] = proxies;
      if (station === undefined || proxy === undefined) throw new Error("there is no station");
      await untilExact(sqld.url, [station]);
      const { get } = station.daemon;
      await get("/");
      Object.assign(proxy, { marker: "any", isLasting: true, fault: "hang" } satisfies Partial<FaultyProxy>);
      const end = performance.now() + 20_000;
      const times: number[] = [];
      while (performance.now() < end) {
        const since = performance.now();
        expectSame("the page's status", (await get("/")).status, 200);
        times.push(performance.now() - since);
        await Bun.sleep(100);
      }
      proxy.fault = undefined;
      const slowest = Math.max(...times);
      if (slowest > 4000) throw new Error(`a page took ${slowest.toFixed(0)} ms`);
      await untilExact(sqld.url, [station]);
      return `${times.length} pages while ${proxy.faults()} requests hung; the slowest took ${slowest.toFixed(0)} ms`;
    });
  } finally {
    for (const proxy of proxies) await proxy.stop();
  }
}
