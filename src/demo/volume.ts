import type { UnixSeconds } from "../model.ts";
import { chance } from "./chance.ts";
import type { Day } from "./days.ts";
import type { Device } from "./devices.ts";
import type { Flow, Wave } from "./flow.ts";
import type { Fate } from "./presence.ts";

const MEGABYTES_AN_HOUR = 1e6 / 3600;
const YEAR_DAYS = 365;
/** How much of today's traffic there was a year ago, from as many users. */
const AT_FIRST = 0.72;

/** Lines that were up by day only had as much to move in fewer hours. */
const BY_DAY_ONLY = 2.2;

const LUCK = { volume: 31, handshake: 32, crest: 33 } as const;

/** What a device's connection that begins at an instant of a day moves. */
export function flowOf(device: Device, since: UnixSeconds, day: Day, fate: Fate): Flow {
  const luck = (use: number) => chance(fate.seed, device.number, since, use);
  const volume = MEGABYTES_AN_HOUR * volumeOf(device, day, fate);
  const handshake = 3_000 + Math.floor(luck(LUCK.handshake) * 2_500);
  return {
    since,
    received: { handshake, perSecond: device.megabytesReceived * volume * (0.8 + luck(LUCK.volume) * 0.4) },
    sent: { handshake: handshake + 800, perSecond: device.megabytesSent * volume },
    waves: wavesOf(device, day, luck),
  };
}

/** Some days are busier than others, weekends less so where nobody is in the office, and the company grows. */
function volumeOf({ number, habit }: Device, day: Day, { seed, beginning, history }: Fate): number {
  const luck = chance(seed, number, day.number, LUCK.volume);
  const busy = 0.6 + luck * 0.75 + (luck > 0.95 ? 1.3 : 0);
  const office = habit.kind === "stays" ? (day.weekday > 5 ? 0.55 : 0.4 + 0.6 * day.liveliness) : 1;
  const dayOnly = habit.kind === "stays" && history.isSparse(day.start) ? BY_DAY_ONLY : 1;
  const age = Math.min(1, Math.max(0, (beginning.number - day.number) / YEAR_DAYS));
  return busy * office * dayOnly * (1 - (1 - AT_FIRST) * age);
}

function wavesOf({ habit }: Device, day: Day, luck: (use: number) => number): Wave[] {
  const crest = day.start + Math.floor(luck(LUCK.crest) * 7200);
  if (habit.kind !== "stays")
    return [
      { period: 5_000 + luck(LUCK.crest) * 1_500, swing: 0.4, crest },
      { period: 620 + luck(LUCK.handshake) * 300, swing: 0.35, crest },
      { period: 83, swing: 0.15, crest },
    ];
  return [
    { period: 86_400, swing: habit.swing, crest: day.start + habit.busiestHour * 3600 },
    { period: 2_500 + luck(LUCK.crest) * 900, swing: 0.2, crest },
    { period: 410 + luck(LUCK.handshake) * 100, swing: 0.15, crest },
  ];
}
