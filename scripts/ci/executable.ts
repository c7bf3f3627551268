/**
 * Runs the executable, alone in an empty directory, where its native module is hard to load: `bun
 * scripts/ci/executable.ts [COMMAND…]`, as root. Each trial has a mount namespace of its own, in which /mnt/state holds
 * the sample and its configuration; nothing outside is written to but a directory in dist/ that is removed again.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXECUTABLE } from "../build.ts";
import { writeSample } from "../sample.ts";
import { TRIALS, type Trial } from "./executable-trials.ts";

const NOBODY = 65_534;
const given = process.argv.slice(2);
const COMMAND = given.length > 0 ? given : ["once", "--config", "/mnt/state/ovpnstats.toml"];

const scratch = mkdtempSync(join(dirname(EXECUTABLE), "executable-"));
let failed = 0;
try {
  prepareScratch();
  for (const trial of TRIALS) report(trial, problemOf(trial));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${TRIALS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function prepareScratch(): void {
  chmodSync(scratch, 0o755);
  for (const name of ["alone", "sample", "state", "root", "hostile"]) mkdirSync(join(scratch, name));
  copyFileSync(EXECUTABLE, join(scratch, "alone", "ovpnstats"));
  const config = writeSample(join(scratch, "sample"), Math.floor(Date.now() / 1000) - 2);
  writeFileSync(config, readFileSync(config, "utf8").replaceAll(join(scratch, "sample"), "/mnt/state"));
  writeFileSync(join(scratch, "hostile", "load.js"), `console.error("HOSTILE CODE RAN");`);
  for (const name of ["cat", "df", "getconf", "ldd", "node", "ps", "sh"]) {
    writeFileSync(join(scratch, "hostile", name), "#!/bin/sh\necho HOSTILE CODE RAN >&2\n", { mode: 0o755 });
  }
}

/** What went wrong with a trial, or undefined. */
function problemOf(trial: Trial): string | undefined {
  const script = scriptOf(trial);
  const { status, stdout, stderr } = spawnSync("unshare", ["--mount", "sh", "-euc", script], { encoding: "utf8" });
  const said = `exit status ${status}\n${stdout}${stderr}`;
  if (status !== (trial.status ?? 0) || said.includes("HOSTILE CODE RAN")) return said;
  const unsaid = (trial.says ?? []).filter((words) => !stderr.includes(words));
  return unsaid.length > 0 ? `does not say ${unsaid.join(", ")}\n${said}` : undefined;
}

function scriptOf({ user, prepare = "", environment = "", wrap = "", run = "run", after = "" }: Trial): string {
  const uid = user === "root" ? 0 : NOBODY;
  const become = user === "root" ? "" : `setpriv --reuid ${uid} --regid ${uid} --clear-groups`;
  const home = user === "root" ? "HOME=/root" : "";
  return `
    mount --bind ${quote(scratch)} /mnt
    mount -t tmpfs -o mode=700 tmpfs /mnt/state
    cp -p /mnt/sample/* /mnt/state && chown -R ${uid}:${uid} /mnt/state
    for place in /run /var/lib /root; do mount -t tmpfs -o mode=755 tmpfs $place; done
    for place in /tmp /var/tmp /dev/shm; do mount -t tmpfs -o mode=1777 tmpfs $place; done
    cd /mnt/alone
    CHROOT=
    ${prepare}
    run() {
      env -i PATH=/usr/bin:/bin ${home} ${environment} $CHROOT ${become} ${wrap} \\
        /mnt/alone/ovpnstats ${COMMAND.map(quote).join(" ")}
    }
    status=0
    ${run} || status=$?
    ${after}
    exit $status`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function report({ title, user }: Trial, problem: string | undefined): void {
  console.log(`${problem === undefined ? "pass" : "FAIL"}  ${title}, as ${user}`);
  if (problem === undefined) return;
  failed++;
  console.log(problem.replaceAll(/^/gm, "      "));
}
