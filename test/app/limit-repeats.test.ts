import { describe, expect, test } from "bun:test";
import { limitRepeats } from "../../src/app/limit-repeats.ts";
import { createLog, WORKS_AGAIN } from "../../src/log.ts";

/** A limited log on a clock that only the test moves. */
function limited() {
  const lines: string[] = [];
  let seconds = 0;
  const options = { level: "debug", format: "text", toJournal: true, now: () => 0 } as const;
  const write = (line: string) => lines.push(`${seconds} ${line.trimEnd()}`);
  const log = limitRepeats(createLog({ ...options, write }), () => seconds * 1000);
  const pass = (count: number) => {
    seconds += count;
  };
  return { log, lines, pass };
}

describe("limitRepeats()", () => {
  test("a problem that goes on is written after a minute, then ever more seldom down to once an hour (F29)", () => {
    const { log, lines, pass } = limited();
    for (; ; pass(10)) {
      log.error("Cannot read", { server: "a" });
      if (lines.length === 10) break;
    }
    expect(lines.map((line) => Number(line.split(" ")[0]))).toEqual([
      0, 60, 180, 420, 900, 1860, 3780, 7380, 10_980, 14_580,
    ]);
    expect(lines.slice(0, 3)).toEqual([
      "0 error Cannot read server=a",
      "60 error Cannot read server=a left_out=5",
      "180 error Cannot read server=a left_out=11",
    ]);
  });

  test("each server, job and event is a problem of its own; numbers within an event make no difference", () => {
    const { log, lines } = limited();
    log.error("line 1 is torn", { server: "a" });
    log.error("line 22 is torn", { server: "a" });
    log.error("line 1 is torn", { server: "b" });
    log.error("line 1 is torn", { job: "c" });
    log.warn("line 1 is torn", { server: "a" });
    log.error("no such file", { server: "a" });
    expect(lines).toHaveLength(5);
    expect(lines.join()).not.toContain("22");
  });

  test("what is seldom, and what is no trouble, is written each time", () => {
    const { log, lines, pass } = limited();
    for (let day = 0; day < 3; day++) {
      log.error("Cannot clean", { job: "cleaning" });
      pass(86_400);
    }
    for (let turn = 0; turn < 3; turn++) log.info("reloaded");
    log.debug("polled", { server: "a" });
    log.debug("polled", { server: "a" });
    expect(lines).toHaveLength(8);
  });

  test("the last line always tells how it stands, and a trouble that comes back is told within a minute", () => {
    const { log, lines, pass } = limited();
    for (let turn = 0; turn < 200; turn++, pass(10)) log.error("Cannot read", { server: "a" });
    lines.length = 0;
    log.info(WORKS_AGAIN, { server: "a" });
    pass(10);
    log.error("Cannot read", { server: "a" });
    expect(lines).toEqual(["2000 info works again server=a", "2010 error Cannot read server=a left_out=13"]);
    pass(10);
    log.info(WORKS_AGAIN, { server: "a" });
    pass(10);
    log.error("Cannot read", { server: "a" });
    log.info(WORKS_AGAIN, { server: "a" });
    expect(lines.slice(2)).toEqual(["2020 info works again server=a"]);
  });

  test("it remembers so many problems, not more", () => {
    const { log, lines } = limited();
    for (let server = 0; server <= 1000; server++) log.error("x", { server: `${"a".repeat(server)}` });
    log.error("x", { server: "a" });
    expect(lines).toHaveLength(1001);
    log.error("x", { server: "" });
    expect(lines).toHaveLength(1002);
  });
});
