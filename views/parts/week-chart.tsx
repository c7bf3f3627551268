/** @jsxImportSource preact */
import type { UserReport } from "../../src/report/user.ts";
import { hourName, weekChart } from "../../src/report/week-chart.ts";
import type { WeekPattern } from "../../src/report/week-pattern.ts";
import { fill } from "../../src/words/fill.ts";

/** When in the week the user moves how much. */
export function WeekSection({ pattern, locale }: UserReport) {
  const { userPage: words } = locale.words;
  return (
    <section class="panel" id="week" aria-labelledby="h-week">
      <div class="hd">
        <h2 id="h-week">{words.week}</h2>
        {pattern && <span class="sub">{fill(words.weekSpan, { day: locale.dayMonth(pattern.since) })}</span>}
      </div>
      {pattern ? <Pattern pattern={pattern} locale={locale} /> : <p class="q">{words.noPattern}</p>}
    </section>
  );
}

interface PatternProps {
  readonly pattern: WeekPattern;
  readonly locale: UserReport["locale"];
}

function Pattern({ pattern, locale }: PatternProps) {
  const { userPage: words, chart: chartWords } = locale.words;
  const chart = weekChart(pattern, locale);
  const told = [
    pattern.workdays !== undefined && fill(words.workdays, { share: locale.share(pattern.workdays) }),
    pattern.largest > 0n ? fill(words.largest, { bytes: locale.bytes(pattern.largest) }) : chartWords.noTraffic,
  ];
  return (
    <>
      <figure class="week" aria-label={words.week}>
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: the figure names it, and a title here would cover those of the hours */}
        <svg viewBox={`0 0 ${chart.width} ${chart.height}`}>
          {chart.rows.map(({ y, line, label }) => (
            <g key={y}>
              <line class="gr" x1="34" x2={chart.width} y1={line} y2={line} />
              <text y={y}>{label}</text>
            </g>
          ))}
          {chart.hours.map(({ x, label }) => (
            <text key={x} x={x} y="10">
              {label}
            </text>
          ))}
          {chart.unknown.map((box) => (
            <rect key={`${box.x} ${box.y}`} class="unwatched" {...box} />
          ))}
          {chart.squares.map(({ x, y, side, title }) => (
            <rect key={title} class="dn" x={x} y={y} width={side} height={side} rx="1.5">
              <title>{title}</title>
            </rect>
          ))}
        </svg>
      </figure>
      <p class="note">{told.filter(Boolean).join(" ")}</p>
      <WeekTable pattern={pattern} locale={locale} />
    </>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The figures behind the squares. */
function WeekTable({ pattern: { days, largest }, locale }: PatternProps) {
  const { userPage: words, chart, weekdaysShort } = locale.words;
  const unit = locale.columnUnit(largest);
  return (
    <details>
      <summary>{chart.table}</summary>
      <div class="scroll" tabindex={0}>
        <table class="plain">
          <caption>{fill(words.weekTable, { unit })}</caption>
          <thead>
            <tr>
              <th scope="col">{words.hour}</th>
              {days.map((_, row) => (
                <th key={row} scope="col">
                  {weekdaysShort[(row + 1) % 7]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {HOURS.map((hour) => (
              <tr key={hour}>
                <th scope="row">{hourName(hour)}</th>
                {days.map((hours, row) => {
                  const mean = hours[hour];
                  return <td key={row}>{mean === undefined ? "–" : locale.inUnit(mean, unit)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
