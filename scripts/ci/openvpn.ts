/**
 * Plays whole lives of a real OpenVPN server and its clients beside ovpnstats: `bun scripts/ci/openvpn.ts [--program
 * dist/ovpnstats] [--only WORDS] [--keep DIRECTORY]`, as root. Everything happens in namespaces and a file system of
 * its own, which end with it, however it ends. --keep copies there what failed scenarios wrote.
 */
import { copyFileSync, cpSync, mkdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { judge } from "../../test/openvpn/judge.ts";
import { createAuthority } from "../../test/openvpn/pki.ts";
import { play } from "../../test/openvpn/play.ts";
import { furnishPrivateWorld, inPrivateWorld, SCRATCH } from "../../test/openvpn/private-world.ts";
import { SCENARIOS, type Scenario } from "../../test/openvpn/scenario.ts";
import { createIdentities, type StageOptions, setStage } from "../../test/openvpn/stage.ts";
import { missingTools } from "../../test/openvpn/tools.ts";
import { brokenOff, describeVerdict, shortfallOf, type Verdict } from "../../test/openvpn/verdict.ts";
import { EXECUTABLE } from "../build.ts";

/** Most of a scenario is waiting. */
const AT_ONCE = 6;

const { values } = parseArgs({
  options: {
    program: { type: "string", default: EXECUTABLE },
    only: { type: "string", default: "" },
    keep: { type: "string" },
    inside: { type: "boolean", default: false },
  },
});

const missing = missingTools();
if (missing.length > 0 && process.env.CI === "true") {
  for (const one of missing) console.error(`Cannot run OpenVPN: ${one}`);
  close(0, missing.length);
} else if (missing.length > 0) console.log(`Left out: ${missing.join("; ")}`);
else if (values.inside) await playAll();
else process.exitCode = await inPrivateWorld([process.execPath, ...process.argv.slice(1), "--inside"]);

async function playAll(): Promise<void> {
  furnishPrivateWorld();
  const shared = furnishScratch();
  const queue = [...SCENARIOS.filter(({ title }) => title.includes(values.only)).entries()];
  const verdicts: Verdict[] = [];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [number, scenario] = next;
      const folder = join(SCRATCH, String(number));
      mkdirSync(folder);
      verdicts.push(await verdictOn(scenario, { ...shared, id: `t${number}`, folder }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const [hooked, others] = [true, false].map((is) => verdicts.filter((one) => (one.scenario.hooks !== "none") === is));
  console.log(`With hooks: ${shortfallOf(hooked ?? [])}\nWithout: ${shortfallOf(others ?? [])}`);
  const failed = verdicts.filter(({ problems }) => problems.length > 0).length;
  close(verdicts.length - failed, failed);
  process.exit();
}

/** What all scenarios share. */
function furnishScratch(): Pick<StageOptions, "program" | "identities"> {
  // Alone, and where OpenVPN finds it, too, when it has given up its rights.
  const program = join(SCRATCH, "ovpnstats");
  copyFileSync(resolve(values.program), program);
  const pki = join(SCRATCH, "pki");
  mkdirSync(pki);
  return { program, identities: createIdentities(createAuthority(pki)) };
}

async function verdictOn(scenario: Scenario, options: StageOptions): Promise<Verdict> {
  const since = performance.now();
  const verdict = await played(scenario, options).catch((error: unknown) => brokenOff(scenario, error));
  console.log(describeVerdict(verdict, (performance.now() - since) / 1000));
  if (verdict.problems.length > 0 && values.keep !== undefined) keep(options, values.keep);
  return verdict;
}

async function played(scenario: Scenario, options: StageOptions): Promise<Verdict> {
  const stage = await setStage(scenario, options);
  try {
    return await judge(stage, await play(stage));
  } finally {
    await stage.clear();
  }
}

function keep({ folder, id }: StageOptions, place: string): void {
  cpSync(folder, join(place, id), { recursive: true, filter: (path) => !statSync(path).isSocket() });
}

function close(passed: number, failed: number): void {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
