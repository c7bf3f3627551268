/** @jsxImportSource preact */
import { formatCount } from "../../src/report/format.ts";
import type { Overview } from "../../src/report/overview.ts";
import { type UserListing, userListQuery } from "../../src/report/user-list.ts";
import { USER_STATUSES } from "../../src/report/user-status.ts";
import { visible } from "../../src/report/visible.ts";
import { listLink } from "./list-link.ts";
import { OutsideText } from "./outside-text.tsx";
import { STATE_LABELS } from "./user-filter.tsx";

interface UserSearchProps extends Pick<Overview, "userCount" | "statusCounts" | "groups"> {
  readonly list: UserListing;
}

/** States as links, a name as a form: a filter that is in the address, so that it can be sent and kept. */
export function UserSearch({ list, userCount, statusCounts, groups }: UserSearchProps) {
  const choices = [undefined, ...USER_STATUSES] as const;
  return (
    <div class="search">
      <nav class="filter" aria-label="Show users">
        {choices.map((state) => (
          <a
            key={state ?? "all"}
            href={listLink(list, { state })}
            aria-current={state === list.state ? "true" : undefined}
          >
            {state === undefined
              ? `All ${formatCount(userCount)}`
              : `${STATE_LABELS[state]} ${formatCount(statusCounts[state])}`}
          </a>
        ))}
      </nav>
      <form action="./#users">
        <KeptFields list={list} />
        {groups.length > 0 && <GroupChoice groups={groups} chosen={list.group} />}
        <label for="q">Name</label>
        <input type="search" id="q" name="q" value={list.query} maxlength={200} autocomplete="off" />
        <button type="submit">Find</button>
      </form>
      {list.query !== "" && (
        <p class="found">
          {formatCount(list.matching)} {list.matching === 1 ? "name has" : "names have"} “
          <OutsideText text={list.query} />” in {list.matching === 1 ? "it" : "them"}.{" "}
          <a href={listLink(list, { query: "" })}>Show all names</a>
        </p>
      )}
    </div>
  );
}

function GroupChoice({ groups, chosen }: { readonly groups: readonly string[]; readonly chosen: string | undefined }) {
  return (
    <>
      <label for="group">Group</label>
      <select id="group" name="group">
        <option value="">all</option>
        {groups.map((group) => (
          <option key={group} value={group} selected={group === chosen}>
            {visible(group)}
          </option>
        ))}
      </select>
    </>
  );
}

/** What the form keeps of the list: all but the name, the group and the page. */
function KeptFields({ list }: { readonly list: UserListing }) {
  const kept = new URLSearchParams(userListQuery({ ...list, query: "", group: undefined, page: 1 }));
  return (
    <>
      {[...kept].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
