import { expect, test } from "bun:test";
import type { UnixSeconds } from "../../src/model.ts";
import { fileFrame, pageFileFrame, webFrame } from "../../src/output/frame.ts";
import { renderJson } from "../../src/output/json.ts";
import { loadOverview } from "../../src/output/load-overview.ts";
import { renderHtml } from "../../src/output/overview-html.ts";
import type { ReportSettings } from "../../src/output/report-settings.ts";
import { renderText } from "../../src/output/text.ts";
import { DEFAULT_LIST, type UserList } from "../../src/report/user-list.ts";
import { describeStore } from "../store/drivers.ts";
import { calendar, moved, NOON, poller } from "../store/poller.ts";
import { TROUBLES } from "../support/sample-overview.ts";

const SETTINGS: ReportSettings = {
  ...{
    version: "1",
    calendar,
    fullNames: true,
    ipInWeb: "full" as const,
    showProviders: true,
    placesDays: 7,
    connectionsDays: 31,
  },
  reader: { language: "en", units: "si", timeZone: calendar.timeZone },
};

function request(now: UnixSeconds, changes: Partial<ReportSettings> = {}, list?: UserList) {
  const settings = { ...SETTINGS, ...changes };
  return { settings, frame: fileFrame(settings, now), list };
}

describeStore("loadOverview()", ({ open }) => {
  test("says nothing of demonstrations, troubles, credits and lists unless it is told to", async () => {
    const database = await open();
    expect(await loadOverview(database, request(NOON))).toMatchObject({
      ...{ demonstration: false, troubles: [], credits: [], list: undefined, users: [], userCount: 0 },
    });
    const more = { demonstration: true, troubles: TROUBLES, credits: ["x"] };
    const { list, ...told } = await loadOverview(database, request(NOON, more, DEFAULT_LIST));
    expect(told).toMatchObject({ demonstration: true, troubles: TROUBLES, credits: ["x"] });
    expect(list).toEqual({ ...DEFAULT_LIST, matching: 0, pages: 1 });
  });

  test("has every month where the page stands alone, and leaves them to their own page elsewhere", async () => {
    const database = await open();
    await poller(database).poll(NOON, [moved("alice", 1000, { connectedSince: NOON - 70 * 86_400 })]);
    const alone = await loadOverview(database, request(NOON));
    const months = alone.archive?.years.flatMap((year) => year.months) ?? [];
    expect(months.length).toBeGreaterThanOrEqual(3);
    expect(months.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0n)).toBe(1000n);
    const others = [
      pageFileFrame(SETTINGS, NOON, { path: "", isThere: () => true }),
      webFrame(SETTINGS, NOON, { path: "", query: new URLSearchParams() }),
    ];
    for (const frame of others)
      expect((await loadOverview(database, { settings: SETTINGS, frame })).archive).toBe(undefined);
  });

  test("lists a place once, however many providers are hidden in it", async () => {
    const database = await open();
    const clients = ["alice", "bob", "carla"].map((name, number) => moved(name, 1000, { number }));
    await poller(database).poll(NOON, clients);
    await database.client.batch([
      "UPDATE ips SET city = 'Vienna', country = 'Austria', provider = 'Donaunetz'",
      "UPDATE ips SET provider = 'Kabelwerk' WHERE ip = '10.0.0.1'",
      "UPDATE ips SET city = NULL, country = NULL WHERE ip = '10.0.0.2'",
    ]);
    const places = async (showProviders: boolean) => {
      const { places = [] } = await loadOverview(database, request(NOON, { showProviders }));
      return places.map(({ city, provider, users }) => [city, provider, users]).sort();
    };
    // One after the other: what was read a moment ago is of another question.
    expect(await places(true)).toEqual([
      [undefined, "Donaunetz", 1],
      ["Vienna", "Donaunetz", 1],
      ["Vienna", "Kabelwerk", 1],
    ]);
    expect(await places(false)).toEqual([["Vienna", undefined, 2]]);
  });

  test("has no name anywhere in private mode, whatever is looked for (F42)", async () => {
    const database = await open();
    const names = ["jonas", "julia", "zacharias"];
    await poller(database).poll(
      NOON,
      names.map((name, number) => moved(name, 1000 + number, { number })),
    );
    const shown = async (asked: Partial<UserList>) => {
      return await loadOverview(database, request(NOON + 10, { fullNames: false }, { ...DEFAULT_LIST, ...asked }));
    };
    for (const asked of [{}, { sort: "name" }, { query: "j" }, { query: "z" }] as const) {
      const overview = await shown(asked);
      for (const render of [renderHtml, renderText, renderJson])
        expect(render(overview)).not.toMatch(/jonas|julia|zacharias/i);
    }
    expect((await shown({ query: "j" })).users.map(({ name }) => name).sort()).toEqual(["J 1", "J 2"]);
    // Looking for it would tell that there is one.
    expect((await shown({ query: "jonas" })).list?.matching).toBe(0);
  });
});
