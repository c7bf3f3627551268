import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { thisMachine } from "../../src/app/holder.ts";

const FORMER_BOOT = "11111111-2222-3333-4444-555555555555";

let folder = "";
let directory = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-holder-"));
  directory = join(folder, "state");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("thisMachine()", () => {
  test("is the same in every process that keeps its locks there, and another elsewhere", () => {
    const one = thisMachine(directory);
    expect(one).toMatchObject({ host: hostname(), former: undefined });
    expect(thisMachine(directory).id).toBe(one.id);
    expect(thisMachine(join(folder, "elsewhere")).id).not.toBe(one.id);
    expect(readdirSync(directory)).toEqual(["machine.json"]);
    expect([statSync(directory).mode & 0o777, statSync(join(directory, "machine.json")).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
  });

  test("after a new start knows what it was before, until a lease was taken", async () => {
    const { id } = thisMachine(directory);
    const file = join(directory, "machine.json");
    const now = readFileSync(file, "utf8");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(now), boot_id: FORMER_BOOT }));
    const booted = thisMachine(directory);
    expect(booted.id).toBe(id);
    expect(booted.former).toEndWith(FORMER_BOOT);
    await booted.held();
    expect(thisMachine(directory).former).toBeUndefined();
    expect(readFileSync(file, "utf8")).toBe(now);
  });

  test("refuses a file that it did not write, and names it", () => {
    thisMachine(directory);
    const file = join(directory, "machine.json");
    writeFileSync(file, "{}");
    expect(() => thisMachine(directory)).toThrow(`Cannot use ${file}: it is not what ovpnstats wrote there; delete it`);
  });
});
