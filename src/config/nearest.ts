/** The word that was probably meant, or undefined where none is near: up to a third of the letters may differ. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const typed = word.slice(0, 100);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of words) {
    const most = Math.max(1, Math.floor(Math.max(typed.length, candidate.length) / 3));
    // Nothing can be nearer than the lengths are; and a file may have thousands of keys that nobody knows.
    if (Math.abs(typed.length - candidate.length) > most) continue;
    const distance = editDistance(typed, candidate);
    if (distance <= most && distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** "; did you mean x?" where something is near, else nothing. */
export function hint(word: string, words: Iterable<string>): string {
  const meant = nearest(word, words);
  return meant === undefined ? "" : `; did you mean ${meant}?`;
}

/** Letters to insert, remove, replace or swap with the next (Damerau and Levenshtein). */
function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row++) {
    const next = [row];
    rows.push(next);
    for (let column = 1; column <= to.length; column++) {
      const [letter, other] = [from[row - 1], to[column - 1]];
      const swapped = letter === to[column - 2] && from[row - 2] === other ? at(row - 2, column - 2) + 1 : undefined;
      const replaced = at(row - 1, column - 1) + (letter === other ? 0 : 1);
      const cheapest = Math.min(replaced, at(row - 1, column) + 1, at(row, column - 1) + 1);
      next.push(Math.min(cheapest, swapped ?? cheapest));
    }
  }
  return at(from.length, to.length);
}
