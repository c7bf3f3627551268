/**
 * What a daemon costs while it runs: `bun scripts/bench/serve.ts N` prints, as JSON, the resident set of the executable
 * that polls N clients every second, with its page asked for every second as well, and the child processes it has.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { median, scratchPlace } from "./measure.ts";
import { statusText } from "./status-text.ts";

const EXECUTABLE = resolve(import.meta.dir, "../../dist/ovpnstats");
const clients = Number(process.argv[2]);
const SECONDS = 40;

const folder = mkdtempSync(join(scratchPlace(), "ovpnstats-bench-"));
const status = join(folder, "status");
const flags = ["--web-listen", "127.0.0.1:0", "--input-file-name", status, "--db-file-location", folder];
write(0);
const child = spawn(EXECUTABLE, ["serve", ...flags, "--input-file-parse-interval", "1s", "--log-level", "error"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const address = await new Promise<string>((resolve) => {
  child.stdout.once("data", (chunk) => resolve(/http\S+/.exec(String(chunk))?.[0] ?? ""));
});
const resident: number[] = [];
let children = 0;
for (let second = 1; second <= SECONDS; second++) {
  await Bun.sleep(1000);
  write(second);
  await (await fetch(address)).text();
  resident.push(Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024);
  children = Math.max(children, childrenOf(child.pid ?? 0));
}
child.kill();
await new Promise((resolve) => child.once("exit", resolve));
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ resident: median(resident.slice(-10)), most: Math.max(...resident), children }));

/** OpenVPN's status of that second: everybody has moved something. */
function write(second: number): void {
  const at = Math.floor(Date.now() / 1000) - 1;
  writeFileSync(status, statusText(3, clients, at, second * 1000), "latin1");
  utimesSync(status, at, at);
}

function childrenOf(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const lists = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim());
  return lists.filter((list) => list !== "").length;
}
