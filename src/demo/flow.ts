import type { Counters, UnixSeconds } from "../model.ts";

/** One direction of a connection: bytes that every connection costs, then so many a second on average. */
interface Stream {
  readonly handshake: number;
  readonly perSecond: number;
}

/** A rise and fall of what a connection moves, around its average. */
export interface Wave {
  /** Seconds from one crest to the next. */
  readonly period: number;
  /** Of the average; those of all waves together must be under 1, so that nothing ever flows back. */
  readonly swing: number;
  /** An instant of a crest. */
  readonly crest: UnixSeconds;
}

/** All that decides what a connection has moved at any instant. */
export interface Flow {
  readonly since: UnixSeconds;
  readonly received: Stream;
  readonly sent: Stream;
  readonly waves: readonly Wave[];
}

/** The counters of a connection at an instant: exact, the same whenever asked, and never falling. */
export function countersOf({ since, received, sent, waves }: Flow, at: UnixSeconds): Counters {
  let seconds = at - since;
  for (const { period, swing, crest } of waves) {
    const turn = (2 * Math.PI) / period;
    seconds += (swing / turn) * (Math.sin((at - crest) * turn) - Math.sin((since - crest) * turn));
  }
  return {
    bytesReceived: BigInt(received.handshake + Math.floor(received.perSecond * seconds)),
    bytesSent: BigInt(sent.handshake + Math.floor(sent.perSecond * seconds)),
  };
}
