/** Chances that are the same whenever the seed is. */
export interface Dice {
  /** A whole number from 0 to below. */
  roll(below: number): number;
  /** One of them; they may not be none. */
  pick<T>(from: readonly T[], otherwise: T): T;
}

/** Mulberry32: small, and good enough to pick places. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (below: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
  return { roll, pick: (from, otherwise) => from[roll(from.length)] ?? otherwise };
}

/** What mutations take from. */
export interface Stock {
  /** Inputs met so far. */
  readonly pool: readonly string[];
  readonly words: readonly string[];
  readonly mostBytes: number;
}

/** Bytes at which grammars change their mind. */
const BYTES = "\0\t\n\r ,:;=[]{}<>\"'#\\-+.0129azAZ\x7f\x80\x9b\xc3\xff";

type Mutation = (text: string, dice: Dice, stock: Stock) => string;

const put = (text: string, from: number, to: number, what: string) => text.slice(0, from) + what + text.slice(to);

/** A stretch of the text, mostly a short one. */
function stretch(text: string, { roll }: Dice): readonly [from: number, to: number] {
  const from = roll(text.length + 1);
  return [from, Math.min(text.length, from + 1 + roll(roll(4) === 0 ? text.length + 1 : 8))];
}

function line(text: string, { roll }: Dice): readonly [from: number, to: number] {
  const from = text.lastIndexOf("\n", roll(text.length + 1)) + 1;
  const end = text.indexOf("\n", from);
  return [from, end === -1 ? text.length : end + 1];
}

const MUTATIONS: readonly Mutation[] = [
  // A byte becomes another.
  (text, dice) => {
    const at = dice.roll(text.length + 1);
    return put(text, at, at + 1, BYTES[dice.roll(BYTES.length)] ?? "");
  },
  // Any bit flips.
  (text, dice) => {
    const at = dice.roll(text.length);
    return put(text, at, at + 1, String.fromCharCode((text.charCodeAt(at) ^ (1 << dice.roll(8))) & 255));
  },
  // A stretch goes.
  (text, dice) => put(text, ...stretch(text, dice), ""),
  // A stretch comes twice, or very often.
  (text, dice, { mostBytes }) => {
    const [from, to] = stretch(text, dice);
    const room = Math.max(1, Math.floor((mostBytes - text.length) / (to - from + 1)));
    return put(text, from, from, text.slice(from, to).repeat(1 + dice.roll(dice.roll(8) === 0 ? room : 3)));
  },
  // A word of the grammar comes in, or takes a stretch's place.
  (text, dice, { words }) => {
    const [from, to] = stretch(text, dice);
    return put(text, from, dice.roll(2) === 0 ? from : to, dice.pick(words, ""));
  },
  // Another figure.
  (text, dice, { words }) => {
    const figures = [...text.matchAll(/\d+/g)];
    const figure = figures[dice.roll(figures.length)];
    return figure ? put(text, figure.index, figure.index + figure[0].length, dice.pick(words, "0")) : text;
  },
  // A line goes, comes twice, or moves.
  (text, dice) => put(text, ...line(text, dice), ""),
  (text, dice) => {
    const [from, to] = line(text, dice);
    const [at] = line(text, dice);
    return put(text, at, at, text.slice(from, to));
  },
  // The end is cut off.
  (text, dice) => text.slice(0, dice.roll(text.length + 1)),
  // Part of another input.
  (text, dice, { pool }) => {
    const other = dice.pick(pool, "");
    return put(text, ...stretch(text, dice), other.slice(...stretch(other, dice)));
  },
  // The beginning of one and the end of another.
  (text, dice, { pool }) => {
    const other = dice.pick(pool, "");
    return text.slice(0, dice.roll(text.length + 1)) + other.slice(dice.roll(other.length + 1));
  },
];

/** Another input, made of those met so far by some mutations, mostly few. */
export function mutate(dice: Dice, stock: Stock): string {
  let text = dice.pick(stock.pool, "");
  for (let left = 1 + dice.roll(1 + dice.roll(8)); left > 0; left--) {
    const mutation = dice.pick(MUTATIONS, (same) => same);
    text = mutation(text, dice, stock);
  }
  return text.slice(0, stock.mostBytes);
}
