/** @jsxImportSource preact */
import { Fragment } from "preact";
import { piecesOf } from "../../src/words/fill.ts";

/** A text with elements in the place of their names in braces, as `fill()` puts strings there. */
export function Fill({ text, parts }: { readonly text: string; readonly parts: Parts }) {
  return (
    <>
      {piecesOf(text).map((piece, index) => (
        <Fragment key={index}>{index % 2 === 1 ? parts[piece] : piece}</Fragment>
      ))}
    </>
  );
}

type Parts = Readonly<Record<string, preact.ComponentChildren>>;
