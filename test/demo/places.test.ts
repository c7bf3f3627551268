import { expect, test } from "bun:test";
import { demoLocator, ipv4At, ipv6At, PLACE } from "../../src/demo/places.ts";

test("demoLocator tells the place of every address that ipv4At() and ipv6At() give", () => {
  for (const place of Object.values(PLACE)) {
    const told = demoLocator.locate(ipv6At(place, 0));
    expect(told?.country).toBeString();
    for (let host = 0; host < 40; host++) {
      expect(demoLocator.locate(ipv4At(place, host))).toEqual(told);
      expect(demoLocator.locate(ipv6At(place, host))).toEqual(told);
    }
  }
  expect(demoLocator.locate(ipv4At(PLACE.krakow, 7))).toEqual({
    city: "Kraków",
    region: "Lesser Poland",
    country: "Poland",
    provider: "AS64509 Wisła Net",
    coordinates: { latitude: 50.06, longitude: 19.94 },
  });
});

test.each(["8.8.8.8", "203.0.114.1", "203.0.113.200", "2001:db9::1", "2001:db8:ffff::1", "2001:db8::1", "", "x"])(
  "demoLocator knows nothing of %p",
  (host) => {
    expect(demoLocator.locate(host)).toBeUndefined();
  },
);
