/** @jsxImportSource preact */
import { formatCount } from "../../src/report/format.ts";
import type { Overview } from "../../src/report/overview.ts";
import { USER_STATUSES, type UserStatus } from "../../src/report/user-status.ts";

/** The word of a state where it begins a label. */
export const STATE_LABELS: Readonly<Record<UserStatus, string>> = {
  online: "Online",
  away: "Away",
  offline: "Offline",
  "long-time-off": "Long time off",
};

/** Radio buttons and CSS: a filter that works in a file and without a script. */
export function UserFilter({ userCount, statusCounts }: Pick<Overview, "userCount" | "statusCounts">) {
  return (
    <fieldset class="filter">
      <legend class="vh">Show users</legend>
      <label>
        <input type="radio" name="show" checked autocomplete="off" />
        <span>All {formatCount(userCount)}</span>
      </label>
      {USER_STATUSES.map((status) => (
        <label key={status}>
          <input type="radio" name="show" value={status} disabled={statusCounts[status] === 0} autocomplete="off" />
          <span>
            {STATE_LABELS[status]} {formatCount(statusCounts[status])}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
