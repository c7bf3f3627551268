import type { Speed } from "../account/speed.ts";
import { WORKS_AGAIN } from "../log.ts";
import { askIntroduction, askStatus } from "../source/management.ts";
import { placeText } from "../source/management-failure.ts";
import { type HeldManagement, holdManagement } from "../source/management-hold.ts";
import { converse, type ManagementOptions, type ManagementSocket } from "../source/management-socket.ts";
import { SourceError, type SourceErrorKind } from "../source/source-error.ts";
import type { StatusReading } from "../source/status-file.ts";
import type { Read, SourceTools, StatusSource, Unread } from "./status-source.ts";

export interface ManagementSourceOptions
  extends Pick<ManagementOptions, "place" | "password" | "deadlineMilliseconds"> {
  /** The server's name. */
  readonly name: string;
  /** The connection is kept from one reading to the next. */
  readonly hold: boolean;
  /** What is read while the management interface cannot be asked. */
  readonly fallback: StatusSource | undefined;
}

/** A status that is asked for. */
export interface ManagementSource extends StatusSource {
  /** By client id, what flows at the moment; nothing unless the connection is held. */
  liveRates(): ReadonlyMap<number, Speed>;
  close(): Promise<void>;
}

/** How long it is left alone after a failure: where asking costs seconds, longer each time; a wrong password is no haste. */
const FIRST_PAUSE_MILLISECONDS = 30_000;
const LONGEST_PAUSE_MILLISECONDS = 300_000;

const NO_HASTE: ReadonlySet<SourceErrorKind> = new Set(["password", "logins"]);
const COSTLY: ReadonlySet<SourceErrorKind> = new Set(["busy", "silent"]);

/** What keeps a management interface from being asked. */
interface Trouble {
  readonly failure: SourceError;
  /** How often in a row; by the monotonic clock, how long nobody asks again. */
  readonly count: number;
  readonly until: number;
}

/** A server's management interface; where it cannot be asked, `fallback`. */
export function managementSource(options: ManagementSourceOptions): ManagementSource {
  const { name, place, hold, fallback } = options;
  const source = placeText(place);
  let held: HeldManagement | undefined;
  let trouble: Trouble | undefined;
  let introducedOf: number | undefined;
  let isOffloaded = false;

  async function ask(tools: SourceTools): Promise<StatusReading> {
    if (!hold) return await converse(options, (socket) => askOnce(socket, tools));
    if (!held || held.socket.isClosed) held = await holdManagement(options, tools.clock.monotonic);
    const { socket, rates } = held;
    const reading = await socket.converse(() => askOnce(socket, tools));
    isOffloaded = reading.text.dcoEnabled ?? false;
    rates.keepOnly(reading.text.clients.flatMap(({ clientId }) => clientId ?? []));
    return reading;
  }

  async function askOnce(socket: ManagementSocket, tools: SourceTools): Promise<StatusReading> {
    const reading = await askStatus(socket, tools.now);
    if (introducedOf === undefined || introducedOf !== reading.upSince) await introduce(socket, reading, tools);
    introducedOf = reading.upSince ?? 0;
    return reading;
  }

  async function introduce(socket: ManagementSocket, { upSince }: StatusReading, { log }: SourceTools): Promise<void> {
    const { version: openvpn, load } = await askIntroduction(socket);
    const { clients, bytesReceived: received, bytesSent: sent } = load ?? {};
    const fields = { server: name, source, openvpn, up_since: upSince, clients, received, sent };
    log.info("OpenVPN answers at its management interface", fields);
  }

  return {
    async read(tools) {
      const now = tools.clock.monotonic();
      if (trouble && now < trouble.until) return await instead(options, trouble.failure, tools);
      try {
        const reading = await ask(tools);
        if (trouble) tools.log.info(WORKS_AGAIN, { server: name, source });
        trouble = undefined;
        return { source, reading };
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        if (fallback && trouble?.failure.kind !== error.kind)
          tools.log.warn(`${error.message}; meanwhile its status file is read`, { server: name });
        trouble = troubleOf(error, trouble, tools.clock.monotonic());
        return await instead(options, error, tools);
      }
    },
    // What the kernel moves OpenVPN 2.6 leaves out of its events (#820, #876); its status has it.
    liveRates: () => (held && !held.socket.isClosed && !isOffloaded ? held.rates.rates() : new Map()),
    async close() {
      await held?.socket.close();
    },
  };
}

function troubleOf(failure: SourceError, before: Trouble | undefined, now: number): Trouble {
  const { kind } = failure;
  const count = before?.failure.kind === kind ? before.count + 1 : 1;
  const longer = Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** (count - 1));
  const pause = NO_HASTE.has(kind) ? LONGEST_PAUSE_MILLISECONDS : COSTLY.has(kind) ? longer : 0;
  return { failure, count, until: now + pause };
}

/** What is read instead of a management interface that failed so. */
async function instead(
  { place, fallback }: ManagementSourceOptions,
  failure: SourceError,
  tools: SourceTools,
): Promise<Read | Unread> {
  const source = placeText(place);
  if (!fallback) {
    const advice = "name its status file (input_file_name) to have it read meanwhile";
    return { source, failure: new SourceError(failure.kind, `${failure.message}; ${advice}`, { cause: failure }) };
  }
  const read = await fallback.read(tools);
  if ("reading" in read) return { ...read, reading: { ...read.reading, isSubstitute: true } };
  if (read.failure.kind === "torn") return read;
  const both = `${failure.message}; and instead: ${read.failure.message}`;
  return { source, failure: new SourceError(failure.kind, both, { cause: failure }) };
}
