/** @jsxImportSource preact */
import { limitMeter } from "../../src/report/limit-meter.ts";
import type { UserFigure, UserReport } from "../../src/report/user.ts";
import { fill } from "../../src/words/fill.ts";
import { Figure, TrafficFigure } from "./figure.tsx";
import { LimitMeter } from "./limit-meter.tsx";

const DAY = 86_400;

/** The six figures: what moved in each period, beside all users, and the time online. */
export function UserFigures(user: UserReport) {
  const { today, last7Days, last30Days, last12Months, locale } = user;
  const { figures: words, userPage } = locale.words;
  const { most } = last12Months;
  return (
    <section aria-labelledby="h-figures">
      <h2 id="h-figures" class="vh">
        {words.heading}
      </h2>
      <dl class="panel figs">
        <TrafficFigure label={words.today} counters={today} context={shareOf(today, user)} locale={locale} />
        <TrafficFigure
          label={words.last7Days}
          counters={last7Days}
          context={shareOf(last7Days, user)}
          locale={locale}
        />
        <MonthFigure {...user} />
        <TrafficFigure
          label={words.last30Days}
          counters={last30Days}
          context={shareOf(last30Days, user)}
          locale={locale}
        />
        <TrafficFigure
          label={userPage.last12Months}
          counters={last12Months}
          context={
            <>
              {shareOf(last12Months, user)}
              {most && <br />}
              {most &&
                fill(userPage.most, {
                  bytes: locale.bytes(most.bytesReceived + most.bytesSent),
                  day: locale.dayMonth(most.start),
                })}
            </>
          }
          locale={locale}
        />
        <OnlineFigure {...user} />
      </dl>
    </section>
  );
}

function shareOf({ share }: UserFigure, { locale }: UserReport): string | undefined {
  return share === undefined ? undefined : fill(locale.words.userPage.ofAll, { share: locale.share(share) });
}

function MonthFigure(user: UserReport) {
  const { month, locale } = user;
  const { userPage: words } = locale.words;
  const name = locale.month(month.start);
  const meter = limitMeter(month);
  return (
    <TrafficFigure
      label={fill(words.soFar, { month: name.charAt(0).toUpperCase() + name.slice(1) })}
      counters={month}
      context={
        <>
          {meter && <LimitMeter meter={meter} label={limitShare(user)} />}
          {monthContext(user)}
        </>
      }
      locale={locale}
    />
  );
}

/** What the month comes to, and of which limit. */
function monthContext({ month: { estimate, limit, end }, locale }: UserReport): string {
  const { userPage: words, figures } = locale.words;
  const day = locale.dayMonth(end - 1);
  const parts = { day, limit: limit ? locale.bytes(limit.bytes) : "" };
  if (!estimate) return limit ? fill(words.movedOfLimit, parts) : fill(figures.until, { instant: day });
  const bytes = locale.bytes(estimate.bytesReceived + estimate.bytesSent);
  return fill(limit ? words.ofLimit : words.estimate, { ...parts, bytes });
}

function limitShare({ month: { limit, bytesReceived, bytesSent }, locale }: UserReport): string {
  const share = limit ? Number(bytesReceived + bytesSent) / Number(limit.bytes) : 0;
  return fill(locale.words.userPage.limitMeter, { share: locale.decimal(share * 100, 0).concat("\u00a0%") });
}

function OnlineFigure({ onlineTime, writtenAt, locale }: UserReport) {
  const { userPage: words, counts } = locale.words;
  const { seconds, connections, meanSeconds } = onlineTime;
  const days = Math.ceil((writtenAt - onlineTime.since) / DAY);
  const hours = seconds / 3600;
  const [value, unit] =
    seconds < 3600
      ? [locale.count(Math.floor(seconds / 60)), words.onlineUnits.minutes]
      : [hours < 100 ? locale.decimal(hours, 1) : locale.count(Math.round(hours)), words.onlineUnits.hours];
  return (
    <Figure label={fill(words.onlineTime, { days: locale.plural(days, counts.day) })} value={value} unit={unit}>
      <dd>{locale.plural(connections, counts.connection)}</dd>
      <dd class="q">
        {meanSeconds === undefined ? words.never : fill(words.mean, { duration: locale.duration(meanSeconds) })}
      </dd>
    </Figure>
  );
}
