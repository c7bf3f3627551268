/** `npm start`: builds the executable where that is due, and runs it on this machine's OpenVPN, else on invented data. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { findStatusFile } from "../src/source/find-status-file.ts";
import { SourceError } from "../src/source/source-error.ts";
import { EXECUTABLE } from "./build.ts";

const ROOT = join(import.meta.dir, "..");
const BUILT_FROM = ["src", "views", "scripts/build", "scripts/build.ts", "package.json", "bun.lock"];
const PORT = 8777;

if (isBuildDue()) build();
const status = await statusFile();
if (status !== undefined) {
  console.log(`Reading OpenVPN's status file ${status}`);
  serve();
} else {
  console.log(
    "\nNo OpenVPN here: a DEMONSTRATION is shown instead, nothing in it is real. It takes some seconds to invent.",
  );
  serve("--demo", "--listen", `127.0.0.1:${(await isFree(PORT)) ? PORT : 0}`);
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

/** Whether nobody listens there: for the demonstration any port will do. */
function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

function build(): void {
  const { status, error } = spawnSync(process.execPath, [join(ROOT, "scripts", "build.ts")], { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs the daemon in view of the user until one of us is told to stop; where it fails, so do we: it has said why. */
function serve(...flags: string[]): void {
  const child = spawn(EXECUTABLE, ["serve", ...flags], { stdio: "inherit" });
  // A terminal sends its Ctrl-C to the child as well, which takes a second one for the same.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.on("exit", (status) => process.exit(status ?? 1));
}
