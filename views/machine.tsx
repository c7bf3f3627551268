/** @jsxImportSource preact */
import type { LineChartOptions } from "../src/report/line-chart.ts";
import type { Locale } from "../src/report/locale.ts";
import type { DatabaseGrowth, MachineReport } from "../src/report/machine-history.ts";
import { MACHINE_SPANS, machineParams } from "../src/report/machine-query.ts";
import { fill } from "../src/words/fill.ts";
import { Document } from "./document.tsx";
import { Choices } from "./parts/choices.tsx";
import { LinePlot } from "./parts/line-plot.tsx";
import { Happenings, ServersTable } from "./parts/server-lanes.tsx";

/** The machine and its servers over a span: in a sentence, as lines, and what happened. */
export function MachinePage(report: MachineReport) {
  const { locale, servers, database, span } = report;
  const { nav, machinePage: words } = locale.words;
  const percent = (value: number) => locale.share(value / 100);
  const decimal = (value: number) => locale.decimal(value, 2);
  const count = (value: number) => locale.count(Math.round(value));
  const bytes = (value: number) => locale.bytes(BigInt(Math.round(value)));
  return (
    <Document frame={report} title={nav.machine} styles={["machine"]}>
      <h1>
        {lede(report)} <span>{serversText(report)}</span>
      </h1>
      {report.kind === "web" && (
        <Choices
          frame={report}
          label={words.span}
          words={MACHINE_SPANS}
          chosen={span}
          textOf={(one) => words.spans[one]}
          queryOf={machineParams}
        />
      )}
      <div class="evidence">
        <div class="two charts">
          <Chart
            report={report}
            id="disk"
            label={words.disk}
            sub={words.percentages}
            figures={["disk"]}
            most={100}
            tell={percent}
          />
          <Chart
            report={report}
            id="memory"
            label={words.memory}
            sub={words.percentages}
            figures={["memory"]}
            most={100}
            tell={percent}
          />
          <Chart
            report={report}
            id="load"
            label={words.load}
            sub={words.loads}
            figures={["load1", "load5", "load15"]}
            names={{ load1: words.load1, load5: words.load5, load15: words.load15 }}
            tell={decimal}
          />
          <Chart
            report={report}
            id="processes"
            label={words.processes}
            sub={words.counts}
            figures={["processes"]}
            tell={count}
          />
          <Chart
            report={report}
            id="database"
            label={words.database}
            sub={database ? growthText(database, locale) : words.sizes}
            figures={["database"]}
            tell={bytes}
          />
        </div>
        {servers.length > 0 && (
          <section class="panel" id="servers" aria-labelledby="h-servers">
            <div class="hd">
              <h2 id="h-servers">{words.servers}</h2>
              <span class="sub">{words.lanes}</span>
              <ul class="legend">
                <li class="k-restart">{words.restartLegend}</li>
                <li class="k-outage">{words.outageLegend}</li>
                <li class="k-gap">{words.unwatchedLegend}</li>
              </ul>
            </div>
            <ServersTable report={report} />
            <h3>{words.happened}</h3>
            <Happenings report={report} />
          </section>
        )}
      </div>
    </Document>
  );
}

function lede({ latest, locale }: MachineReport): string {
  const { machinePage: words, notAvailable } = locale.words;
  if (latest === undefined) return words.noSample;
  const percent = (value: number | undefined) => (value === undefined ? notAvailable : locale.share(value / 100));
  return fill(words.lede, {
    disk: percent(latest.diskPercent),
    memory: percent(latest.memoryPercent),
    load: latest.load1 === undefined ? notAvailable : locale.decimal(latest.load1, 2),
  });
}

function serversText({ servers, locale }: MachineReport): string {
  const { machinePage: words } = locale.words;
  const down = servers.filter(({ state }) => state !== "up").length;
  if (servers.length === 0) return "";
  if (down === 0)
    return servers.length === 1 ? words.oneUp : fill(words.allUp, { count: locale.count(servers.length) });
  return fill(words.someDown, { count: locale.count(down), all: locale.count(servers.length) });
}

function growthText({ bytes, perDay }: DatabaseGrowth, locale: Locale): string {
  const { machinePage: words } = locale.words;
  const size = locale.bytes(BigInt(Math.round(bytes)));
  if (perDay === undefined) return size;
  const amount = BigInt(Math.round(Math.abs(perDay)));
  const growth =
    amount === 0n ? words.steady : fill(perDay > 0 ? words.growth : words.shrinks, { bytes: locale.bytes(amount) });
  return `${size}, ${growth}`;
}

interface ChartProps extends Pick<LineChartOptions, "figures" | "most" | "names" | "tell"> {
  readonly report: MachineReport;
  readonly id: string;
  readonly label: string;
  readonly sub: string;
}

function Chart({ report, id, label, sub, names, ...options }: ChartProps) {
  const lines = Object.values(names ?? {});
  return (
    <section class="panel" id={id} aria-labelledby={`h-${id}`}>
      <div class="hd">
        <h2 id={`h-${id}`}>{label}</h2>
        <span class="sub">{sub}</span>
        {lines.length > 0 && (
          <ul class="legend">
            {lines.map((name, index) => (
              <li key={name}>
                <svg width="26" height="8" aria-hidden="true">
                  <line class={["ln", "ln ln2", "ln ln3"][index]} x2="26" y1="4" y2="4" />
                </svg>
                {name}
              </li>
            ))}
          </ul>
        )}
      </div>
      <LinePlot
        {...options}
        {...(names && { names })}
        id={id}
        label={label}
        history={report}
        locale={report.locale}
        timeZone={report.timeZone}
        now={report.writtenAt}
      />
    </section>
  );
}
