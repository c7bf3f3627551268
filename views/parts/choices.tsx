/** @jsxImportSource preact */
import type { Frame } from "../../src/report/frame.ts";

interface ChoicesProps<Word extends string> {
  readonly frame: Frame;
  /** What is chosen by them. */
  readonly label: string;
  readonly words: readonly Word[];
  readonly chosen: Word | undefined;
  readonly textOf: (word: Word) => string;
  /** The query string of the same page with that choice. */
  readonly queryOf: (word: Word) => URLSearchParams;
}

/** A few choices as links, the one that is shown marked. */
export function Choices<Word extends string>({ frame, label, words, chosen, textOf, queryOf }: ChoicesProps<Word>) {
  return (
    <nav class="filter" aria-label={label}>
      {words.map((word) => (
        <a
          key={word}
          href={frame.link(frame.path, queryOf(word)) ?? ""}
          aria-current={word === chosen ? "true" : undefined}
        >
          {textOf(word)}
        </a>
      ))}
    </nav>
  );
}
