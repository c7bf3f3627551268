/** @jsxImportSource preact */
import type { Counters } from "../../src/model.ts";
import type { ByteUnit } from "../../src/report/byte-units.ts";
import type { Frame } from "../../src/report/frame.ts";
import type { UserLine } from "../../src/report/overview.ts";
import { sparkline } from "../../src/report/sparkline.ts";
import { speedText } from "../../src/report/speed-text.ts";
import { visible, visibleName } from "../../src/report/visible.ts";
import { fill } from "../../src/words/fill.ts";

/** What the rows of one table have in common. */
export interface RowFrame {
  readonly frame: Frame;
  readonly units: readonly [today: ByteUnit, last7Days: ByteUnit, last30Days: ByteUnit, month: ByteUnit];
  readonly nameServer: boolean;
}

/*
 * There are thousands of rows: they are called, not composed, and have no element that the style can do without. The
 * two lines of a cell are told apart as lines, the dot comes of the row's class.
 */

/** A period's two directions, sent over received: length is size. */
export function trafficCell({ bytesSent, bytesReceived }: Counters, unit: ByteUnit, { frame: { locale } }: RowFrame) {
  if (bytesSent + bytesReceived === 0n) return <td class="z">0</td>;
  return <td>{`${locale.inUnit(bytesSent, unit)}\n${locale.inUnit(bytesReceived, unit)}`}</td>;
}

function whereabouts(user: UserLine, row: RowFrame): string {
  const { onlineSince, openConnections, lastSeenAt, server, status, speed } = user;
  const { locale, writtenAt } = row.frame;
  const { users: words, counts } = locale.words;
  const isPlaced = row.nameServer && server !== "" && status !== "long-time-off";
  const place = isPlaced ? ` ${fill(words.on, { server: visible(server) })}` : "";
  if (onlineSince === undefined) {
    return ` ${fill(words.seen, { instant: locale.seen(lastSeenAt, writtenAt) })}${place}`;
  }
  const connections = openConnections > 1 ? `, ${locale.plural(openConnections, counts.connection)}` : "";
  const flow = speed === undefined ? "" : ` · ${speedText(speed, locale)}`;
  return ` ${locale.duration(writtenAt - onlineSince)}${connections}${place}${flow}`;
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
export function userRow(user: UserLine, row: RowFrame) {
  const [today, last7Days, last30Days, month] = row.units;
  const { words } = row.frame.locale;
  const { noName } = words.users;
  const name = visibleName(user.name, noName);
  const href = row.frame.link(`users/${user.id}`);
  return (
    <tr key={user.id} id={`u${user.id}`} class={user.status}>
      <th scope="row">
        <bdi title={user.account === user.name ? undefined : user.account && visibleName(user.account, noName)}>
          {href === undefined ? name : <a href={href}>{name}</a>}
        </bdi>
        <small>
          <b>{words.statuses[user.status]}</b>
          {whereabouts(user, row)}
          {user.group !== undefined && ` · ${visible(user.group)}`}
        </small>
      </th>
      {trafficCell(user.today, today, row)}
      {trafficCell(user.last7Days, last7Days, row)}
      {trafficCell(user.last30Days, last30Days, row)}
      {trafficCell(user.month, month, row)}
      {spark(user)}
    </tr>
  );
}
