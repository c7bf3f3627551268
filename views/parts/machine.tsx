/** @jsxImportSource preact */
import type { Locale } from "../../src/report/locale.ts";
import type { MachineLine, Overview } from "../../src/report/overview.ts";
import { fill } from "../../src/words/fill.ts";
import { Fill } from "./fill.tsx";
import { Instant } from "./instant.tsx";
import { Meter } from "./meter.tsx";
import { OutsideText } from "./outside-text.tsx";

interface AvailableProps {
  readonly text: string | undefined;
  readonly locale: Locale;
}

/** The value, or the words that say there is none: never 0 for what could not be had. */
function Available({ text = "", locale }: AvailableProps) {
  return text === "" ? <span class="q">{locale.words.notAvailable}</span> : text;
}

interface PercentageProps {
  readonly label: preact.ComponentChildren;
  readonly percent: number | undefined;
  readonly locale: Locale;
}

function Percentage({ label, percent, locale }: PercentageProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd class="v">
        <Available text={percent === undefined ? undefined : locale.decimal(percent, 1)} locale={locale} />
        {percent !== undefined && <small> %</small>}
      </dd>
      <dd>{percent !== undefined && <Meter share={percent / 100} />}</dd>
    </div>
  );
}

function Sample({ machine, locale }: { readonly machine: MachineLine; readonly locale: Locale }) {
  const { machineSection: words } = locale.words;
  const load = (value: number | undefined) => (
    <Available text={value === undefined ? undefined : locale.decimal(value, 2)} locale={locale} />
  );
  const minutes = (count: number) => fill(words.minutes, { count: locale.count(count) });
  return (
    <dl class="machine">
      <Percentage
        label={<Fill text={words.disk} parts={{ path: <OutsideText text={machine.disk} /> }} />}
        percent={machine.diskPercent}
        locale={locale}
      />
      <Percentage label={words.memory} percent={machine.memoryPercent} locale={locale} />
      <div>
        <dt>{words.load}</dt>
        <dd class="v">
          {load(machine.load1)}
          <small> {minutes(1)}</small>
        </dd>
        <dd>
          <span class="du">
            {load(machine.load5)} <span class="q">{minutes(5)}</span>
          </span>{" "}
          <span class="du">
            {load(machine.load15)} <span class="q">{minutes(15)}</span>
          </span>
        </dd>
      </div>
      <div>
        <dt>{words.processes}</dt>
        <dd class="v">
          <Available
            text={machine.processes === undefined ? undefined : locale.count(machine.processes)}
            locale={locale}
          />
        </dd>
      </div>
    </dl>
  );
}

/** The machine at its newest sample, and how much of the last 30 days each server was watched. */
export function MachineSection({ machine, servers, writtenAt, locale }: Overview) {
  const { machineSection: words } = locale.words;
  return (
    <section class="panel" id="machine" aria-labelledby="h-machine">
      <div class="hd">
        <h2 id="h-machine">{words.heading}</h2>
        {machine && (
          <span class="sub">
            <Fill
              text={words.sampled}
              parts={{
                instant: <Instant at={machine.sampledAt} text={locale.instant(machine.sampledAt, writtenAt)} />,
              }}
            />
          </span>
        )}
      </div>
      {machine ? <Sample machine={machine} locale={locale} /> : <p class="q">{words.noSample}</p>}
      {servers.length > 0 && (
        <>
          <h3>{words.watched}</h3>
          <ul class="watched">
            {servers.map((server) => (
              <li key={server.name}>
                <OutsideText text={server.name} />
                <Meter share={server.watched} />
                <span>{locale.share(server.watched)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
