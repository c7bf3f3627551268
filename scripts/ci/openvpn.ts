/**
 * Plays whole lives of a real OpenVPN server and its clients beside ovpnstats: `bun scripts/ci/openvpn.ts [--program
 * dist/ovpnstats] [--only WORDS] [--keep DIRECTORY]`, as root. Everything happens in namespaces and a file system of
 * its own, which end with it, however it ends. --keep copies there what failed scenarios wrote.
 */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { judge, type Verdict } from "../../test/openvpn/judge.ts";
import { createAuthority } from "../../test/openvpn/pki.ts";
import { play } from "../../test/openvpn/play.ts";
import { SCENARIOS, type Scenario } from "../../test/openvpn/scenario.ts";
import { createIdentities, setStage } from "../../test/openvpn/stage.ts";
import { missingTools, toolPath } from "../../test/openvpn/tools.ts";
import { EXECUTABLE } from "../build.ts";

/** Most of a scenario is waiting. */
const AT_ONCE = 6;

/** Where the private file system is; whatever the machine has there is hidden meanwhile. */
const SCRATCH = "/mnt";

const { values } = parseArgs({
  options: {
    program: { type: "string", default: EXECUTABLE },
    only: { type: "string", default: "" },
    keep: { type: "string" },
    inside: { type: "boolean", default: false },
  },
});

const missing = missingTools();
if (missing.length > 0 && process.env.CI !== "true") console.log(`Left out: ${missing.join("; ")}`);
else if (missing.length > 0) closeWith(0, missing.length, missing);
else if (values.inside) await inside();
else process.exitCode = await isolated();

/** Runs this script again as the first process of namespaces: all others end with it, and it ends with this one. */
function isolated(): Promise<number> {
  const command = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const again = [process.execPath, ...process.argv.slice(1), "--inside"];
  const child = spawn(toolPath("unshare"), [...command, ...again], { stdio: ["pipe", "inherit", "inherit"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill("SIGKILL"));
  return new Promise((resolve) => child.on("close", (status) => resolve(status ?? 1)));
}

async function inside(): Promise<void> {
  // The other end is the process outside: without it, nobody would end this one.
  process.stdin.on("end", () => process.exit(1)).resume();
  for (const place of [SCRATCH, "/run"]) {
    const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "-o", "mode=755", "tmpfs", place], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`Cannot mount a file system on ${place}: ${stderr.trim()}`);
  }
  const pki = join(SCRATCH, "pki");
  mkdirSync(pki);
  const identities = createIdentities(createAuthority(pki));
  const queue = [...SCENARIOS.filter(({ title }) => title.includes(values.only)).entries()];
  let [passed, failed] = [0, 0];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [number, scenario] = next;
      const folder = join(SCRATCH, String(number));
      mkdirSync(folder);
      const options = { id: `t${number}`, program: resolve(values.program), folder, identities };
      const since = performance.now();
      const verdict = await verdictOf(scenario, options);
      console.log(told(scenario, verdict, (performance.now() - since) / 1000));
      if (verdict.problems.length === 0) passed++;
      else failed++;
      if (verdict.problems.length > 0 && values.keep) keep(folder, join(values.keep, String(number)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  closeWith(passed, failed);
  process.exit();
}

function keep(folder: string, place: string): void {
  cpSync(folder, place, { recursive: true, filter: (path) => !statSync(path).isSocket() });
}

async function verdictOf(scenario: Scenario, options: Parameters<typeof setStage>[1]): Promise<Verdict> {
  try {
    const stage = await setStage(scenario, options);
    try {
      return await judge(stage, await play(stage));
    } finally {
      await stage.clear();
    }
  } catch (error) {
    const none = { bytesReceived: 0n, bytesSent: 0n };
    return { problems: [String(error)], told: none, missing: none, connections: 0, kills: 0 };
  }
}

function told({ title }: Scenario, verdict: Verdict, seconds: number): string {
  const { problems, connections, kills } = verdict;
  const shares = [
    shareOf("received", verdict.missing.bytesReceived, verdict.told.bytesReceived),
    shareOf("sent", verdict.missing.bytesSent, verdict.told.bytesSent),
  ];
  const facts = [
    `${connections} connections`,
    ...(kills > 0 ? [`${kills} kills`] : []),
    ...shares,
    `${seconds.toFixed(0)} s`,
  ];
  const lines = [`${problems.length === 0 ? "pass" : "FAIL"}  ${title}`, `      ${facts.join(", ")}`];
  return [...lines, ...problems.map((problem) => `      ${problem.replaceAll("\n", "\n      ")}`)].join("\n");
}

function shareOf(direction: string, missing: bigint, all: bigint): string {
  const percent = all === 0n ? 0 : Number((missing * 10_000n) / all) / 100;
  return `${missing} of ${all} bytes ${direction} never seen (${percent} %)`;
}

function closeWith(passed: number, failed: number, problems: readonly string[] = []): void {
  for (const problem of problems) console.error(problem);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
