import { visible } from "../report/visible.ts";

/** What the service manager (systemd) is told of us, as sd_notify(3) has it. Where there is none, nothing happens. */
export interface ServiceManager {
  /** All has been set up, or the configuration has been read again. */
  ready(): void;
  /** The configuration is being read again; `ready()` has to follow, whether it was taken or not. */
  reloading(): void;
  stopping(): void;
  /** One line for `systemctl status`. */
  status(text: string): void;
  /** We are alive: to be called every second, it is told when half of what the manager waits has passed. */
  watchdog(): void;
}

/** Where to tell it, and the clock in which it wants to hear of a reload. */
export interface Channel {
  /** Whether the datagram was taken. */
  send(text: string): boolean;
  /** CLOCK_MONOTONIC. */
  monotonicMicroseconds(): bigint;
}

export interface ServiceManagerOptions {
  /** What it sets in the environment of a service that it watches. */
  readonly WATCHDOG_USEC?: string | undefined;
  readonly WATCHDOG_PID?: string | undefined;
  /** Ours. */
  readonly pid: number;
  /** Takes what could not be told; not what is lost after it, until something is taken again. */
  readonly lost: (what: string) => void;
}

/** The service manager behind `channel`, or one that hears nothing. */
export function createServiceManager(channel: Channel | undefined, options: ServiceManagerOptions): ServiceManager {
  const interval = watchdogMicroseconds(options);
  let isHeard = true;
  let aliveAt: bigint | undefined;
  const tell = (...assignments: string[]) => {
    if (channel === undefined) return;
    const isTaken = channel.send(assignments.join("\n"));
    if (!isTaken && isHeard) options.lost(assignments.join(" "));
    isHeard = isTaken;
  };
  return {
    ready: () => tell("READY=1"),
    // Type=notify-reload takes it for the answer to its signal only with the time, which shows which was first.
    reloading: () => tell("RELOADING=1", `MONOTONIC_USEC=${channel?.monotonicMicroseconds()}`),
    stopping: () => tell("STOPPING=1"),
    // A line end in a server's name would begin an assignment of its own.
    status: (text) => tell(`STATUS=${visible(text)}`),
    watchdog() {
      if (channel === undefined || interval === undefined) return;
      const at = channel.monotonicMicroseconds();
      if (aliveAt !== undefined && at - aliveAt < interval) return;
      aliveAt = at;
      tell("WATCHDOG=1");
    },
  };
}

/** Half the time after which it takes us for hung, as sd_watchdog_enabled(3) has it; it may mean another process. */
function watchdogMicroseconds({ WATCHDOG_USEC = "", WATCHDOG_PID, pid }: ServiceManagerOptions): bigint | undefined {
  const isMeant = WATCHDOG_PID === undefined || WATCHDOG_PID === String(pid);
  return isMeant && /^[1-9]\d*$/.test(WATCHDOG_USEC) ? BigInt(WATCHDOG_USEC) / 2n : undefined;
}
