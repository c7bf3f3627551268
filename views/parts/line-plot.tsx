/** @jsxImportSource preact */
import { columnName, type LineChart, type LineChartOptions, lineChart } from "../../src/report/line-chart.ts";
import { fill } from "../../src/words/fill.ts";
import { ChartTicks } from "./chart-ticks.tsx";
import { Wider } from "./wider.tsx";

/** How lines are told apart: by their strokes, not by colour alone. */
const STROKES = ["ln", "ln ln2", "ln ln3"] as const;

interface LinePlotProps extends LineChartOptions {
  /** The beginning of the ids of its rows. */
  readonly id: string;
  readonly label: string;
}

/** Lines over time, the least and most of the first around it, and the figures in a table behind. */
export function LinePlot({ id, label, ...options }: LinePlotProps) {
  const chart = lineChart(options);
  return (
    <>
      <figure class="plot lines" aria-label={label}>
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: the figure names it, and a title here would cover those of the columns */}
        <svg width="100%" height={chart.height}>
          <Ground chart={chart} />
          {/* biome-ignore lint/a11y/noSvgWithoutTitle: part of the one around it, whose figure names it */}
          <svg y={chart.top} width="100%" height={chart.room} viewBox="0 0 1000 1000" preserveAspectRatio="none">
            <path class="spread" d={chart.band} />
            {chart.lines.map((line, index) => (
              <path key={index} class={STROKES[index]} d={line} />
            ))}
          </svg>
          {chart.columns.map((column, index) => (
            <a key={column.left} href={`#${id}-${index}`} class="d">
              <title>{column.readout}</title>
              <rect class="hit" x={column.left} width={column.width} height={chart.top + chart.room} />
              <text class="rd e" x="100%" y="11">
                {column.readout}
              </text>
            </a>
          ))}
          {chart.isEmpty && (
            <text class="m" x="50%" y={chart.top + chart.room / 2}>
              {options.locale.words.machinePage.nothing}
            </text>
          )}
        </svg>
      </figure>
      <LineTable id={id} label={label} {...options} />
    </>
  );
}

function Ground({ chart }: { readonly chart: LineChart }) {
  return (
    <>
      <ChartTicks ticks={chart.ticks} />
      {chart.gaps.map(({ left, width }) => (
        <rect key={left} class="unwatched" x={left} width={width} y={chart.top} height={chart.room} />
      ))}
      {chart.columns.map(
        ({ left, mark }, index) =>
          mark !== undefined && (
            <g key={left}>
              <line class="gr" x1={left} x2={left} y1={chart.top} y2={chart.top + chart.room + 4} />
              <text class={index > chart.columns.length - 3 ? "roomy" : undefined} x={left} y={chart.height - 6}>
                {mark}
              </text>
            </g>
          ),
      )}
    </>
  );
}

function LineTable({ id, label, ...options }: LinePlotProps) {
  const { history, figures, names = {}, tell, locale } = options;
  const { machinePage: words, chart } = locale.words;
  const heads = figures.flatMap((figure) => {
    const name = names[figure] ?? label;
    return [fill(words.least, { name }), fill(words.mean, { name }), fill(words.most, { name })];
  });
  return (
    <details>
      <summary>{chart.table}</summary>
      <Wider label={`${label}: ${chart.table}`}>
        <table class="plain">
          <caption class="vh">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{words.time}</th>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {history.columns.map((column, index) => (
              <tr key={column.start} id={`${id}-${index}`}>
                <th scope="row">{columnName(column, options)}</th>
                {figures.map((figure) => {
                  const spread = column.figures[figure];
                  return (["min", "mean", "max"] as const).map((kind) => (
                    <td key={figure + kind}>{spread ? tell(spread[kind]) : "–"}</td>
                  ));
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wider>
    </details>
  );
}
