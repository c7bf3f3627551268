/** Runs the store's suite on a real libSQL server: `bun scripts/ci/sqld.ts`. What runs on a file must run there, too. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "ovpnstats-sqld-"));
const results = join(folder, "results.xml");
const report = ["--reporter=junit", `--reporter-outfile=${results}`];
const onlyStores = ["--test-name-pattern", " on (a file|sqld) "];
// Where a test is cut off, so is the server that all the others need.
const timeout = ["--timeout", "60000"];
const { status } = spawnSync(process.execPath, ["test", "test/store", ...timeout, ...onlyStores, ...report], {
  env: { ...process.env, OVPNSTATS_TEST_SQLD: "1" },
  stdio: "inherit",
});
const xml = readFileSync(results, "utf8");
rmSync(folder, { recursive: true });

const wanted = passedOn("a file");
const passed = passedOn("sqld");
const missing = [...wanted].filter((title) => !passed.has(title));
for (const title of missing) console.error(`did not pass on sqld: ${title}`);
const failed = missing.length > 0 ? missing.length : status === 0 && wanted.size > 0 ? 0 : 1;
console.log(`${passed.size} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Titles of the tests that ran there and passed: those without an element that says otherwise. */
function passedOn(driver: string): ReadonlySet<string> {
  const passes = xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*) on ([^"]*)"[^>]*\/>/g);
  return new Set([...passes].filter(([, , , on]) => on === driver).map(([, title, suite]) => `${suite} > ${title}`));
}
