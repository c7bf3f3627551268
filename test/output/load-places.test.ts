import { expect, test } from "bun:test";
import type { Place } from "../../src/geo/place.ts";
import { locate } from "../../src/jobs/locate.ts";
import { loadConnections } from "../../src/output/load-connections.ts";
import { loadPlaces, type PlacesSettings } from "../../src/output/load-places.ts";
import { placesCsv } from "../../src/output/places-csv.ts";
import { renderPlacesJson } from "../../src/output/places-json.ts";
import { parseConnectionQuery } from "../../src/report/connection-query.ts";
import { parsePlacesQuery } from "../../src/report/places-query.ts";
import type { Database } from "../../src/store/open.ts";
import { describeStore } from "../store/drivers.ts";
import { moved, NOON, poller, type Shown } from "../store/poller.ts";
import { sampleFrame } from "../support/sample-frame.ts";

const DAY = 86_400;

const SETTINGS: PlacesSettings = { fullNames: true, showProviders: true, placesDays: 7, connectionsDays: 31 };

const PLACES: readonly (Place | undefined)[] = [
  {
    city: "Graz",
    region: "Styria",
    country: "Austria",
    provider: "AS1 Mur",
    coordinates: { latitude: 47.07, longitude: 15.44 },
  },
  { city: "Linz", region: "Upper Austria", country: "Austria", provider: "AS1 Mur" },
  { country: "Austria", provider: "AS2 =Donau" },
  undefined,
  { country: "Brazil", provider: "AS3 Paulista" },
];

async function places(database: Database, query = "", settings: Partial<PlacesSettings> = {}) {
  const all = { ...SETTINGS, ...settings };
  const asked = parsePlacesQuery(new URLSearchParams(query), { days: all.placesDays, providers: all.showProviders });
  return await loadPlaces(database, all, { query: asked, now: NOON + 60 });
}

function at(name: string, place: number, number: number, more: Shown = {}): Shown {
  return moved(name, 1000 * (place + 1), { number, realAddress: `203.0.113.${place}:1194`, ...more });
}

/** Alice in Graz and Linz, bob in Graz, carla somewhere in Austria, dora nowhere; ten days ago alice in Brazil. */
async function fill(database: Database, { isNew = false } = {}): Promise<void> {
  const { poll } = poller(database);
  const look = (now: number) =>
    locate(database, {
      locator: { locate: (host) => PLACES[Number(host.split(".")[3])] },
      now: () => now,
      interval: 3600,
    });
  const then = NOON - 10 * DAY;
  const home = at("alice", 0, 1, { connectedSince: then });
  await poll(then, isNew ? [home] : [home, at("alice", 4, 9, { connectedSince: then })]);
  await look(then);
  if (isNew) await poll(then + 60, [home, at("alice", 4, 9, { connectedSince: then + 30 })]);
  for (const seconds of [120, 180]) await poll(then + seconds, [home]);
  await look(then + 240);
  await poll(NOON, [home, at("alice", 1, 2), at("bob", 0, 3), at("carla", 2, 4), at("dora", 3, 5)]);
  await look(NOON + 1);
}

describeStore("loadPlaces()", ({ open }) => {
  test("adds up users, connections and bytes by country, city or provider", async () => {
    const database = await open();
    await fill(database);
    const told = async (query: string) =>
      (await places(database, query)).lines.map(({ city, country, provider, users, connections, bytesReceived }) =>
        [city ?? country ?? provider, users, connections, Number(bytesReceived)].join(" "),
      );
    expect(await told("")).toEqual(["Austria 3 4 7000"]);
    expect(await told("days=31")).toEqual(["Austria 3 4 7000", "Brazil 1 1 5000"]);
    expect(await told("by=city")).toEqual(["Austria 1 1 3000", "Graz 2 2 2000", "Linz 1 1 2000"]);
    expect(await told("by=provider")).toEqual(["AS1 Mur 2 3 4000", "AS2 =Donau 1 1 3000"]);
    const { total, unknown, lines } = await places(database);
    expect(total).toMatchObject({ users: 4, connections: 5, bytesReceived: 11_000n });
    expect(unknown).toMatchObject({ users: 1, connections: 1, bytesReceived: 4000n });
    expect(lines[0]?.share).toBeCloseTo(7 / 11, 3);
  });

  test("places cities by their coordinates, and all else of a country at its middle", async () => {
    const database = await open();
    await fill(database);
    const { world, near, offMap } = await places(database, "days=31");
    expect(world.dots.map(({ city, country, users, isCountry }) => [city, country, users, isCountry])).toEqual(
      expect.arrayContaining([
        ["Graz", "Austria", 2, false],
        [undefined, "Austria", 2, true],
        [undefined, "Brazil", 1, true],
      ]),
    );
    expect(offMap).toBe(0);
    expect(near?.dots.map(({ country }) => country)).toEqual(["Austria", "Austria"]);
    const [graz] = world.dots.filter(({ city }) => city === "Graz");
    expect([Math.round(graz?.x ?? 0), Math.round(graz?.y ?? 0)]).toEqual([536, 76]);
  });

  test("marks what is new of a user, and of how many users a country is", async () => {
    const database = await open();
    await fill(database, { isNew: true });
    const { news, lines } = await places(database, "days=31");
    const since = NOON - 10 * DAY + 30;
    expect(news.at(-1)).toEqual({ user: 1, name: "alice", at: since, country: "Brazil", provider: "AS3 Paulista" });
    expect(lines.find(({ country }) => country === "Brazil")?.news).toEqual({ users: 1, since });
    expect(lines.find(({ country }) => country === "Austria")?.news).toBeUndefined();
    const hidden = await places(database, "days=31", { fullNames: false, showProviders: false });
    expect(hidden.news[0]).toMatchObject({ name: "A 1", country: "Brazil", provider: undefined });
  });

  test("shows no provider where that is not wanted, and nothing where places are not", async () => {
    const database = await open();
    await fill(database);
    const without = await places(database, "by=city", { showProviders: false });
    expect(JSON.stringify(without, (_, value) => (typeof value === "bigint" ? Number(value) : value))).not.toContain(
      "AS1",
    );
    expect(without.groups).toEqual(["country", "city"]);
    expect(places(database, "by=provider", { showProviders: false })).rejects.toThrow("providers are not shown");
    const nothing = { lines: [], news: [], matching: 0, world: { dots: [] }, near: undefined };
    expect(await places(database, "", { placesDays: 0 })).toMatchObject({ absence: "not-shown", ...nothing });
    expect(await places(database, "", { placesDays: 0, locates: false })).toMatchObject({
      ...{ absence: "not-located", ...nothing },
    });
  });

  test("says it to programs, harmlessly (F42)", async () => {
    const database = await open();
    await fill(database, { isNew: true });
    const report = { ...sampleFrame(), ...(await places(database, "by=provider&days=31")) };
    const json = JSON.parse(renderPlacesJson(report));
    expect(json).toMatchObject({ by: "provider", days: 31, kept_days: 31, absence: null, matching: 3, off_map: 0 });
    expect(json.places[0]).toMatchObject({ provider: expect.any(String), users: 1, new_users: 1, country: null });
    expect(json.news[0]).toMatchObject({ user: "alice", country: "Brazil" });
    expect(json.map).toContainEqual(expect.objectContaining({ city: "Graz", whole_country: false, users: 2 }));
    const lines = placesCsv(report).split("\r\n");
    expect(lines[0]).toBe(
      "city,region,country,provider,users,connections,bytes_sent,bytes_received,share,new_users,new_since",
    );
    expect(lines.join("\n")).toContain(",,,AS2 =Donau,1,1,3001,3000,");
  });

  test("finds nothing in empty books", async () => {
    expect(await places(await open())).toMatchObject({ lines: [], matching: 0, total: { users: 0 }, near: undefined });
  });
});

test.each([
  ["by=planet", "by must be one of country, city, provider"],
  ["days=0", "days must be a whole number from 1 to 9999"],
  ["days=7.5", "days must be a whole number from 1 to 9999"],
  ["page=0", "page must be a whole number from 1 to 999999"],
])("parsePlacesQuery() refuses ?%s", (query, rule) => {
  expect(() => parsePlacesQuery(new URLSearchParams(query), { days: 7, providers: true })).toThrow(rule);
});

describeStore("loadConnections()", ({ open }) => {
  test("marks the connection that was a user's first from its country, where places are shown", async () => {
    const database = await open();
    await fill(database, { isNew: true });
    const query = parseConnectionQuery(new URLSearchParams("q=alice"), {
      ...{ zones: { days: "UTC", instants: "UTC" }, addresses: "full", places: true },
    });
    const settings = { ...SETTINGS, ipInWeb: "full" } as const;
    const told = async (placesDays: number) => {
      const asked = { query, now: NOON + 60, language: "en" };
      const { connections } = await loadConnections(database, { ...settings, placesDays }, asked);
      return connections.filter(({ isNewPlace }) => isNewPlace).map(({ country, since }) => [country, NOON - since]);
    };
    const found = await told(7);
    expect(found).toContainEqual(["Brazil", 10 * DAY - 30]);
    expect(found.length).toBeLessThan(4);
    expect(await told(0)).toEqual([]);
  });
});
