import { type Config, loadConfig } from "../../src/config.ts";

/** The configuration of a daemon that keeps all in a directory and listens on any port, with these variables besides. */
export async function serveConfig(
  directory: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Config> {
  const env = { STATE_DIRECTORY: directory, OVPNSTATS_WEB_LISTEN: "127.0.0.1:0", ...variables };
  const { config } = await loadConfig({
    file: undefined,
    flags: [],
    problems: [],
    surroundings: { env, uid: process.getuid?.(), systemZone: () => "Europe/Vienna" },
    cwd: directory,
    readFile: async () => {
      throw Object.assign(new Error("there is no file"), { code: "ENOENT" });
    },
    realPath: (path) => path,
  });
  return config;
}
