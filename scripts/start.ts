import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { findStatusFile } from "../src/source/find-status-file.ts";
import { SourceError } from "../src/source/source-error.ts";
import { EXECUTABLE } from "./build.ts";
import { writeSample } from "./sample.ts";

const ROOT = join(import.meta.dir, "..");
const BUILT_FROM = ["src", "views", "scripts/build", "scripts/build.ts", "package.json", "bun.lock"];
const SAMPLE = join(ROOT, "dist", "sample");

if (isBuildDue()) run(process.execPath, join(ROOT, "scripts", "build.ts"));
const found = await statusFile();
if (found !== undefined) {
  console.log(`Reading OpenVPN's status file ${found}`);
  run(EXECUTABLE, "once");
} else {
  showSample();
}

/** Whether anything the executable is built from is newer than it. */
function isBuildDue(): boolean {
  if (!existsSync(EXECUTABLE)) return true;
  const builtAt = statSync(EXECUTABLE).mtimeMs;
  return BUILT_FROM.map((name) => join(ROOT, name)).some((path) => lastChange(path) > builtAt);
}

/** When a file, or anything in a directory, was last changed: added and removed names change the directory. */
function lastChange(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}

/** The machine's own status file; without one, says where it was looked for. */
async function statusFile(): Promise<string | undefined> {
  try {
    return await findStatusFile();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    console.log(error.message);
    return undefined;
  }
}

/** Runs on made-up data, with a configuration and a place of its own: never beside real books. */
function showSample(): void {
  rmSync(SAMPLE, { recursive: true, force: true });
  mkdirSync(SAMPLE, { recursive: true });
  // OpenVPN rewrites its file in place, so one of this very moment is taken for half written.
  const config = writeSample(SAMPLE, Math.floor(Date.now() / 1000) - 2);
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("OVPNSTATS_") && name !== "OVPNSTATS_NATIVE_DIR") delete process.env[name];
  }
  console.log("\nSAMPLE DATA: none of the users, addresses and figures below are real");
  run(EXECUTABLE, "once", "--config", config);
  console.log(`\nThe report on SAMPLE DATA: ${join(SAMPLE, "vpn.html")}`);
  console.log("On a VPN server, or with input_file_name set in ovpnstats.toml, it is on your own");
}

/** Runs a program in view of the user; where it fails, so do we, with the same status: it has said why. */
function run(program: string, ...args: string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
