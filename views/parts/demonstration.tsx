/** @jsxImportSource preact */
import type { Words } from "../../src/words/en.ts";

/** The bar above a page whose figures are all invented. */
export function Demonstration({ words }: { readonly words: Words }) {
  return (
    <aside class="demo" aria-label={words.frame.demonstration}>
      <p class="wrap">
        <b>{words.frame.demonstration}</b> {words.frame.demonstrationMeans}
      </p>
    </aside>
  );
}
