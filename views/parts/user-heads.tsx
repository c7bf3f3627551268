/** @jsxImportSource preact */
import type { Overview } from "../../src/report/overview.ts";
import { naturalOrder, type UserListing, type UserSort } from "../../src/report/user-list.ts";
import { listLink } from "./list-link.ts";
import type { RowFrame } from "./user-row.tsx";

interface UserHeadsProps {
  readonly overview: Overview;
  readonly list: UserListing | undefined;
  readonly units: RowFrame["units"];
}

interface SortLinkProps {
  readonly overview: Overview;
  readonly list: UserListing;
  readonly sort: UserSort;
  readonly label: string;
}

/** Sorts by a column; the other way round where it is sorted by it already. */
function SortLink({ overview, list, sort, label }: SortLinkProps) {
  const current = list.sort === sort;
  const turned = list.order === "asc" ? "desc" : "asc";
  const order = current ? turned : naturalOrder(sort);
  return (
    <a href={listLink(overview, list, { sort, order })} class={current ? "by" : undefined}>
      {label}
      {current && <span aria-hidden="true">{list.order === "asc" ? " ▲" : " ▼"}</span>}
    </a>
  );
}

function ariaSort(list: UserListing | undefined, sorts: readonly UserSort[]) {
  if (list === undefined || !sorts.includes(list.sort)) return undefined;
  return list.order === "asc" ? "ascending" : "descending";
}

/** The heads of the users table: links that sort where somebody can answer them. */
export function UserHeads({ overview, list, units }: UserHeadsProps) {
  const { locale, monthStart } = overview;
  const { users: words } = locale.words;
  const periods = [
    ["today", words.today],
    ["7-days", words.sevenDays],
    ["30-days", words.thirtyDays],
    ["month", locale.month(monthStart)],
  ] as const;
  return (
    <tr>
      <th scope="col" aria-sort={ariaSort(list, ["name", "state", "seen"])}>
        {list ? (
          <>
            <SortLink {...{ overview, list }} sort="name" label={words.user} />{" "}
            <SortLink {...{ overview, list }} sort="state" label={words.state} />{" "}
            <SortLink {...{ overview, list }} sort="seen" label={words.lastSeen} />
          </>
        ) : (
          words.onlineFirst
        )}
      </th>
      {periods.map(([sort, label], index) => (
        <th key={sort} scope="col" aria-sort={ariaSort(list, [sort])}>
          {list ? <SortLink {...{ overview, list, sort, label }} /> : label} <small>{units[index]}</small>
        </th>
      ))}
      <th scope="col">{words.spark}</th>
    </tr>
  );
}
