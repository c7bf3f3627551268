import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemTimeZone } from "../../src/health/time-zone.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ovpnstats-zone-"));
});

afterAll(() => rm(folder, { recursive: true }));

test.each([
  ["/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"],
  ["../usr/share/zoneinfo/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  ["/usr/share/zoneinfo/posix/Asia/Kolkata", "Asia/Kolkata"],
  ["/var/db/timezone/zoneinfo/Europe/Vienna", "Europe/Vienna"],
] as const)("systemTimeZone() follows a link to %s by name", async (target, zone) => {
  const link = join(folder, zone.replaceAll("/", "-"));
  await symlink(target, link);
  expect(systemTimeZone(link)).toBe(zone);
});

test("systemTimeZone() asks the runtime where there is no such link", async () => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const [copy, other] = [join(folder, "copy"), join(folder, "other")];
  await writeFile(copy, "TZif2");
  await symlink("/etc/own-zone", other);
  for (const path of [copy, other, join(folder, "none")]) expect(systemTimeZone(path)).toBe(timeZone);
});
