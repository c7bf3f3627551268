import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { ClientRow, StatusText } from "../../src/model.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { StatusSyntaxError } from "../../src/parse/status-syntax-error.ts";
import { type Capture, capture, LARGE, REFUSED, WHOLE } from "./captures.ts";

/** Half a million refusals go quicker without the stack of each. */
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

/** The text read, or undefined where it is refused as it should be; anything else that is thrown fails the test. */
function read(text: string): StatusText | undefined {
  try {
    return parseStatus(text);
  } catch (error) {
    if (error instanceof StatusSyntaxError) return undefined;
    throw error;
  }
}

const written = (value: unknown) =>
  JSON.stringify(value, (_, field) => (typeof field === "bigint" ? `${field}n` : field));

describe("parseStatus() takes a capture", () => {
  test.each(WHOLE)("$name", ({ text }) => {
    const status = parseStatus(text);
    const rows = text.split("\n").filter((line) => /^CLIENT_LIST|,\d+,\d+,[\w :-]+$/.test(line));
    expect(status.warnings).toEqual([]);
    expect(status.clients).toHaveLength(rows.length);
    // What is read stands in the rows, in their order.
    for (const [index, { commonName, realAddress, bytesReceived, bytesSent, ...rest }] of status.clients.entries()) {
      for (const field of [commonName, realAddress, bytesReceived, bytesSent, rest.connectedSinceText])
        expect(rows[index]).toContain(String(field));
    }
  });
});

describe("parseStatus() refuses a capture", () => {
  test.each(REFUSED)("$name (F4)", ({ text }) => expect(() => parseStatus(text)).toThrow(/torn or damaged/));

  test.each(["openvpn-2.4.12", "openvpn-2.6.14", "openvpn-2.7.6"])("%s/client-side.openvpn-statistics", (version) => {
    expect(() => parseStatus(capture(`${version}/client-side.openvpn-statistics`))).toThrow(/has no users/);
  });
});

/** Every place of a small text; of a large one its beginning, its end, and places at odd distances between. */
function places({ text }: Capture): readonly number[] {
  const all = Array.from(text, (_, at) => at);
  return text.length <= LARGE ? all : all.filter((at) => at < 400 || at > text.length - 400 || at % 997 === 0);
}

describe("parseStatus() refuses every proper prefix", () => {
  test.each(WHOLE)("of $name, but one that lacks the last line end only (F3)", (whole) => {
    const lines = whole.text.length - 1;
    const taken = places(whole).filter((at) => read(whole.text.slice(0, at)) !== undefined);
    expect(taken).toEqual([lines]);
    expect(read(whole.text.slice(0, lines))).toEqual(parseStatus(whole.text));
  });

  test("of a text with CR LF line ends too (F3)", () => {
    for (const name of ["two.v1", "two.v2", "two.v3"]) {
      const text = capture(`openvpn-2.6.14/${name}`).replaceAll("\n", "\r\n");
      const taken = Array.from(text, (_, at) => at).filter((at) => read(text.slice(0, at)) !== undefined);
      expect(taken).toEqual([text.length - 2, text.length - 1]);
    }
  });
});

type LineKind = "client" | "route" | "other";

/** What each line of a text is. */
function kindsOfLines(text: string): readonly LineKind[] {
  let table: LineKind = "other";
  return text.split("\n").map((line): LineKind => {
    if (line.startsWith("CLIENT_LIST")) return "client";
    if (line.startsWith("ROUTING_TABLE")) return "route";
    if (line.startsWith("Common Name,")) table = "client";
    else if (line.startsWith("Virtual Address,")) table = "route";
    else if (line === "ROUTING TABLE" || line === "GLOBAL STATS") table = "other";
    else return table;
    return "other";
  });
}

const counts = (row: ClientRow) => [row.commonName, row.realAddress, row.bytesReceived, row.bytesSent];
const unrouted = (row: ClientRow) => [...Object.values(row).slice(0, -1)];
const all = (row: ClientRow) => Object.values(row);
const isSame = (a: readonly unknown[], b: readonly unknown[]) => a.every((value, index) => value === b[index]);

/** How many rows there are beside the wanted ones, which stand among them in their order; NaN when one is missing. */
function besides(
  wanted: readonly ClientRow[],
  found: readonly ClientRow[],
  shown: (row: ClientRow) => readonly unknown[],
) {
  let next = 0;
  for (const row of found) {
    const one = wanted[next];
    if (one !== undefined && isSame(shown(one), shown(row))) next++;
  }
  return next === wanted.length ? found.length - wanted.length : Number.NaN;
}

/** Whether a text differs from what it was before some of its lines changed in what those lines say only. */
function differsAsTold(before: StatusText, after: StatusText, kinds: readonly LineKind[], changed: readonly number[]) {
  const what = changed.map((line) => kinds[line]);
  if (what.every((kind) => kind === "other")) {
    // A HEADER says which column is which: what must be there is read as it was, or left out with a warning.
    return Math.min(besides(after.clients, before.clients, counts), MOST_WARNINGS) === after.warnings.length;
  }
  const firstClient = kinds.indexOf("client");
  const others = before.clients.filter((_, index) => !changed.includes(firstClient + index));
  const mayBeNew = what.filter((kind) => kind === "client").length;
  const heads = [before, after].map(({ title, time, timeText }) => [title, time, timeText]);
  return (
    besides(others, after.clients, what.includes("route") ? unrouted : all) <= mayBeNew &&
    isSame(heads[0] ?? [], heads[1] ?? [])
  );
}

/** A hundred are told one by one, the others counted. */
const MOST_WARNINGS = 101;

const BYTES = ["\0", "\n", "\t", ",", " ", "0", "9", ":", "A", "\xff"];

/** Changes each place to some other bytes, and returns the changes that are not answered as they should be. */
function wrongChanges(capture: Capture, bytesPerPlace: number): readonly string[] {
  const { text } = capture;
  const before = parseStatus(text);
  const kinds = kindsOfLines(text);
  const lineEnds = [...text.matchAll(/\n/g)].map(({ index }) => index);
  const wrong: string[] = [];
  for (const at of places(capture)) {
    const line = lineEnds.findIndex((end) => at <= end);
    const changed = text[at] === "\n" ? [line, line + 1] : [line];
    for (let turn = 0; turn < bytesPerPlace; turn++) {
      const byte = BYTES[(at * 3 + turn) % BYTES.length] ?? "";
      const after = read(text.slice(0, at) + byte + text.slice(at + 1));
      if (after !== undefined && !differsAsTold(before, after, kinds, changed)) wrong.push(`${written(byte)} at ${at}`);
    }
  }
  return wrong;
}

describe("parseStatus() answers one changed byte anywhere by a refusal, or a difference in what that line says:", () => {
  const small = WHOLE.filter(({ text }) => text.length <= 1_500);
  const larger = WHOLE.filter(({ text }) => text.length > 1_500);

  test.each(small)("$name (F4)", (whole) => expect(wrongChanges(whole, 2)).toEqual([]));
  test.each(larger)("$name (F4)", (whole) => expect(wrongChanges(whole, 1)).toEqual([]));
});

describe("parseStatus() answers one byte lost or doubled anywhere by nothing but a refusal or a text:", () => {
  test.each(WHOLE.filter(({ text }) => text.length <= 1_500))("$name (F4)", ({ text }) => {
    for (let at = 1; at < text.length; at++) read(text.slice(0, at) + text.slice(at % 2 === 0 ? at + 1 : at - 1));
  });
});
