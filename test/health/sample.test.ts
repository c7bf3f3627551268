import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleMachine } from "../../src/health/sample.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ovpnstats-sample-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** A proc file system of these files and processes. */
async function proc(files: Readonly<Record<string, string>>, ...processes: readonly string[]): Promise<string> {
  const root = await mkdtemp(join(folder, "proc-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  for (const name of processes) await mkdir(join(root, name));
  return root;
}

const MEMINFO = "MemTotal:       24684084 kB\nMemFree:        23482988 kB\nMemAvailable:   12342042 kB\n";

test("sampleMachine() reads memory, load and processes from proc", async () => {
  const root = await proc(
    { meminfo: MEMINFO, loadavg: "1.34 0.06 12.64 2/344 9876\n" },
    "1",
    "42",
    "4711",
    "self",
    "9x",
  );
  expect(await sampleMachine("/", { proc: root })).toMatchObject({
    memoryPercent: 50,
    load1: 1.34,
    load5: 0.06,
    load15: 12.64,
    processes: 3,
    problems: [],
  });
});

test.if(process.platform === "linux")("sampleMachine() sees disk usage as df does", async () => {
  const { stdout } = Bun.spawnSync(["df", "--output=pcent", "/"]);
  const shown = Number(/(\d+)%/.exec(stdout.toString())?.[1]);
  const { diskPercent } = await sampleMachine("/");
  // df rounds up; others may write meanwhile.
  expect(Math.abs(Math.ceil(diskPercent ?? -10) - shown)).toBeLessThanOrEqual(1);
});

test.if(process.platform === "linux")("sampleMachine() finds every figure of a Linux machine", async () => {
  const sample = await sampleMachine("/");
  for (const percent of [sample.diskPercent, sample.memoryPercent]) {
    expect(percent).toBeGreaterThan(0);
    expect(percent).toBeLessThanOrEqual(100);
  }
  expect(sample.processes).toBeGreaterThan(1);
  for (const load of [sample.load1, sample.load5, sample.load15]) expect(load).toBeGreaterThanOrEqual(0);
});

test("F70: whatever the machine does not show is undefined, never 0, and said", async () => {
  const sample = await sampleMachine(join(folder, "no-such-disk"), { proc: join(folder, "no-proc") });
  const { problems, ...figures } = sample;
  expect(figures).toEqual({
    diskPercent: undefined,
    memoryPercent: undefined,
    load1: undefined,
    load5: undefined,
    load15: undefined,
    processes: undefined,
  });
  expect(problems).toHaveLength(4);
  expect(problems.join("\n")).toContain("disk usage of");
});

test.each([
  ["memory without MemAvailable", { meminfo: "MemTotal: 5 kB\n" }],
  ["memory of no size", { meminfo: "MemTotal: 0 kB\nMemAvailable: 0 kB\n" }],
  ["memory in no digits", { meminfo: "MemTotal: x kB\nMemAvailable: 1 kB\n" }],
  ["empty files", { meminfo: "", loadavg: "" }],
] as const)("F70: %s is undefined, not a number made up", async (_, files) => {
  const { memoryPercent, load1 } = await sampleMachine("/", { proc: await proc({ loadavg: "x", ...files }, "1") });
  expect([memoryPercent, load1]).toEqual([undefined, undefined]);
});

test("F70: processes that are hidden from us are not counted as none (hidepid=2)", async () => {
  const root = await proc({ meminfo: MEMINFO, loadavg: "0.00 0.00 0.00 1/2 3\n" }, "815", "816");
  const sample = await sampleMachine("/", { proc: root });
  expect([sample.processes, sample.load1]).toEqual([undefined, 0]);
});

test.if(Bun.which("strace") !== null)("F68: sampleMachine() starts no other program", () => {
  const module = new URL("../../src/health/sample.ts", import.meta.url).pathname;
  const code = `import { sampleMachine } from ${JSON.stringify(module)}; await sampleMachine("/");`;
  const { stderr, exitCode } = Bun.spawnSync([
    "strace",
    "-f",
    "-qq",
    "-e",
    "trace=execve",
    process.execPath,
    "-e",
    code,
  ]);
  if (exitCode !== 0) return;
  expect(stderr.toString().match(/execve\(/g)).toHaveLength(1);
});
