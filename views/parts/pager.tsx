/** @jsxImportSource preact */
import type { Locale } from "../../src/report/locale.ts";

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  /** What the pages are of. */
  readonly label: string;
  readonly hrefOf: (page: number) => string;
  readonly locale: Locale;
}

/** The first, the last, and those around the one that is shown; 0 stands for a gap. */
function pagesAround(page: number, pages: number): readonly number[] {
  const near = [1, page - 1, page, page + 1, pages].filter((one) => one >= 1 && one <= pages);
  const wanted = [...new Set(near)];
  return wanted.flatMap((one, index) => {
    const before = wanted[index - 1] ?? one - 1;
    return one - before > 2 ? [0, one] : one - before === 2 ? [one - 1, one] : [one];
  });
}

/** Links to the pages of a long list. */
export function Pager({ page, pages, label, hrefOf, locale: { words, count } }: PagerProps) {
  return (
    <nav class="pager" aria-label={label}>
      {page > 1 && (
        <a href={hrefOf(page - 1)} rel="prev">
          {words.users.previous}
        </a>
      )}
      {pagesAround(page, pages).map((one, index) =>
        one === 0 ? (
          <span key={`gap ${index}`}>…</span>
        ) : (
          <a key={one} href={hrefOf(one)} aria-current={one === page ? "page" : undefined}>
            {count(one)}
          </a>
        ),
      )}
      {page < pages && (
        <a href={hrefOf(page + 1)} rel="next">
          {words.users.next}
        </a>
      )}
    </nav>
  );
}
