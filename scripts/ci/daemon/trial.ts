/** Something that is tried on the executable; it throws where that does not do what the title says. */
export interface Trial {
  readonly title: string;
  /** Where only root can prepare it. */
  readonly asRoot?: boolean;
  run(program: readonly string[]): Promise<void>;
}

/** What is wrong, for whoever reads the trials' output. */
export function wrong(what: string, found: unknown): Error {
  return new Error(`${what}\n${typeof found === "string" ? found : JSON.stringify(found, null, 2)}`);
}

/** Throws unless `found` is as wanted, member by member. */
export function expectSame(what: string, found: unknown, wanted: unknown): void {
  if (!Bun.deepEquals(found, wanted)) throw wrong(what, { found, wanted });
}

/** Throws unless the text says it. */
export function expectSays(what: string, text: string, words: RegExp): void {
  if (!words.test(text)) throw wrong(`${what} does not say ${words}`, text);
}

export interface Patience {
  readonly seconds: number;
  /** Seconds between two looks. */
  readonly every?: number;
}

/** Waits until `look` finds nothing wrong; throws the last that it found when it takes too long. */
export async function until(
  what: string,
  { seconds, every = 0.1 }: Patience,
  look: () => Promise<unknown> | unknown,
): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  for (;;) {
    const problem = await look();
    if (problem === undefined) return;
    if (performance.now() > end) throw wrong(`${what}: not within ${seconds} s`, problem);
    await Bun.sleep(1000 * every);
  }
}
