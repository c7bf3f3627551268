/** @jsxImportSource preact */
import type { UserReport } from "../../src/report/user.ts";
import { type YearPart, yearChart } from "../../src/report/year-chart.ts";
import { fill } from "../../src/words/fill.ts";
import { YearTable } from "./year-table.tsx";

const LEVELS = [0, 1, 2, 3, 4] as const;

/** A year as a calendar: weeks across, Monday at the top, the darker the more. */
export function YearSection(user: UserReport) {
  const { year, locale } = user;
  const { userPage: words, chart } = locale.words;
  const [one, two, three] = year.bounds?.map(locale.bytes) ?? [];
  return (
    <section class="panel" id="year" aria-labelledby="h-year">
      <div class="hd">
        <h2 id="h-year">{words.year}</h2>
        <span class="sub">{words.yearSpan}</span>
        <ul class="legend heat">
          <li>
            {words.none}
            {LEVELS.map((level) => (
              <i key={level} class={`level-${level}`} />
            ))}
            {three !== undefined && fill(words.overBytes, { bytes: three })}
          </li>
          <li class="k-gap">{chart.notWatched}</li>
        </ul>
      </div>
      <figure class="year" data-live="year" aria-label={`${words.year}, ${words.yearSpan}`}>
        {yearChart(year, user).map((part, index) => (
          <Part key={index} part={part} />
        ))}
      </figure>
      {one !== undefined && two !== undefined && three !== undefined && (
        <p class="note">{fill(words.levels, { one, two, three })}</p>
      )}
      <YearTable {...user} />
    </section>
  );
}

function Part({ part }: { readonly part: YearPart }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: the figure names it, and a title here would cover those of the days
    <svg viewBox={`0 0 ${part.width} ${part.height}`}>
      {part.weekdays.map(({ y, label }) => (
        <text key={y} x="0" y={y}>
          {label}
        </text>
      ))}
      {part.months.map(({ x, label }) => (
        <text key={x} x={x} y="9">
          {label}
        </text>
      ))}
      {part.cells.map(({ x, y, kind, isToday, title }) => (
        <rect key={title} class={isToday ? `${kind} today` : kind} {...{ x, y, width: part.side, height: part.side }}>
          <title>{title}</title>
        </rect>
      ))}
    </svg>
  );
}
