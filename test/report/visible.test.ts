import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { visible, visibleName } from "../../src/report/visible.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";

/** Nothing of this may reach a terminal, a log line or a page as itself. */
const DANGEROUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom("\\", "u", "{", "}", " ", "\u202e", "5", "c", "a", "\ud800", "\udc00"))
    .map((parts) => parts.join("")),
);

describe("F43 visible()", () => {
  test.each([
    ["ESC", "\u001b[31mred", "\\u{1b}[31mred"],
    ["CR and LF", "a\r\nb", "a\\u{d}\\u{a}b"],
    ["C1 as CSI", "\u009b31m", "\\u{9b}31m"],
    ["a bidi override", "user\u202egpj.exe", "user\\u{202e}gpj.exe"],
    ["a bidi isolate", "\u2066a\u2069", "\\u{2066}a\\u{2069}"],
    ["zero width", "an\u200bna", "an\\u{200b}na"],
    ["a tag character beyond the first plane", "a\u{e0061}", "a\\u{e0061}"],
    ["a lone surrogate", "a\ud800", "a\\u{d800}"],
    ["a variation selector", "anna\ufe0f", "anna\\u{fe0f}"],
    ["a filler that is a letter", "\u3164", "\\u{3164}"],
    ["a no-break space", "a\u00a0b", "a\\u{a0}b"],
    ["spaces at the ends", " a ", "\\u{20}a\\u{20}"],
    ["a second space in a row", "a  b", "a \\u{20}b"],
    ["its own notation", "\\u{202e}", "\\u{5c}u{202e}"],
  ])("shows %s", (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test.each([
    "anna.berger",
    "DOMAIN\\anna",
    "a b",
    "Łucja Żółć",
    "王小明",
    "مريم",
    "e\u0301clair",
    "😀",
    "<b>",
    "",
    "100 %",
  ])("leaves %p as it is", (text) => {
    expect(visible(text)).toBe(text);
  });

  test("leaves nothing dangerous of any hostile name", () => {
    for (const name of HOSTILE_NAMES) expect(visible(name)).not.toMatch(DANGEROUS);
  });

  test("leaves nothing dangerous of any text", () => {
    fc.assert(fc.property(anyText, (text) => !DANGEROUS.test(visible(text))));
  });

  test("keeps different texts different", () => {
    const shown = new Map<string, string>();
    fc.assert(
      fc.property(anyText, (text) => {
        const other = shown.get(visible(text));
        shown.set(visible(text), text);
        return other === undefined || other === text;
      }),
      { numRuns: 5000 },
    );
    for (const name of HOSTILE_NAMES) shown.set(visible(name), name);
    expect(new Set(HOSTILE_NAMES.map(visible)).size).toBe(HOSTILE_NAMES.length);
  });
});

test("visibleName() has a word for a name of no characters", () => {
  expect(visibleName("")).toBe("(forgotten users)");
  expect(visibleName("an\u200bna")).toBe("an\\u{200b}na");
});
