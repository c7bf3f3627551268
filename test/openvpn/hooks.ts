import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Watch } from "./ovpnstats.ts";
import type { Scenario } from "./scenario.ts";

/** How OpenVPN tells ovpnstats of the end of each connection. */
export interface Hooks {
  readonly spool: string;
  /** What OpenVPN calls. */
  readonly command: readonly string[];
  /** Whether OpenVPN gives up its rights first. Then it could not begin anew in place: it must end, and be started. */
  readonly asNobody: boolean;
  /** Has ovpnstats make the spool, and its script. */
  readonly install: (watch: Watch) => Promise<void>;
  /** What still waits in the spool, or was refused. */
  readonly left: () => readonly string[];
}

/** What a scenario wants of hooks; undefined: nothing. */
export function hooksFor(
  { hooks, serverEnd }: Scenario,
  { folder, program }: { readonly folder: string; readonly program: string },
): Hooks | undefined {
  if (hooks === "none") return undefined;
  const spool = join(folder, "spool");
  const script = join(folder, "hook.sh");
  const asNobody = serverEnd === "SIGTERM" || serverEnd === "SIGKILL";
  const user = asNobody ? "nobody:nogroup" : "root";
  return {
    spool,
    command: hooks === "script" ? [script] : [program, "hook", "--spool", spool],
    asNobody,
    install: async (watch) => {
      const { status, err } = await watch.run("hook", "install", "--openvpn-user", user, "--script", script);
      if (status !== 0) throw new Error(`hook install: exit status ${status}: ${err}`);
    },
    left: () => readdirSync(spool, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".hook")),
  };
}
