/** The word that was probably meant, or undefined where none is near: up to a third of the letters may differ. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const typed = word.slice(0, 100);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of words) {
    const distance = editDistance(typed, candidate);
    const most = Math.max(1, Math.floor(Math.max(typed.length, candidate.length) / 3));
    if (distance <= most && distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** "; did you mean x?" where something is near, else nothing. */
export function hint(word: string, words: Iterable<string>): string {
  const meant = nearest(word, words);
  return meant === undefined ? "" : `; did you mean ${meant}?`;
}

/** Letters to insert, remove or replace (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
