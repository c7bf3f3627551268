import type { Counters } from "../../src/model.ts";

/** A client that the scenarios have, its name in them, and the common name of its certificate. */
export interface Part {
  readonly name: PartName;
  readonly commonName: string;
  /** The part whose certificate it has, where that is not its own. */
  readonly certificateOf?: PartName;
  /** The port that it always comes from, over UDP. */
  readonly port?: number;
}

/** Named after what happens to them. */
export const CAST = [
  { name: "stays", commonName: "stays" },
  { name: "reconnects", commonName: "Doe, Jane <b>" },
  { name: "vanishes", commonName: "zoë" },
  { name: "returns-from-its-port", commonName: "returns", port: 40_000 },
  { name: "hurries", commonName: "hurries" },
  { name: "roams", commonName: "roams" },
  { name: "is-taken-over", commonName: "taken" },
  { name: "takes-over", commonName: "taken", certificateOf: "is-taken-over" },
] as const;

export type PartName = (typeof CAST)[number]["name"];

/** Payload that one part moves in one go: never the same twice, so that nothing can be mistaken for anything else. */
export function payloadOf(part: PartName, go: number): Counters {
  const at = CAST.findIndex(({ name }) => name === part);
  return {
    bytesReceived: BigInt(100_000 + 37_003 * at + 1009 * go),
    bytesSent: BigInt(400_000 + 91_009 * at + 2003 * go),
  };
}
