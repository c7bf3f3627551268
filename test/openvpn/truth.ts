import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Counters } from "../../src/model.ts";

/** What OpenVPN itself said of a connection. */
export interface Final extends Counters {
  readonly commonName: string;
  /** Seconds since 1970 UTC. */
  readonly connectedSince: number;
}

/**
 * OpenVPN's hook for disconnects, in which it tells the final figures: notes them, and then is the hook under trial,
 * where one is given. It has OpenVPN's own environment only, so no PATH.
 */
const HOOK = `#!/bin/sh
# FILE [COMMAND...]
file=$1
shift
printf '%s\\t%s\\t%s\\t%s\\n' "$time_unix" "$bytes_received" "$bytes_sent" "$common_name" >> "$file"
[ -n "$1" ] || exit 0
exec "$@"
`;

/** Writes that hook into a folder; `line` is what OpenVPN's configuration calls, \`finals\` what it noted so far. */
export function createTruth(folder: string) {
  const hook = join(folder, "truth");
  const noted = join(folder, "finals");
  writeFileSync(hook, HOOK, { mode: 0o755 });
  writeFileSync(noted, "");
  // OpenVPN may have given up its rights.
  chmodSync(noted, 0o666);
  return {
    line: (command: readonly string[] = []) => `client-disconnect "${[hook, noted, ...command].join(" ")}"`,
    finals: () => finalsOf(readFileSync(noted, "utf8")),
  };
}

/** The lines that the hook notes. */
export function finalsOf(text: string): readonly Final[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [since = "", received = "", sent = "", ...name] = line.split("\t");
      return {
        commonName: name.join("\t"),
        connectedSince: Number(since),
        bytesReceived: BigInt(received),
        bytesSent: BigInt(sent),
      };
    });
}

/** Authenticated connections in a status of any version, read with nothing of ours; the server's zone must be UTC. */
export function rowsOfStatus(text: string): readonly Final[] {
  const version1 = text.startsWith("OpenVPN CLIENT LIST");
  const pattern = version1
    ? /^(?<name>.*),[^,]*,(?<received>\d+),(?<sent>\d+),(?<since>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)$/gm
    : /^CLIENT_LIST[,\t](?<name>.*)[,\t][^,\t]*[,\t][\d.]+[,\t][^,\t]*[,\t](?<received>\d+)[,\t](?<sent>\d+)[,\t][^,\t]*[,\t](?<since>\d+)[,\t]/gm;
  return [...text.matchAll(pattern)]
    .map(({ groups: { name = "", received = "", sent = "", since = "" } = {} }) => ({
      commonName: name,
      connectedSince: version1 ? Date.parse(`${since.replace(" ", "T")}Z`) / 1000 : Number(since),
      bytesReceived: BigInt(received),
      bytesSent: BigInt(sent),
    }))
    .filter(({ commonName }) => commonName !== "UNDEF");
}
