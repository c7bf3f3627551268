import { type Choice, pairwise } from "./pairs.ts";

/** One life of a server, its clients and ovpnstats beside it. */
export interface Scenario {
  readonly title: string;
  readonly transport: "udp4" | "udp6" | "tcp4" | "tcp6";
  readonly statusVersion: 1 | 2 | 3;
  /** Seconds between two writes of the status, and between two polls. */
  readonly every: 1 | 5 | 60;
  readonly program: "once" | "serve";
  /** Whether OpenVPN's management interface is asked instead of reading the file, and whether `serve` holds it. */
  readonly management: "none" | "asked" | "held";
  /** What OpenVPN calls at the end of each connection: the script of `ovpnstats hook install`, or `ovpnstats hook`. */
  readonly hooks: "none" | "script" | "program";
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
const MANAGEMENT = ["none", "asked", "held"] as const;
const HOOKS = ["script", "none", "program"] as const;
const NO_YES = [false, true] as const;

const DIMENSIONS = [
  ...[TRANSPORTS, SERVER_ENDS, STATUS_VERSIONS, CADENCES, MANAGEMENT],
  ...[PROGRAMS, HOOKS, NO_YES, NO_YES],
];

/** Every two values of two dimensions meet in one of them; those that last longest come first. */
export const SCENARIOS: readonly Scenario[] = pairwise(DIMENSIONS.map(({ length }) => length))
  .map(scenarioOf)
  .sort((a, b) => b.every - a.every);

function scenarioOf(choice: Choice): Scenario {
  const [transport = 0, end = 0, version = 0, cadence = 0, management = 0, program = 0, hooks = 0, ...last] = choice;
  const [duplicate = 0, killed = 0] = last;
  return titled({
    transport: TRANSPORTS[transport] ?? "udp4",
    serverEnd: SERVER_ENDS[end] ?? "SIGTERM",
    statusVersion: STATUS_VERSIONS[version] ?? 3,
    every: CADENCES[cadence] ?? 1,
    management: MANAGEMENT[management] ?? "none",
    program: PROGRAMS[program] ?? "once",
    hooks: HOOKS[hooks] ?? "none",
    duplicateCn: NO_YES[duplicate] ?? false,
    killed: NO_YES[killed] ?? false,
  });
}

function titled(scenario: Omit<Scenario, "title">): Scenario {
  const { transport, statusVersion, every, management, program, hooks, serverEnd, duplicateCn, killed } = scenario;
  const words = [
    transport,
    `status version ${statusVersion}`,
    `every ${every} s`,
    `${program}${killed ? " killed at random" : ""}`,
    ...(management === "none" ? [] : [`management ${management}`]),
    ...(hooks === "none" ? [] : [`hook ${hooks}`]),
    `${serverEnd} to the server`,
    ...(duplicateCn ? ["duplicate-cn"] : []),
  ];
  return { title: words.join(", "), ...scenario };
}
