/** Attackers make up as many texts as they like; these do for everybody else. */
const MOST_TEXTS = 1000;

/** A pure function of a text that remembers its last answers: the same few requests come thousands of times. */
export function remember<Value>(compute: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= MOST_TEXTS) known.clear();
    const value = compute(text);
    known.set(text, value);
    return value;
  };
}
