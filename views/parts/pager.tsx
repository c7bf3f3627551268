/** @jsxImportSource preact */
import type { Frame } from "../../src/report/frame.ts";
import type { UserListing } from "../../src/report/user-list.ts";
import { listLink } from "./list-link.ts";

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
export function Pager({ list, frame }: { readonly list: UserListing; readonly frame: Frame }) {
  const { page, pages } = list;
  const { words, count } = frame.locale;
  return (
    <nav class="pager" aria-label={words.users.pages}>
      {page > 1 && (
        <a href={listLink(frame, list, { page: page - 1 })} rel="prev">
          {words.users.previous}
        </a>
      )}
      {pagesAround(page, pages).map((one, index) =>
        one === 0 ? (
          <span key={`gap ${index}`}>…</span>
        ) : (
          <a key={one} href={listLink(frame, list, { page: one })} aria-current={one === page ? "page" : undefined}>
            {count(one)}
          </a>
        ),
      )}
      {page < pages && (
        <a href={listLink(frame, list, { page: page + 1 })} rel="next">
          {words.users.next}
        </a>
      )}
    </nav>
  );
}
