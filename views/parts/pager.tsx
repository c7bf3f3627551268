/** @jsxImportSource preact */
import { formatCount } from "../../src/report/format.ts";
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
export function Pager({ list }: { readonly list: UserListing }) {
  const { page, pages } = list;
  return (
    <nav class="pager" aria-label="Pages of users">
      {page > 1 && (
        <a href={listLink(list, { page: page - 1 })} rel="prev">
          Previous
        </a>
      )}
      {pagesAround(page, pages).map((one, index) =>
        one === 0 ? (
          <span key={`gap ${index}`}>…</span>
        ) : (
          <a key={one} href={listLink(list, { page: one })} aria-current={one === page ? "page" : undefined}>
            {formatCount(one)}
          </a>
        ),
      )}
      {page < pages && (
        <a href={listLink(list, { page: page + 1 })} rel="next">
          Next
        </a>
      )}
    </nav>
  );
}
