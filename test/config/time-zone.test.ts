import { describe, expect, test } from "bun:test";
import { FILE, load, problemsOf } from "./load.ts";

describe("F23: an unknown time zone is refused, not taken for UTC", () => {
  test.each(["Mars/Base", "CET-1CEST,M3.5.0,M10.5.0/3", "GMT+2", "+02:00", "", ":"])("time_zone = %j", async (zone) => {
    expect(await problemsOf({ toml: `time_zone = ${JSON.stringify(zone)}` })).toEqual([
      `${FILE}:1: time_zone = ${JSON.stringify(zone)} must be the IANA name of a time zone, such as "Europe/Berlin" or "UTC"`,
    ]);
  });

  test.each(["Mars/Base", "CET-1CEST,M3.5.0,M10.5.0/3", "/etc/own-zone"])(
    "TZ=%s where no time_zone is set",
    async (zone) => {
      const [problem] = await problemsOf({ env: { TZ: zone }, systemZone: "UTC" });
      expect(problem).toContain(`environment TZ = ${JSON.stringify(zone)} is not the name of a time zone`);
      const { config } = await load({ env: { TZ: zone, OVPNSTATS_TIME_ZONE: "Asia/Kolkata" }, systemZone: "UTC" });
      expect(config.time_zone).toBe("Asia/Kolkata");
    },
  );

  test.each([
    ["Asia/Kolkata", "Asia/Kolkata"],
    [":America/St_Johns", "America/St_Johns"],
    [":/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"],
    ["", "UTC"],
    ["EST5EDT", "EST5EDT"],
    ["Etc/UTC", "UTC"],
  ])("TZ=%j is %s", async (set, zone) => {
    expect((await load({ env: { TZ: set }, systemZone: "UTC" })).config.time_zone).toBe(zone);
  });

  test("a system that does not tell its zone", async () => {
    expect(await problemsOf({ systemZone: "" })).toEqual(["time_zone: the system does not tell its time zone: set it"]);
  });

  test("letters are written as IANA does, for the database compares names; aliases stay", async () => {
    const { config } = await load({ toml: 'time_zone = "asia/calcutta"\nserver_time_zone = "utc"' });
    expect([config.time_zone, config.servers[0]?.server_time_zone]).toEqual(["Asia/Calcutta", "UTC"]);
  });
});
