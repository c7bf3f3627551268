import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { shownAddress } from "../../src/report/shown-address.ts";

describe("shownAddress()", () => {
  test.each([
    ["198.51.100.23", "198.51.100.x"],
    ["198.51.100.23:1194", "198.51.100.x"],
    ["udp4:198.51.100.23:1194", "198.51.100.x"],
    ["tcp4-server:198.51.100.23:443", "198.51.100.x"],
    ["::ffff:198.51.100.23", "198.51.100.x"],
    ["udp6:[::ffff:198.51.100.23]:1194", "198.51.100.x"],
    ["0.0.0.0", "0.0.0.x"],
    ["2001:db8:4c:7:1:2:3:4", "2001:db8:4c::x"],
    ["2001:0DB8:004C::1", "2001:db8:4c::x"],
    ["udp6:[2001:db8:4c:7::9]:45941", "2001:db8:4c::x"],
    ["2001:db8::1", "2001:db8::x"],
    ["2001:0:4c::1", "2001:0:4c::x"],
    ["fe80::1%eth0", "fe80::x"],
    ["::1", "::x"],
    ["2002:c633:6417:1::1", "2002:c633:6400::x"],
    ["64:ff9b::198.51.100.23", "64:ff9b::x"],
  ])("masks %s as %s", (address, network) => expect(shownAddress(address, "masked")).toBe(network));

  test.each(["", "UNKNOWN", "[NULL]", "198.51.100.23.example", "198.51.100", "<b>198.51.100.23</b>"])(
    "shows nothing of %p, which it cannot mask",
    (text) => expect(shownAddress(text, "masked")).toBeUndefined(),
  );

  test("shows addresses as OpenVPN wrote them where whole ones may be shown, and none where none may", () => {
    expect(shownAddress("udp4:198.51.100.23:1194", "full")).toBe("udp4:198.51.100.23:1194");
    expect(shownAddress("", "full")).toBeUndefined();
    expect(shownAddress("198.51.100.23:1194", "none")).toBeUndefined();
  });

  test("shows all addresses of a network alike, whatever their last bits and ports", () => {
    const part = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(part, part, part, part, part, (a, b, c, one, other) => {
        const network = `${a}.${b}.${c}`;
        const port = fc.sample(fc.integer({ min: 0, max: 65_535 }), { numRuns: 1, seed: one })[0];
        expect(shownAddress(`${network}.${one}:${port}`, "masked")).toBe(shownAddress(`${network}.${other}`, "masked"));
      }),
    );
    expect(shownAddress("2001:db8:4c:ffff:ffff:ffff:ffff:ffff", "masked")).toBe(
      shownAddress("2001:db8:4c::", "masked"),
    );
  });
});
