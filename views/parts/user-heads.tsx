/** @jsxImportSource preact */
import type { ByteUnit } from "../../src/report/format.ts";
import { naturalOrder, type UserListing, type UserSort } from "../../src/report/user-list.ts";
import { listLink } from "./list-link.ts";

type Units = readonly [today: ByteUnit, last7Days: ByteUnit, last30Days: ByteUnit, month: ByteUnit];

interface UserHeadsProps {
  readonly list: UserListing | undefined;
  readonly month: string;
  readonly units: Units;
}

/** Sorts by a column; the other way round where it is sorted by it already. */
function sortLink(list: UserListing, sort: UserSort, label: string) {
  const current = list.sort === sort;
  const turned = list.order === "asc" ? "desc" : "asc";
  return (
    <a href={listLink(list, { sort, order: current ? turned : naturalOrder(sort) })} class={current ? "by" : undefined}>
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
export function UserHeads({ list, month, units }: UserHeadsProps) {
  const periods = [
    ["today", "Today"],
    ["7-days", "7 days"],
    ["30-days", "30 days"],
    ["month", month],
  ] as const;
  return (
    <tr>
      <th scope="col" aria-sort={ariaSort(list, ["name", "state", "seen"])}>
        {list ? (
          <>
            {sortLink(list, "name", "User")} {sortLink(list, "state", "State")} {sortLink(list, "seen", "Last seen")}
          </>
        ) : (
          "User, online first"
        )}
      </th>
      {periods.map(([sort, label], index) => (
        <th key={sort} scope="col" aria-sort={ariaSort(list, [sort])}>
          {list ? sortLink(list, sort, label) : label} <small>{units[index]}</small>
        </th>
      ))}
      <th scope="col">30 days, own scale</th>
    </tr>
  );
}
