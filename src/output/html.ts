import { type Attributes, type FunctionComponent, h } from "preact";
import { renderToString } from "preact-render-to-string";

/** A page as a document, self-contained: its policy says what it may ask for, and that is next to nothing. */
export function renderDocument<Model extends object>(
  view: FunctionComponent<Model>,
  model: Model & Attributes,
): string {
  return `<!doctype html>${renderToString(h(view, model))}`;
}
