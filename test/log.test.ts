import { expect, test } from "bun:test";
import { createLog, type LogFields, type LogOptions } from "../src/log.ts";

/** The lines that a warning leaves. */
function warn(event: string, fields: LogFields = {}, options: Partial<LogOptions> = {}): string {
  let lines = "";
  const write = (line: string) => {
    lines += line;
  };
  createLog({ level: "info", format: "text", write, now: () => Date.UTC(2026, 10, 22, 8) / 1000, ...options }).warn(
    event,
    fields,
  );
  return lines;
}

test("createLog() writes an event as one line with its time, level and fields", () => {
  const fields = { server: "openvpn", age: "47m", bytes: 2n ** 63n - 1n, load: 0.5, fresh: false, gone: undefined };
  expect(warn("status file is stale", fields)).toBe(
    "2026-11-22T08:00:00Z warn status file is stale server=openvpn age=47m bytes=9223372036854775807 load=0.5 fresh=false\n",
  );
});

test("createLog() quotes what would not be one word", () => {
  expect(warn("x", { a: "two words", b: "", c: 'say "hi"', d: "k=v" }, { toJournal: true })).toBe(
    'warn x a="two words" b="" c="say \\"hi\\"" d="k=v"\n',
  );
});

test("createLog() writes JSON with bytes as whole numbers", () => {
  const line = warn("read", { server: "a b", bytes: 2n ** 63n - 1n, gone: undefined }, { format: "json" });
  expect(line).toBe(
    '{"time":"2026-11-22T08:00:00Z","level":"warn","event":"read","server":"a b","bytes":9223372036854775807}\n',
  );
});

test.each([
  ["error", ["error"]],
  ["warn", ["error", "warn"]],
  ["info", ["error", "warn", "info"]],
  ["debug", ["error", "warn", "info", "debug"]],
] as const)("createLog() at level %s writes %p", (level, written) => {
  const lines: string[] = [];
  const log = createLog({ level, format: "text", write: (line) => lines.push(line), now: () => 0, toJournal: true });
  for (const each of ["error", "warn", "info", "debug"] as const) log[each]("x");
  expect(lines).toEqual(written.map((each) => `${each} x\n`));
});

const HOSTILE = "a\r\nb\u001b[31mc\u009bd\u202ee\u200bf\u2028g\0h\u007fi";

test.each(["text", "json"] as const)("F43: no name steers the terminal or forges a line of the %s log", (format) => {
  const line = warn(`login of ${HOSTILE}`, { user: HOSTILE, [`f${"x"}`]: HOSTILE }, { format });
  expect(line.endsWith("\n")).toBe(true);
  expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(line).toContain(format === "json" ? "a\\\\u{d}\\\\u{a}b" : "a\\u{d}\\u{a}b");
});
