import { describe, expect, test } from "bun:test";
import { placeOfRecord } from "../../src/geo/record.ts";

const VIENNA = { latitude: 48.21, longitude: 16.37 };
const NOTHING = { city: undefined, region: undefined, country: undefined, provider: undefined, coordinates: undefined };

describe("placeOfRecord() reads what each maker writes", () => {
  test.each([
    [
      "GeoLite2 City, DB-IP City",
      {
        location: { latitude: 48.20849, longitude: 16.37208, accuracy_radius: 5, time_zone: "Europe/Vienna" },
        city: { names: { de: "Wien", en: "Vienna" } },
        subdivisions: [{ iso_code: "9", names: { en: "Vienna State" } }, { names: { en: "Ward 1" } }],
        country: { iso_code: "AT", names: { en: "Austria (the)" } },
      },
      { city: "Vienna", region: "Vienna State", country: "Austria", coordinates: VIENNA },
    ],
    ["GeoLite2 Country without a code", { country: { names: { en: "Kosovo" } } }, { country: "Kosovo" }],
    [
      "GeoLite2 ASN, DB-IP ASN",
      { autonomous_system_number: 15169, autonomous_system_organization: "Google LLC" },
      { provider: "AS15169 Google LLC" },
    ],
    ["an ASN without a name", { autonomous_system_number: 15169 }, { provider: "AS15169" }],
    [
      "IPinfo Lite",
      {
        asn: "AS15169",
        as_name: "Google LLC",
        country: "United States",
        country_code: "US",
        continent: "North America",
      },
      { country: "United States", provider: "AS15169 Google LLC" },
    ],
    [
      "IPinfo location",
      { city: "Mountain View", region: "California", country: "US", lat: "37.4056", lng: "-122.0775" },
      {
        ...{ city: "Mountain View", region: "California", country: "United States" },
        coordinates: { latitude: 37.41, longitude: -122.08 },
      },
    ],
    ["IPinfo ASN", { asn: "AS15169", name: "Google LLC", domain: "google.com" }, { provider: "AS15169 Google LLC" }],
    ["ip-location-db", { country_code: "DE" }, { country: "Germany" }],
    ["ip-location-db's cities", { latitude: 48.2085, longitude: 16.3721 }, { coordinates: VIENNA }],
    ["coordinates of nowhere", { latitude: 0, longitude: 0 }, {}],
    ["one coordinate", { latitude: 48.2 }, {}],
    ["coordinates that are none", { latitude: 91, longitude: "16.3, 2" }, {}],
    ["numbers that are none", { lat: "NaN", lng: Number.NaN }, {}],
    ["an ISP database", { isp: "Vodafone" }, { provider: "Vodafone" }],
    ["the code of no country", { country_code: "ZZ" }, {}],
    ["a code that is none", { country: { iso_code: "A1", names: { en: "Anonymous" } } }, { country: "Anonymous" }],
    ["nothing", {}, {}],
  ])("%s", (_, record, place) => {
    expect(placeOfRecord(record)).toEqual({ ...NOTHING, ...place });
  });

  test.each([
    [null],
    [undefined],
    [7],
    ["text"],
    [[]],
    [[[]]],
    [{ city: 3, country: [], subdivisions: {} }],
    [{ names: null }],
  ])("of %j it tells nothing", (record) => {
    expect(placeOfRecord(record)).toEqual(NOTHING);
  });
});

test("F63: names from outside lose what cannot be seen, and all beyond 100 characters", () => {
  const hostile = `\u001b[31mVi\u202een\u0000na\n\n<b>\ud800 ${"x".repeat(1_000_000)}`;
  const { city = "" } = placeOfRecord({ city: hostile });
  expect(city).toStartWith("[31mVi en na <b> x");
  expect(city).toHaveLength(100);
  expect(placeOfRecord({ city: "\u200b\u0007 " }).city).toBeUndefined();
});
