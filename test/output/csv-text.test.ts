import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { csvInstant, csvText } from "../../src/output/csv-text.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";

/** A reader of RFC 4180, written apart. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(at));
    const plain = /^[^",\r\n]*/.exec(text.slice(at));
    row.push(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : (plain?.[0] ?? ""));
    at += (quoted ?? plain)?.[0].length ?? 0;
    if (text.startsWith("\r\n", at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else if (text[at] === ",") at++;
    else throw new Error(`neither a comma nor a line's end at ${at} of ${JSON.stringify(text)}`);
  }
  return rows;
}

describe("csvText()", () => {
  test("writes a header and a line for each row, every digit, and nothing for what is not there", () => {
    expect(
      csvText(
        ["name", "bytes", "note"],
        [
          ["Ann", 9_223_372_036_854_775_807n, undefined],
          ["Bob", -1, "x"],
        ],
      ),
    ).toBe("name,bytes,note\r\nAnn,9223372036854775807,\r\nBob,-1,x\r\n");
    expect(csvText(["name"], [])).toBe("name\r\n");
  });

  test("quotes what would end a cell", () => {
    expect(csvText(["a"], [['Smith, "Jo"'], ["two words"]])).toBe('a\r\n"Smith, ""Jo"""\r\ntwo words\r\n');
  });

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'quoted", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"])(
    "makes no formula of %s",
    (text) => expect(read(csvText(["a"], [[text]]))[1]).toEqual([`'${text}`]),
  );

  test("leaves no control character to a terminal, nor a tab before a formula", () => {
    expect(csvText(["a"], [["\t=1+1"], ["\r=1"], ["\u001b[2J"], ["a\nb"], [" =1"]])).toBe(
      "a\r\n\\u{9}=1+1\r\n\\u{d}=1\r\n\\u{1b}[2J\r\na\\u{a}b\r\n\\u{20}=1\r\n",
    );
  });

  test("keeps all hostile names apart, each in a cell of its own that no spreadsheet computes", () => {
    const rows = read(
      csvText(
        ["name", "n"],
        HOSTILE_NAMES.map((name, index) => [name, index]),
      ),
    );
    expect(rows).toHaveLength(HOSTILE_NAMES.length + 1);
    expect(new Set(rows.map(([name]) => name)).size).toBe(new Set(HOSTILE_NAMES).size + 1);
    for (const [name = "", index] of rows.slice(1)) {
      expect(name).not.toMatch(/^[=+\-@\p{C}]/u);
      expect(index).toMatch(/^\d+$/);
    }
  });

  test("keeps any two different texts different", () => {
    const cellOf = (text: string) => read(csvText(["a"], [[text]]))[1]?.[0];
    const text = fc.string({ unit: fc.constantFrom(..."'=+-@\t\r \",a\\u{9}") });
    fc.assert(fc.property(text, text, (a, b) => a === b || cellOf(a) !== cellOf(b)));
  });
});

test("csvInstant() is in UTC, and nothing where there is none", () => {
  expect(csvInstant(1_795_334_862)).toBe("2026-11-22T08:07:42Z");
  expect(csvInstant(undefined)).toBeUndefined();
});
