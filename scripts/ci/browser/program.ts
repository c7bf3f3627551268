import { start } from "../../../test/support/process.ts";

/** A running `ovpnstats serve`. */
export interface Served {
  /** Without a slash at its end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts `serve` on a port of its own and waits until it says where the report is. */
export async function serve(program: string, flags: readonly string[]): Promise<Served> {
  const { child, ended } = start([program, "serve", "--listen", "127.0.0.1:0", ...flags]);
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (text: string) => {
      said += text;
      const address = /^The report is at (http:\S+)$/m.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    ended.then(({ status, err }) => reject(new Error(`serve ended with status ${status}: ${err}`)), reject);
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { url, stop };
}
