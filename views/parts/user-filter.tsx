/** @jsxImportSource preact */
import type { Overview } from "../../src/report/overview.ts";
import { USER_STATUSES } from "../../src/report/user-status.ts";
import { fill } from "../../src/words/fill.ts";

/** Radio buttons and CSS: a filter that works in a file and without a script. */
export function UserFilter({ userCount, statusCounts, locale }: Overview) {
  const { users, statusLabels } = locale.words;
  return (
    <fieldset class="filter">
      <legend class="vh">{users.show}</legend>
      <label>
        <input type="radio" name="show" checked autocomplete="off" />
        <span>{fill(users.all, { count: locale.count(userCount) })}</span>
      </label>
      {USER_STATUSES.map((status) => (
        <label key={status}>
          <input type="radio" name="show" value={status} disabled={statusCounts[status] === 0} autocomplete="off" />
          <span>
            {statusLabels[status]} {locale.count(statusCounts[status])}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
