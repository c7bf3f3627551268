/** @jsxImportSource preact */
import type { Overview } from "../../src/report/overview.ts";
import { type UserListing, userListQuery } from "../../src/report/user-list.ts";
import { USER_STATUSES } from "../../src/report/user-status.ts";
import { visible } from "../../src/report/visible.ts";
import { fill } from "../../src/words/fill.ts";
import type { Plural } from "../../src/words/plural.ts";
import { Fill } from "./fill.tsx";
import { HiddenFields } from "./hidden-fields.tsx";
import { listLink } from "./list-link.ts";
import { OutsideText } from "./outside-text.tsx";

interface UserSearchProps {
  readonly overview: Overview;
  readonly list: UserListing;
}

/** States as links, a name as a form: a filter that is in the address, so that it can be sent and kept. */
export function UserSearch({ overview, list }: UserSearchProps) {
  const { userCount, statusCounts, groups, locale, chosen } = overview;
  const { users: words, statusLabels } = locale.words;
  const choices = [undefined, ...USER_STATUSES] as const;
  // What the form keeps of the list: all but the name, the group and the page.
  const kept = [...new URLSearchParams(userListQuery({ ...list, query: "", group: undefined, page: 1 }))];
  return (
    <div class="search">
      <nav class="filter" aria-label={words.show}>
        {choices.map((state) => (
          <a
            key={state ?? "all"}
            href={listLink(overview, list, { state })}
            aria-current={state === list.state ? "true" : undefined}
          >
            {state === undefined
              ? fill(words.all, { count: locale.count(userCount) })
              : `${statusLabels[state]} ${locale.count(statusCounts[state])}`}
          </a>
        ))}
      </nav>
      <form action="./#users">
        <HiddenFields fields={kept} />
        <HiddenFields fields={chosen} />
        {groups.length > 0 && <GroupChoice {...overview} asked={list.group} />}
        <label for="q">{words.name}</label>
        <input type="search" id="q" name="q" value={list.query} maxlength={200} autocomplete="off" />
        <button type="submit">{words.find}</button>
      </form>
      {list.query !== "" && <Found overview={overview} list={list} />}
    </div>
  );
}

function Found({ overview, list }: UserSearchProps) {
  const { words, count } = overview.locale;
  const [one, many]: Plural = words.users.found;
  const parts = { query: <OutsideText text={list.query} />, count: count(list.matching) };
  return (
    <p class="found">
      <Fill text={list.matching === 1 ? one : many} parts={parts} />{" "}
      <a href={listLink(overview, list, { query: "" })}>{words.users.showAll}</a>
    </p>
  );
}

function GroupChoice({ groups, locale, asked }: Overview & { readonly asked: string | undefined }) {
  const { users: words } = locale.words;
  return (
    <>
      <label for="group">{words.group}</label>
      <select id="group" name="group">
        <option value="">{words.anyGroup}</option>
        {groups.map((group) => (
          <option key={group} value={group} selected={group === asked}>
            {visible(group)}
          </option>
        ))}
      </select>
    </>
  );
}
