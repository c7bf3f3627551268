/** @jsxImportSource preact */
import type { UserReport } from "../../src/report/user.ts";
import { fill } from "../../src/words/fill.ts";

/** Said where the month is over its limit, or will be. */
export function LimitBanner({ month, locale }: UserReport) {
  const { limit, estimate, start, bytesReceived, bytesSent } = month;
  if (limit === undefined || limit.state === "within") return null;
  const { userPage: words } = locale.words;
  const isOver = limit.state === "over";
  const bytes = isOver || !estimate ? bytesReceived + bytesSent : estimate.bytesReceived + estimate.bytesSent;
  const parts = { bytes: locale.bytes(bytes), month: monthInText(start, locale), limit: locale.bytes(limit.bytes) };
  const day = limit.passedAt === undefined ? undefined : locale.dayMonth(limit.passedAt);
  const tag = isOver ? words.overSince : words.overBy;
  return (
    <p class="banner" role="status">
      <b>{day === undefined ? words.over : fill(tag, { day })}</b> {fill(isOver ? words.moved : words.onCourse, parts)}
    </p>
  );
}

/** "October", or "the month since 15 Oct". */
function monthInText(start: number, locale: UserReport["locale"]): string {
  const month = locale.month(start);
  return month.includes("\u00a0") ? fill(locale.words.userPage.billingMonth, { since: month }) : month;
}
