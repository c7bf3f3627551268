import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dir, "..");

/** The house, ground floor first: a file imports from its own room and from floors below. */
const FLOORS: readonly (readonly string[])[] = [
  ["src/model.ts", "src/errors.ts"],
  ["src/parse", "src/account", "src/words"],
  ["src/report"],
  ["src/source", "src/store", "src/health", "src/geo", "src/log.ts", "src/runtime.ts", "views"],
  ["src/output"],
  ["src/jobs"],
  ["src/demo"],
  ["src/config.ts"],
  ["src/app.ts"],
  ["src/commands"],
  ["src/main.ts"],
];

/** A room and the file that stands for it. */
const SAME_ROOM: Readonly<Record<string, string>> = {
  "src/config": "src/config.ts",
  "src/app": "src/app.ts",
  "src/runtime": "src/runtime.ts",
};

/** What only some files may say, and why. */
const RESERVED: readonly { readonly what: string; readonly pattern: RegExp; readonly allowed: RegExp }[] = [
  {
    what: "a global or module of one runtime",
    pattern: /\b(?:Bun|Deno)\s*[.[]|["']bun[:"']/,
    allowed: /^src\/runtime(?:\/.*)?\.ts$/,
  },
  {
    what: "the clock",
    pattern: /\bDate\.now\b|\bnew Date\(\)|\bTemporal\.Now\b/,
    allowed: /^src\/(?:main|app|(?:app|commands)\/.*)\.ts$/,
  },
  {
    what: "the environment",
    pattern: /\bprocess\.env\b|\benv\b[^}\n]*\} from "node:process"/,
    allowed: /^src\/main\.ts$|^src\/store\/native\.ts$/,
  },
  { what: "other programs", pattern: /\bchild_process\b/, allowed: /^$/ },
];

interface Source {
  readonly path: string;
  /** Without comments. */
  readonly code: string;
  /** Files of ours that it imports. */
  readonly imports: readonly string[];
}

const sources = [...new Bun.Glob("{src,views}/**/*.{ts,tsx}").scanSync(ROOT)].sort().map(readSource);

function readSource(path: string): Source {
  const code = readFileSync(join(ROOT, path), "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "");
  const named = [...code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)"(\.[^"]+)"/g)].map(([, name = ""]) => name);
  return { path, code, imports: named.map((name) => join(dirname(path), name)).filter((name) => /\.tsx?$/.test(name)) };
}

function roomOf(path: string): string {
  const [house = "", room = ""] = path.split("/");
  const name = house === "views" ? house : `${house}/${room}`;
  return SAME_ROOM[name] ?? name;
}

function floorOf(path: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(roomOf(path)));
}

test("every file has a floor", () => {
  expect(sources.map(({ path }) => path).filter((path) => floorOf(path) < 0)).toEqual([]);
});

test("every import goes to the same room or to a floor below", () => {
  const climbing = sources.flatMap(({ path, imports }) =>
    imports
      .filter((target) => roomOf(target) !== roomOf(path) && floorOf(target) >= floorOf(path))
      .map((target) => `${path} → ${target}`),
  );
  expect(climbing).toEqual([]);
});

test("no imports go in a circle", () => {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(" → "));
    else if (!done.has(path)) for (const target of importsOf.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  expect(circles).toEqual([]);
});

test.each(RESERVED.map((rule) => [rule.what, rule] as const))(
  "only its own place uses %s",
  (_, { pattern, allowed }) => {
    const offenders = sources.filter(({ path, code }) => pattern.test(code) && !allowed.test(path));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  },
);

test("the rules are seen to bite", () => {
  expect(floorOf("src/parse/status.ts")).toBeLessThan(floorOf("src/store/open.ts"));
  expect(roomOf("src/config/keys.ts")).toBe(roomOf("src/config.ts"));
  const [globals, clock] = RESERVED;
  expect(globals?.pattern.test("Bun.serve({})")).toBe(true);
  expect(globals?.pattern.test('getBuiltinModule("bun:ffi")')).toBe(true);
  expect(clock?.pattern.test("new Date()")).toBe(true);
  expect(clock?.pattern.test("new Date(0)")).toBe(false);
  expect(sources.find(({ path }) => path === "src/commands/commands.ts")?.imports).toContain("src/commands/once.ts");
});
