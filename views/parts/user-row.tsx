/** @jsxImportSource preact */
import type { Counters } from "../../src/model.ts";
import { type ByteUnit, formatDuration, formatInUnit, formatSeen } from "../../src/report/format.ts";
import type { UserLine } from "../../src/report/overview.ts";
import { sparkline } from "../../src/report/sparkline.ts";
import { statusWord } from "../../src/report/user-status.ts";
import { visible, visibleName } from "../../src/report/visible.ts";

/** What the rows of one table have in common. */
export interface RowFrame {
  readonly writtenAt: number;
  readonly timeZone: string;
  readonly units: readonly [today: ByteUnit, last7Days: ByteUnit, last30Days: ByteUnit, month: ByteUnit];
  readonly nameServer: boolean;
}

/*
 * There are thousands of rows: they are called, not composed, and have no element that the style can do without. The
 * two lines of a cell are told apart as lines, the dot comes of the row's class.
 */

/** A period's two directions, sent over received: length is size. */
export function trafficCell({ bytesSent, bytesReceived }: Counters, unit: ByteUnit) {
  if (bytesSent + bytesReceived === 0n) return <td class="z">0</td>;
  return <td>{`${formatInUnit(bytesSent, unit)}\n${formatInUnit(bytesReceived, unit)}`}</td>;
}

function whereabouts({ onlineSince, openConnections, lastSeenAt, server, status }: UserLine, frame: RowFrame): string {
  const place = frame.nameServer && server !== "" && status !== "long-time-off" ? ` on ${visible(server)}` : "";
  if (onlineSince === undefined) return ` seen ${formatSeen(lastSeenAt, frame.writtenAt, frame.timeZone)}${place}`;
  const connections = openConnections > 1 ? `, ${openConnections} connections` : "";
  return ` ${formatDuration(frame.writtenAt - onlineSince)}${connections}${place}`;
}

function spark(user: UserLine) {
  const paths = sparkline(user.days);
  if (!paths) return <td />;
  return (
    <td>
      <svg class="sp" aria-hidden="true">
        <use href="#base" />
        <path class="dn" d={paths.sent} />
        <path class="up" d={paths.received} />
      </svg>
    </td>
  );
}

/** One user: name, dot and word, the four periods, 30 days. */
export function userRow(user: UserLine, frame: RowFrame) {
  const [today, last7Days, last30Days, month] = frame.units;
  return (
    <tr key={user.name} class={user.status}>
      <th scope="row">
        <bdi title={user.account === user.name ? undefined : user.account && visibleName(user.account)}>
          {visibleName(user.name)}
        </bdi>
        <small>
          <b>{statusWord(user.status)}</b>
          {whereabouts(user, frame)}
          {user.group !== undefined && ` · ${visible(user.group)}`}
        </small>
      </th>
      {trafficCell(user.today, today)}
      {trafficCell(user.last7Days, last7Days)}
      {trafficCell(user.last30Days, last30Days)}
      {trafficCell(user.month, month)}
      {spark(user)}
    </tr>
  );
}
