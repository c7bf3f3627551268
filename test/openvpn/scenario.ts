import { pairwise } from "./pairs.ts";

/** One life of a server, its clients and ovpnstats beside it. */
export interface Scenario {
  readonly title: string;
  readonly transport: "udp4" | "udp6" | "tcp4" | "tcp6";
  readonly statusVersion: 1 | 2 | 3;
  /** Seconds between two writes of the status, and between two polls. */
  readonly every: 1 | 5 | 60;
  readonly program: "once" | "serve";
  /** Whether OpenVPN tells of every connection's beginning and end. */
  readonly hooks: boolean;
  /** What the server meets while clients are connected; it runs again after each. */
  readonly serverEnd: "SIGUSR1" | "SIGHUP" | "SIGTERM" | "SIGKILL";
  readonly duplicateCn: boolean;
  /** Whether ovpnstats is killed at random moments. */
  readonly killed: boolean;
}

const TRANSPORTS = ["udp4", "tcp4", "udp6", "tcp6"] as const;
const STATUS_VERSIONS = [3, 1, 2] as const;
const CADENCES = [1, 5, 60] as const;
const PROGRAMS = ["serve", "once"] as const;
const SERVER_ENDS = ["SIGUSR1", "SIGKILL", "SIGHUP", "SIGTERM"] as const;
const HOOKS = [false] as const;
const NO_YES = [false, true] as const;

/** Every two values of two dimensions meet in one of them; those that last longest come first. */
export const SCENARIOS: readonly Scenario[] = pairwise(
  [TRANSPORTS, SERVER_ENDS, STATUS_VERSIONS, CADENCES, PROGRAMS, HOOKS, NO_YES, NO_YES].map(({ length }) => length),
)
  .map(([transport = 0, serverEnd = 0, version = 0, cadence = 0, program = 0, hooks = 0, duplicate = 0, killed = 0]) =>
    titled({
      transport: TRANSPORTS[transport] ?? "udp4",
      statusVersion: STATUS_VERSIONS[version] ?? 3,
      every: CADENCES[cadence] ?? 1,
      program: PROGRAMS[program] ?? "once",
      hooks: HOOKS[hooks] ?? false,
      serverEnd: SERVER_ENDS[serverEnd] ?? "SIGTERM",
      duplicateCn: NO_YES[duplicate] ?? false,
      killed: NO_YES[killed] ?? false,
    }),
  )
  .sort((a, b) => b.every - a.every);

function titled(scenario: Omit<Scenario, "title">): Scenario {
  const { transport, statusVersion, every, program, hooks, serverEnd, duplicateCn, killed } = scenario;
  const words = [
    transport,
    `status version ${statusVersion} every ${every} s`,
    `${program}${killed ? " killed at random" : ""}`,
    ...(hooks ? ["hooks"] : []),
    `${serverEnd} to the server`,
    ...(duplicateCn ? ["duplicate-cn"] : []),
  ];
  return { title: words.join(", "), ...scenario };
}
