import type { UnixSeconds } from "../model.ts";
import { addSample } from "../store/machine.ts";
import type { Database } from "../store/open.ts";
import { chance } from "./chance.ts";

const EVERY_SECONDS = 600;
const SAMPLES = 143;

/** Fills in a day of samples of the machine, up to shortly before `now`. */
export async function fillMachine(database: Database, now: UnixSeconds): Promise<void> {
  for (let ago = SAMPLES; ago > 0; ago--) {
    const at = now - ago * EVERY_SECONDS;
    const luck = (use: number) => chance(at, use);
    const load = 0.15 + luck(1) * 0.5;
    await addSample(database, at, "/", {
      diskPercent: 41 + (SAMPLES - ago) / 100,
      memoryPercent: 33 + luck(2) * 6,
      load1: rounded(load * (0.6 + luck(3))),
      load5: rounded(load),
      load15: rounded(0.3 + luck(4) * 0.1),
      processes: 118 + Math.floor(luck(5) * 14),
    });
  }
}

function rounded(load: number): number {
  return Math.round(load * 100) / 100;
}
