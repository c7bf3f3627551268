import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { nameText } from "../../src/parse/name-text.ts";

const bytesOf = (text: string) => Buffer.from(text, "utf8").toString("latin1");

describe("nameText()", () => {
  test.each(["", "alice", "Жанна Ñ\\nïcödé 用户", "\u202eevil\u202c", "😀", "\ufeffname", "a\u0000b"])(
    "reads %j from its bytes",
    (text) => expect(nameText(bytesOf(text))).toBe(text),
  );

  test("shows bytes that are not UTF-8 as U+FFFD, and never throws (F8)", () => {
    expect(nameText("caf\xe9")).toBe("caf\ufffd");
    const anyBytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)) });
    fc.assert(fc.property(anyBytes, (name) => expect(nameText(name).isWellFormed()).toBeTrue()));
  });

  test("gives every text back", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => expect(nameText(bytesOf(text))).toBe(text)));
  });
});
