import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hookScript } from "../../src/output/hook-script.ts";
import { END_ENV, type Environment, hookCalls, hookCaptures, hookText } from "../support/hooks.ts";

const SHELLS = ["dash", "bash", "busybox"].filter((shell) => Bun.which(shell) !== null);
const NOBODY = 65_534;

let folder = "";
let spool = "";

beforeEach(() => {
  folder = mkdtempSync("/dev/shm/ovpnstats-hook-");
  chmodSync(folder, 0o755);
  spool = join(folder, "it's a \\ spool");
  mkdirSync(spool);
  writeFileSync(join(folder, "hook.sh"), hookScript(spool), { mode: 0o755 });
});

afterEach(() => rmSync(folder, { recursive: true }));

interface Caller {
  readonly shell?: string;
  readonly uid?: number;
}

/** Runs the script as OpenVPN does: with its own variables, and neither PATH nor HOME. */
async function call(env: Environment, { shell, uid }: Caller = {}) {
  const sh = shell === undefined ? [] : shell === "busybox" ? ["/bin/busybox", "sh"] : [`/bin/${shell}`];
  const command = [...sh, join(folder, "hook.sh")];
  const child = Bun.spawn(command, { env, stdout: "pipe", stderr: "pipe", ...(uid === undefined ? {} : { uid }) });
  const said = [await new Response(child.stdout).text(), await new Response(child.stderr).text()].join("");
  return { status: await child.exited, said };
}

function left(): readonly string[] {
  return readdirSync(spool).map((name) => readFileSync(join(spool, name), "latin1"));
}

/** As the script is read and its environment given: one byte per character. */
const bytes = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, Buffer.from(value, "latin1").toString()]));

describe.each(SHELLS)("the script under %s", (shell) => {
  test.each(hookCaptures())("leaves what a real OpenVPN told: %s", async (capture) => {
    for (const { env } of hookCalls(capture)) {
      expect(await call(bytes(env), { shell })).toEqual({ status: 0, said: "" });
      const ended = env.script_type === "client-disconnect";
      expect(left()).toEqual(ended ? [hookText(env)] : []);
      for (const name of readdirSync(spool)) rmSync(join(spool, name));
    }
  });

  test("leaves any value as it is (F61)", async () => {
    const value = ` '"$(id)\`id\` \\0\\n%s\n\t*~#é\u{1f600}${"x".repeat(2000)} \n\n`;
    const env = { ...END_ENV, common_name: value, username: "", trusted_ip6: "" };
    await call(env, { shell });
    const [text = ""] = left();
    expect(Buffer.from(text, "latin1").toString()).toBe(hookText(env));
    for (const name of readdirSync(spool)) expect(statSync(join(spool, name)).mode & 0o777).toBe(0o600);
  });

  test("exits 0 and says nothing, whatever is in its way (F62)", async () => {
    const nothing = { status: 0, said: "" };
    expect(await call({}, { shell })).toEqual(nothing);
    expect(await call({ script_type: "client-disconnect" }, { shell })).toEqual(nothing);
    expect(await call({ ...END_ENV, time_unix: "../../../x", bytes_sent: "`id`" }, { shell })).toEqual(nothing);
    chmodSync(spool, 0o700);
    const before = readdirSync(spool);
    expect(await call(END_ENV, { shell, uid: NOBODY })).toEqual(nothing);
    expect(readdirSync(spool)).toEqual(before);
    rmSync(spool, { recursive: true });
    expect(await call(END_ENV, { shell })).toEqual(nothing);
    expect(readdirSync(folder)).toEqual(["hook.sh"]);
  });

  test("leaves a file of its own each time", async () => {
    await Promise.all(Array.from({ length: 20 }, () => call(END_ENV, { shell })));
    expect(left()).toEqual(Array(20).fill(hookText(END_ENV)));
  });
});

test("the script starts no program", async () => {
  const trace = join(folder, "trace");
  const command = ["strace", "-f", "-e", "trace=execve,clone,clone3,fork,vfork", "-o", trace, join(folder, "hook.sh")];
  await Bun.spawn(command, { env: { ...END_ENV, PATH: "/usr/bin:/bin" } }).exited;
  expect(readFileSync(trace, "utf8").match(/(execve|clone|fork)\w*\(/g)).toEqual(["execve("]);
  expect(left()).toHaveLength(1);
});
