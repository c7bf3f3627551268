/** @jsxImportSource preact */

import { happeningsOf } from "../../src/report/happenings.ts";
import type { MachineReport, ServerHistory } from "../../src/report/machine-history.ts";
import { type LaneMark, type ServerLane, serverLanes } from "../../src/report/server-lanes.ts";
import { visible } from "../../src/report/visible.ts";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";
import { Wider } from "./wider.tsx";

function Mark({ mark }: { readonly mark: LaneMark }) {
  const { kind, left, width, text } = mark;
  return (
    <g>
      <title>{text}</title>
      {kind === "restart" ? (
        <rect class="restart" x={left} width="3" height="20" />
      ) : (
        <rect class={kind} x={left} width={width} y="4" height="12" />
      )}
    </g>
  );
}

function Lane({ lane, name }: { readonly lane: ServerLane; readonly name: string }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: the server's name is its title
    <svg class="lane" width="100%" height="20" role="img" aria-labelledby={name}>
      <rect class="watched-lane" width={lane.length} y="4" height="12" rx="2" />
      {lane.marks.map((mark, index) => (
        <Mark key={index} mark={mark} />
      ))}
    </svg>
  );
}

/** Each server's state, and its time as a strip: news, outages, restarts. */
export function ServersTable({ report }: { readonly report: MachineReport }) {
  const { servers, writtenAt, locale } = report;
  const { machinePage: words, servers: states, text } = locale.words;
  const lanes = serverLanes(report, writtenAt, locale);
  const state = ({ state: is }: ServerHistory) => (
    <span class={is === "up" ? "state" : `state ${is}`}>{is === "up" ? text.states.up : text.states[is]}</span>
  );
  return (
    <ul class="lanes" aria-label={states.heading}>
      {servers.map((server, index) => (
        <li key={server.name}>
          <p>
            <b id={`server-${index}`}>
              <OutsideText text={server.name} />
            </b>{" "}
            {state(server)}
            <span class="q">{factsOf(server, report)}</span>
          </p>
          {lanes[index] && <Lane lane={lanes[index]} name={`server-${index}`} />}
          <p class="share">
            {server.watched === undefined ? words.untold : locale.share(server.watched)} <small>{words.watched}</small>
          </p>
        </li>
      ))}
    </ul>
  );
}

function factsOf({ version, upSince, dco }: ServerHistory, { writtenAt, locale }: MachineReport): string {
  const { machinePage: words } = locale.words;
  const facts = [
    version === undefined ? undefined : `${words.version} ${visible(version)}`,
    upSince === undefined ? undefined : `${words.upSince} ${locale.seen(upSince, writtenAt)}`,
    dco === undefined ? undefined : `${words.offload}: ${dco ? words.yes : words.no}`,
  ];
  return facts.filter((fact) => fact !== undefined).join(" · ");
}

/** What befell the servers, the latest first. */
export function Happenings({ report }: { readonly report: MachineReport }) {
  const { servers, writtenAt, locale } = report;
  const { machinePage: words } = locale.words;
  const happenings = happeningsOf(servers, writtenAt, locale);
  if (happenings.length === 0) return <p class="q">{words.nothingHappened}</p>;
  return (
    <Wider label={words.happened}>
      <table class="plain happenings">
        <caption class="vh">{words.happened}</caption>
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.server}</th>
            <th scope="col">{words.what}</th>
          </tr>
        </thead>
        <tbody>
          {happenings.map(({ at, server, text }, index) => (
            <tr key={index}>
              <th scope="row">
                <Instant at={at} text={locale.dayClock(at)} />
              </th>
              <td>
                <OutsideText text={server} />
              </td>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wider>
  );
}
