import { describe, expect, test } from "bun:test";
import { effectiveToml } from "../../src/config/show.ts";
import { FILE, load, problemsOf } from "./load.ts";

describe("location_databases is a list of paths", () => {
  test("in a file, from the file's directory", async () => {
    const { config, effective } = await load({ toml: 'location_databases = ["city.mmdb", "/geo/a:b.mmdb"]' });
    const list = ["/etc/ovpnstats/city.mmdb", "/geo/a:b.mmdb"];
    expect(config.location_databases).toEqual(list);
    const shown = effectiveToml(effective);
    expect(shown).toContain('location_databases = ["/etc/ovpnstats/city.mmdb", "/geo/a:b.mmdb"]');
    expect((await load({ toml: shown })).config.location_databases).toEqual(list);
  });

  test("in a variable or flag with : between them, from the working directory", async () => {
    const { config } = await load({ env: { OVPNSTATS_LOCATION_DATABASES: "city.mmdb:/geo/asn.mmdb" } });
    expect(config.location_databases).toEqual(["/home/op/city.mmdb", "/geo/asn.mmdb"]);
    const flags = [{ flag: "--location-databases", value: "1" }];
    expect((await load({ flags })).config.location_databases).toEqual(["/home/op/1"]);
  });

  test.each(["[1]", "true", '["~/city.mmdb"]', '""', '["a", ""]', '"a::b"'])("F65: %s is refused", async (value) => {
    expect((await problemsOf({ toml: `location_databases = ${value}` })).join()).toContain(
      `${FILE}:1: location_databases = ${value} must be a list of paths`,
    );
  });

  test("no report is written over one of them", async () => {
    const toml = 'location_databases = ["/g.mmdb"]\nweb_file_path = "/g.mmdb"';
    expect((await problemsOf({ toml })).join()).toContain("in use otherwise");
  });

  test("beside location_info = false it is warned of", async () => {
    const { warnings } = await load({ toml: 'location_info = false\nlocation_databases = ["/g.mmdb"]' });
    expect(warnings).toEqual([expect.stringContaining("location_databases is of no use")]);
  });
});

describe("F66: the token for ipinfo.io", () => {
  const toml = 'location_info = "ipinfo"\nipinfo_token_file = "ipinfo"';
  const files = { "/etc/ovpnstats/ipinfo": "canary-7a2c\n" };

  test("comes from its file, and is shown nowhere", async () => {
    const { config, effective, warnings } = await load({ toml, files });
    expect(config.ipinfoToken).toBe("canary-7a2c");
    expect(effectiveToml(effective)).not.toContain("canary");
    expect(warnings).toEqual([]);
  });

  test("comes from the environment, which wins", async () => {
    const { config } = await load({ toml, env: { OVPNSTATS_IPINFO_TOKEN: "other" } });
    expect(config.ipinfoToken).toBe("other");
  });

  test("is not read where ipinfo.io is not asked, which is warned of", async () => {
    const { config, warnings } = await load({ toml: 'ipinfo_token_file = "ipinfo"', files });
    expect(config.ipinfoToken).toBeUndefined();
    expect(warnings).toEqual(['ipinfo_token_file is of no use without location_info = "ipinfo"']);
  });

  test("that others may read is warned of", async () => {
    const { warnings } = await load({ toml, files, mode: 0o644 });
    expect(warnings).toEqual([expect.stringContaining("/etc/ovpnstats/ipinfo holds a secret")]);
  });

  test("that no header can carry is refused, and not repeated", async () => {
    const problems = await problemsOf({ toml, env: { OVPNSTATS_IPINFO_TOKEN: "canary-7a2c\nx: y" } });
    expect(problems).toEqual([
      "environment OVPNSTATS_IPINFO_TOKEN: must hold one line of printable ASCII without spaces",
    ]);
    expect((await problemsOf({ toml })).join()).toContain("/etc/ovpnstats/ipinfo: cannot be read");
  });
});
