import { describe, expect, test } from "bun:test";
import { columns, textWidth } from "../../src/output/columns.ts";
import { visible } from "../../src/report/visible.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";

describe("textWidth()", () => {
  test.each([
    ["", 0],
    ["anna", 4],
    ["王小明", 6],
    ["ａｎｎａ", 8],
    ["김민수", 6],
    ["e\u0301clair", 6],
    ["😀", 2],
    ["مريم", 4],
    ["Łucja", 5],
  ])("of %p is %p cells", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  test("agrees with Bun's own measure on every hostile name", () => {
    const differing = HOSTILE_NAMES.map(visible).filter((name) => textWidth(name) !== Bun.stringWidth(name));
    expect(differing).toEqual([]);
  });
});

describe("columns()", () => {
  test("aligns words to the left and figures to the right", () => {
    expect(
      columns(
        [
          ["User", "GB"],
          ["anna", "1.44"],
          ["bo", "103.41"],
        ],
        "<>",
      ),
    ).toEqual(["User      GB", "anna    1.44", "bo    103.41"]);
  });

  test("leaves room for wide characters and none for combining ones", () => {
    const rows = columns(
      [
        ["王小明", "1"],
        ["e\u0301", "1"],
        ["abcdef", "1"],
      ],
      "<>",
    );
    expect(rows.map((row) => Bun.stringWidth(row))).toEqual([9, 9, 9]);
  });

  test("of nothing are nothing", () => {
    expect(columns([], "<")).toEqual([]);
  });
});
