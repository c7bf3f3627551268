import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileSettings, privateSettings, reportSettings } from "../../src/app/settings.ts";
import { serveConfig } from "../support/serve-config.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-settings-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function shown(variables: Readonly<Record<string, string>>) {
  const config = await serveConfig(folder, variables);
  const web = reportSettings(config, { version: "1" });
  return [web, fileSettings(web, config)].map(({ fullNames, ipInWeb }) => [fullNames, ipInWeb]);
}

test("fileSettings() shows in files what the page shows, unless they are said to show less or more", async () => {
  expect(await shown({})).toEqual([
    [true, "full"],
    [true, "full"],
  ]);
  const shy = { OVPNSTATS_ENABLE_FULL_USER_NAME_IN_WEB: "false", OVPNSTATS_IP_IN_WEB: "masked" };
  expect(await shown(shy)).toEqual([
    [false, "masked"],
    [false, "masked"],
  ]);
  const files = { OVPNSTATS_ENABLE_FULL_USER_NAME_IN_FILE: "false", OVPNSTATS_IP_IN_FILE: "none" };
  expect(await shown(files)).toEqual([
    [true, "full"],
    [false, "none"],
  ]);
  const open = { OVPNSTATS_ENABLE_FULL_USER_NAME_IN_FILE: "true", OVPNSTATS_IP_IN_FILE: "full" };
  expect(await shown({ ...shy, ...open })).toEqual([
    [false, "masked"],
    [true, "full"],
  ]);
});

test("privateSettings() names nobody and shows no address, whatever is configured", async () => {
  const web = reportSettings(await serveConfig(folder), { version: "1" });
  expect(privateSettings(web)).toMatchObject({ fullNames: false, ipInWeb: "none" });
});
