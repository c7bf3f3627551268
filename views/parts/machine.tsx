/** @jsxImportSource preact */
import { formatCount, formatInstant, formatShare } from "../../src/report/format.ts";
import type { MachineLine, Overview } from "../../src/report/overview.ts";
import { Instant } from "./instant.tsx";
import { Meter } from "./meter.tsx";
import { OutsideText } from "./outside-text.tsx";

/** The value, or the words that say there is none: never 0 for what could not be had. */
function Available({ text = "" }: { readonly text: string | undefined }) {
  return text === "" ? <span class="q">not available</span> : text;
}

function Percentage({
  label,
  percent,
}: {
  readonly label: preact.ComponentChildren;
  readonly percent: number | undefined;
}) {
  return (
    <div>
      <dt>{label}</dt>
      <dd class="v">
        <Available text={percent?.toFixed(1)} />
        {percent !== undefined && <small> %</small>}
      </dd>
      <dd>{percent !== undefined && <Meter share={percent / 100} />}</dd>
    </div>
  );
}

function Sample({ machine }: { readonly machine: MachineLine }) {
  return (
    <dl class="machine">
      <Percentage
        label={
          <>
            Disk <OutsideText text={machine.disk} />
          </>
        }
        percent={machine.diskPercent}
      />
      <Percentage label="Memory" percent={machine.memoryPercent} />
      <div>
        <dt>Load</dt>
        <dd class="v">
          <Available text={machine.load1?.toFixed(2)} />
          <small> 1 min</small>
        </dd>
        <dd>
          <span class="du">
            <Available text={machine.load5?.toFixed(2)} /> <span class="q">5 min</span>
          </span>{" "}
          <span class="du">
            <Available text={machine.load15?.toFixed(2)} /> <span class="q">15 min</span>
          </span>
        </dd>
      </div>
      <div>
        <dt>Processes</dt>
        <dd class="v">
          <Available text={machine.processes === undefined ? undefined : formatCount(machine.processes)} />
        </dd>
      </div>
    </dl>
  );
}

/** The machine at its newest sample, and how much of the last 30 days each server was watched. */
export function MachineSection({ machine, servers, writtenAt, timeZone }: Overview) {
  return (
    <section class="panel" id="machine" aria-labelledby="h-machine">
      <div class="hd">
        <h2 id="h-machine">Machine</h2>
        {machine && (
          <span class="sub">
            sampled <Instant at={machine.sampledAt} text={formatInstant(machine.sampledAt, writtenAt, timeZone)} />
          </span>
        )}
      </div>
      {machine ? <Sample machine={machine} /> : <p class="q">No sample has been taken yet.</p>}
      {servers.length > 0 && (
        <>
          <h3>Watched, last 30 days</h3>
          <ul class="watched">
            {servers.map((server) => (
              <li key={server.name}>
                <OutsideText text={server.name} />
                <Meter share={server.watched} />
                <span>{formatShare(server.watched)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
