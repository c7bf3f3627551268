/** A choice: which value of each dimension, by its index. */
export type Choice = readonly number[];

/**
 * Choices in which every two values of two dimensions meet at least once: far fewer than all combinations. `sizes`
 * tells how many values each dimension has. The same sizes give the same choices, and each value about as often.
 */
export function pairwise(sizes: readonly number[]): readonly Choice[] {
  const open = new Set(allPairs(sizes));
  const choices: Choice[] = [];
  for (let seed = first(open); seed !== undefined; seed = first(open)) {
    const choice = choose(sizes, { open, choices, seed });
    for (const pair of pairsOf(choice)) open.delete(pair);
    choices.push(choice);
  }
  return choices;
}

/** Every pair of values that meets in a choice. */
export function pairsOf(choice: Choice): readonly string[] {
  return choice.flatMap((b, second) => choice.slice(0, second).map((a, at) => `${at}:${a} ${second}:${b}`));
}

/** Every pair of values that there is. */
export function allPairs(sizes: readonly number[]): readonly string[] {
  return sizes.flatMap((most, second) =>
    sizes
      .slice(0, second)
      .flatMap((size, at) => range(size).flatMap((a) => range(most).map((b): string => `${at}:${a} ${second}:${b}`))),
  );
}

interface Sofar {
  /** Pairs that have not met yet. */
  readonly open: ReadonlySet<string>;
  readonly choices: readonly Choice[];
  /** The pair to meet next. */
  readonly seed: string;
}

/** The pair `seed`, and of every other dimension what meets most values for the first time, or was chosen least. */
function choose(sizes: readonly number[], { open, choices, seed }: Sofar): Choice {
  const fixed = new Map(
    seed
      .split(" ")
      .map((word) => word.split(":").map(Number))
      .map(([at = 0, value = 0]) => [at, value]),
  );
  for (const [at, size] of sizes.entries()) {
    if (fixed.has(at)) continue;
    const used = (value: number) => choices.filter((choice) => choice[at] === value).length;
    const worth = range(size).map((value) => newPairs(fixed, [at, value], open) - used(value) / (choices.length + 1));
    fixed.set(at, worth.indexOf(Math.max(...worth)));
  }
  return sizes.map((_, at) => fixed.get(at) ?? 0);
}

function newPairs(fixed: ReadonlyMap<number, number>, added: readonly [number, number], open: ReadonlySet<string>) {
  return [...fixed].filter((other) => open.has(pairOf(other, added))).length;
}

function pairOf(one: readonly [number, number], other: readonly [number, number]): string {
  const [[at, a], [second, b]] = one[0] < other[0] ? [one, other] : [other, one];
  return `${at}:${a} ${second}:${b}`;
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}

function first(set: ReadonlySet<string>): string | undefined {
  return set.values().next().value;
}
