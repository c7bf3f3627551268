/** Each fault of the catalogue that this project answers so far has a test with its number in the title. */
import { Glob } from "bun";

const ANSWERED = [
  ...Array.from({ length: 19 }, (_, index) => index + 1),
  ...[20, 21, 22, 23, 24, 25, 26, 27, 29, 34, 36, 37, 38, 39, 40, 41, 42, 43],
  ...[47, 48, 49, 50, 51, 52, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 67, 69, 70],
];

/** Titles of tests, and of the trials that CI runs on the executable. */
const sources = ["test/**/*.ts", "test/**/*.tsx", "scripts/ci/**/*.ts"].flatMap((places) => [
  ...new Glob(places).scanSync("."),
]);
const titles = (await Promise.all(sources.map((path) => Bun.file(path).text())))
  .flatMap((text) => text.split("\n"))
  .filter((line) => /\b(?:test|describe|title|each)\b|^\s*\[?"/.test(line))
  .join("\n");
/** "F11–F16" names all six. */
const named = new Set<number>();
for (const [, first = "", last = first] of titles.matchAll(/\bF(\d+)(?:[–-]F(\d+))?\b/g)) {
  for (let number = Number(first); number <= Number(last); number++) named.add(number);
}
const missing = ANSWERED.filter((number) => !named.has(number));
for (const number of missing) console.error(`No test's title names fault F${number}`);
console.log(`${ANSWERED.length - missing.length} passed, ${missing.length} failed`);
process.exitCode = missing.length === 0 ? 0 : 1;
