import { askIpinfo, IpinfoError, type IpinfoOptions } from "./ipinfo.ts";
import type { Complain } from "./mmdb-file.ts";
import type { Pause, Place } from "./place.ts";

/** Time, in milliseconds. */
export interface Clock {
  /** Since 1970. */
  now(): number;
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface PaceOptions extends IpinfoOptions {
  readonly clock: Clock;
  readonly complain: Complain;
  readonly pause: Pause;
}

/** ipinfo.io, asked no more than is polite. */
export interface PacedIpinfo {
  /** Begins a run: requests are counted from none. */
  begin(): void;
  /** `later`: it could not be asked, or gave no answer. Never throws. */
  ask(host: string): Promise<Place | undefined | "later">;
}

/** Of one run: `once` is to be over soon, and a free account has some 70 requests an hour. */
const MOST_REQUESTS = 50;
const MOST_MILLISECONDS = 10_000;
const GAP_MILLISECONDS = 100;

/** After a failure; doubled by each that follows. */
const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 86_400;

export function pacedIpinfo({ clock, complain, pause, ...ipinfo }: PaceOptions): PacedIpinfo {
  let requests = 0;
  let startedAt = clock.monotonic();
  const seconds = () => clock.now() / 1000;
  return {
    begin() {
      requests = 0;
      startedAt = clock.monotonic();
    },
    async ask(host) {
      const isPaused = seconds() < pause.until && pause.until - seconds() <= LONGEST_PAUSE_SECONDS;
      const isOver = requests >= MOST_REQUESTS || clock.monotonic() - startedAt > MOST_MILLISECONDS;
      if (isPaused || isOver) return "later";
      if (requests++ > 0) await clock.sleep(GAP_MILLISECONDS);
      try {
        const place = await askIpinfo(host, ipinfo);
        pause.failures = 0;
        return place;
      } catch (error) {
        if (!(error instanceof IpinfoError)) throw error;
        pause.failures++;
        const length = pauseLength(error.retryAfter, pause.failures, seconds());
        pause.until = Math.floor(seconds() + length);
        complain(`${error.message}; it is left alone for ${Math.ceil(length)} s`);
        return "later";
      }
    },
  };
}

/** What the provider asks for, if it is more than our own measure; a day at most. */
function pauseLength(retryAfter: string | undefined, failures: number, now: number): number {
  const own = FIRST_PAUSE_SECONDS * 2 ** Math.min(failures - 1, 20);
  return Math.min(Math.max(own, asked(retryAfter, now)), LONGEST_PAUSE_SECONDS);
}

/** Retry-After of RFC 9110: seconds, or a date; 0 where it is neither. */
function asked(retryAfter: string | undefined, now: number): number {
  if (retryAfter === undefined) return 0;
  const seconds = /^\d{1,10}$/.test(retryAfter) ? Number(retryAfter) : Date.parse(retryAfter) / 1000 - now;
  return Number.isFinite(seconds) ? seconds : 0;
}
