/** @jsxImportSource preact */
import type { Frame } from "../../src/report/frame.ts";
import type { Words } from "../../src/words/en.ts";
import { PageLink } from "./page-link.tsx";

/** The pages that every page leads to, in their order. */
const PAGES: readonly { readonly path: string; readonly word: keyof Words["nav"] }[] = [
  { path: "", word: "overview" },
  { path: "connections", word: "connections" },
  { path: "archive", word: "archive" },
  { path: "top", word: "top" },
  { path: "idle", word: "idle" },
  { path: "places", word: "places" },
  { path: "machine", word: "machine" },
];

/** Links to all pages; of a page that stands alone to its parts. */
export function Navigation({ frame, parts }: { readonly frame: Frame; readonly parts: readonly PagePart[] }) {
  const { nav, frame: words } = frame.locale.words;
  if (frame.link("") === undefined) {
    return (
      <nav aria-label={words.onThisPage}>
        {parts.map(({ id, label }) => (
          <a key={id} href={`#${id}`}>
            {label}
          </a>
        ))}
      </nav>
    );
  }
  return (
    <nav aria-label={words.pages}>
      {PAGES.filter(({ path }) => frame.link(path) !== undefined).map(({ path, word }) => (
        <PageLink key={path} frame={frame} to={path}>
          {nav[word]}
        </PageLink>
      ))}
    </nav>
  );
}

/** A part of a page, by the id of its section. */
export interface PagePart {
  readonly id: string;
  readonly label: string;
}
