import { describe, expect, test } from "bun:test";
import { exampleToml } from "../../src/config/example.ts";
import { effectiveToml } from "../../src/config/show.ts";
import { load } from "./load.ts";

describe("what is printed can be read back", () => {
  test("exampleToml() changes nothing as it is", async () => {
    expect((await load({ toml: exampleToml() })).config).toEqual((await load({})).config);
  });

  test("exampleToml() with any one of its keys uncommented is accepted", async () => {
    const [top = "", block = ""] = exampleToml().split("#[[server]]");
    const keys = top.match(/^#\w+ = .*$/gm) ?? [];
    expect(keys.length).toBeGreaterThan(25);
    const files = Object.fromEntries(
      ["token", "web-password", "web-token", "management-password"].map((name) => [`/etc/ovpnstats/${name}`, "x"]),
    );
    for (const key of keys) await load({ toml: key.slice(1), files });
    await load({ toml: `[[server]]${block.replaceAll(/^#(?=[\w[])/gm, "")}`, files });
  });

  test("effectiveToml() has the effect that it shows, and tells where each value is from", async () => {
    const toml = `identity = "username"
      time_zone = "Asia/Kolkata"
      web_file_path = false
      [[server]]
      name = "Büro"
      [[server]]
      name = "b"
      status_interval = 30
      input_file_name = "b\\u202e\\U000e0041\\u007f.log"`;
    const given = await load({ toml, env: { OVPNSTATS_LOG_LEVEL: "warn" } });
    const shown = effectiveToml(given.effective);
    expect((await load({ toml: shown })).config).toMatchObject({ ...given.config });
    expect(shown).toContain(String.raw`"/etc/ovpnstats/b\u202e\U000e0041\u007f.log"`);
    expect(shown).toMatch(/^time_zone = "Asia\/Kolkata" +# \/etc\/ovpnstats\/ovpnstats\.toml:2$/m);
    expect(shown).toMatch(/^log_level = "warn" +# environment OVPNSTATS_LOG_LEVEL$/m);
    expect(shown).toMatch(/^month_starts_on = 1 +# default$/m);
    expect(shown).toMatch(/^# db_url is not set +# a local file$/m);
  });
});
