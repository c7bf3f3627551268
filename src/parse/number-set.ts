/** Below this a number is a mark in an array, several times as fast as a Set. */
const MOST_MARKS = 1 << 20;

/** A set of whole numbers, most of them not far from 0. */
export interface NumberSet {
  marks: Uint8Array;
  readonly large: Set<number>;
}

/** A set of no numbers yet. */
export function openNumberSet(): NumberSet {
  return { marks: new Uint8Array(1_024), large: new Set() };
}

/** Adds a number; false when it is in the set already. */
export function addNumber(set: NumberSet, value: number): boolean {
  if (value >= MOST_MARKS) {
    if (set.large.has(value)) return false;
    set.large.add(value);
    return true;
  }
  if (value >= set.marks.length) set.marks = grown(set.marks, value);
  if (set.marks[value] === 1) return false;
  set.marks[value] = 1;
  return true;
}

function grown(marks: Uint8Array, value: number): Uint8Array {
  let length = marks.length;
  while (length <= value) length *= 2;
  const larger = new Uint8Array(length);
  larger.set(marks);
  return larger;
}
