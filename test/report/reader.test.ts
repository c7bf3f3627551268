import { describe, expect, test } from "bun:test";
import { webLinks } from "../../src/report/links.ts";
import { chooseReader } from "../../src/report/reader.ts";

const CONFIGURED = { language: "en", units: "si", timeZone: "Europe/Vienna" } as const;

function choose(query: string) {
  return chooseReader(new URLSearchParams(query), CONFIGURED);
}

describe("chooseReader()", () => {
  test("is the configured reader where the address says nothing, or the same", () => {
    expect(choose("sort=name")).toEqual({ reader: CONFIGURED, chosen: [] });
    expect(choose("lang=en&units=si&zone=europe/vienna&lang=de")).toEqual({ reader: CONFIGURED, chosen: [] });
  });

  test("takes language, units and zone from the address, and says what was chosen", () => {
    expect(choose("units=iec&zone=asia/kolkata&lang=de")).toEqual({
      reader: { language: "de", units: "iec", timeZone: "Asia/Kolkata" },
      chosen: [
        ["lang", "de"],
        ["units", "iec"],
        ["zone", "Asia/Kolkata"],
      ],
    });
  });

  test.each([
    ["lang=fr", "lang must be one of en, de"],
    ["units=kb", "units must be one of si, iec"],
    ["zone=Mars/Olympus", "zone must be the IANA name of a time zone"],
    [`zone=${"A".repeat(500)}`, "zone must be the IANA name of a time zone"],
  ])("refuses %s", (query, message) => {
    expect(() => choose(query)).toThrow(message);
  });
});

describe("webLinks()", () => {
  test("lead from a page to any other, wherever a proxy puts them all", () => {
    const at = (path: string, to: string) =>
      new URL(webLinks(path, [])(to) ?? "", `http://vpn.example/sub/${path}`).href;
    for (const from of ["", "machine", "users/12"])
      for (const to of ["", "machine", "users/7"]) expect(at(from, to)).toBe(`http://vpn.example/sub/${to}`);
  });

  test("take along what the reader chose, after what the page is asked", () => {
    const link = webLinks("users/12", [["lang", "de"]]);
    expect(link("", "sort=name")).toBe("../?sort=name&lang=de");
    expect(link("top")).toBe("../top?lang=de");
  });
});
