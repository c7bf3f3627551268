import { describe, expect, test } from "bun:test";
import { effectiveToml } from "../../src/config/show.ts";
import { load, problemsOf } from "./load.ts";

const TOML = `time_zone = "UTC"

[users.ann]
alias = "Ann Lee"
group = "Sales"
limit = "60 GB"

[users."bob@example.net"]
group = "Sales"

[users."caf\\u00e9"]
alias = "Café"
`;

describe("[users.NAME]", () => {
  test("says what reports show of a user, whatever the name", async () => {
    const { config } = await load({ toml: TOML });
    expect([...config.people]).toEqual([
      ["ann", { alias: "Ann Lee", group: "Sales", limit: 60_000_000_000n }],
      ["bob@example.net", { alias: undefined, group: "Sales", limit: undefined }],
      ["café", { alias: "Café", group: undefined, limit: undefined }],
    ]);
    expect([...(await load({})).config.people]).toEqual([]);
  });

  test("is shown by config show, and has the same effect again", async () => {
    const { config, effective } = await load({ toml: TOML });
    const shown = effectiveToml(effective);
    expect(shown).toContain('[users."bob@example.net"]');
    expect((await load({ toml: shown })).config.people).toEqual(config.people);
  });

  test("is refused with its place where it is not right", async () => {
    const toml = `[users.ann]\nalias = ""\ngrup = "Sales"\n[users."b c"]\nalias = "Eve"\n[users.d]\nalias = "Eve"\n`;
    const problems = await problemsOf({ toml });
    expect(problems).toEqual([
      expect.stringMatching(/^\/etc\/ovpnstats\/ovpnstats\.toml:2: alias = "" must be a name of printable characters/),
      expect.stringMatching(/:3: grup is not a key.*group/),
      '/etc/ovpnstats/ovpnstats.toml:6: alias = "Eve" is already that of "b c"',
    ]);
    expect(await problemsOf({ toml: '[users.ann]\nlimit = "sixty"\n[users.bob]\nlimit = 0' })).toEqual([
      '/etc/ovpnstats/ovpnstats.toml:2: limit = "sixty" must be an amount such as "60 GB", "1.5 TB" or "500 GiB", or a number of bytes, from 1 on',
      expect.stringMatching(/:4: limit = 0 must be an amount/),
    ]);
    expect(await problemsOf({ toml: "users = 3\n" })).toEqual([expect.stringMatching(/:1: users must be blocks/)]);
  });
});
