import { type Mmdb, openMmdb } from "../../src/geo/mmdb.ts";
import { mmdbFile } from "../support/mmdb.ts";
import { quickest } from "../support/quickest.ts";

/** No look-up may take longer. */
export const MOST_MILLISECONDS = 50;

const HOSTS = ["80.1.2.3", "81.1.2.3", "2a00:1450:4001::1", "2a01::1"];

const WHOLE = mmdbFile({
  "80.0.0.0/8": {
    city: { names: { en: "Vienna", de: "Wien" } },
    subdivisions: [{ names: { en: "Vienna State" } }],
    country: { iso_code: "AT" },
  },
  "81.0.0.0/9": { autonomous_system_number: 15169, autonomous_system_organization: "Google LLC" },
  "2a00:1450::/32": { country_code: "IE", city: "Dublin" },
});

/** Damages a file in one to four places, `files` times, and looks addresses up in each that is still accepted. */
export async function lookUpDamaged({ seed, files }: { seed: number; files: number }) {
  const random = randomFrom(seed);
  const seen = { slowest: 0, refused: 0, answers: 0, errors: 0 };
  for (let file = 0; file < files; file++) {
    const database = opened(damaged(random));
    if (database === undefined) seen.refused++;
    else for (const host of HOSTS) await lookUp(database, host, seen);
  }
  return seen;
}

function damaged(random: (below: number) => number): Buffer {
  const bytes = Buffer.from(WHOLE);
  for (let places = 1 + random(4); places > 0; places--) {
    const [at, kind] = [random(bytes.length), random(8)];
    if (kind === 0) return bytes.subarray(0, at);
    if (kind === 1) bytes.copyWithin(at, random(bytes.length), bytes.length);
    else if (kind < 5) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    else bytes[at] = [0, 0x1f, 0x20, 0x7f, 0xff, 0xe1, random(256)][random(7)] ?? 0;
  }
  return bytes;
}

function opened(bytes: Buffer): Mmdb | undefined {
  try {
    return openMmdb(bytes);
  } catch {
    return undefined;
  }
}

interface Seen {
  slowest: number;
  answers: number;
  errors: number;
}

async function lookUp(database: Mmdb, host: string, seen: Seen): Promise<void> {
  let answer: unknown;
  const milliseconds = await quickest(MOST_MILLISECONDS, () => {
    try {
      answer = database.find(host);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      answer = error;
    }
  });
  if (answer instanceof Error) seen.errors++;
  else if (answer) seen.answers++;
  seen.slowest = Math.max(seen.slowest, milliseconds);
}

/** A number from 0 to below, the same ones for the same seed (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
