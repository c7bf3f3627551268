import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { MIGRATIONS } from "../../../src/store/migrations.ts";
import { startSqld } from "../../../test/support/sqld.ts";
import { run } from "../daemon/serving.ts";
import { expectSame, expectSays } from "../daemon/trial.ts";
import type { RemoteTrial, Setting } from "./stations.ts";

/** What becomes of a database that is killed while it is set up. */
export const beginningTrials: readonly RemoteTrial[] = [
  { title: "two machines set one database up that is killed meanwhile: it is whole, or empty (F36)", run: beginnings },
];

async function beginnings(setting: Setting): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-beginnings-"));
  let cut = 0;
  let round = 0;
  // How long a start takes differs from machine to machine: some of the kills must come in the middle of it.
  for (; round < 12 || (cut === 0 && round < 40); round++) {
    const sqld = await startSqld();
    const once = (machine: string) => {
      const file = join(folder, `${machine}.toml`);
      writeFileSync(file, configuration(sqld.url, join(folder, `${round}${machine}`), machine));
      return run([...setting.program, "once", "--quiet", "--config", file]);
    };
    const killing = Bun.sleep(20 + 600 * Math.random()).then(sqld.kill);
    const first = await Promise.all([once("a"), once("b")]);
    await killing;
    if (first.some(({ status }) => status === 3)) cut++;
    await sqld.restart();
    const { status, err } = await once("c");
    const reading = createClient({ url: sqld.url });
    const { rows } = await reading.execute("SELECT count(*) FROM migrations");
    reading.close();
    await sqld.stop();
    // 1: there is no status to be read.
    expectSame("afterwards", [status, rows[0]?.[0]], [1, MIGRATIONS.length]);
    expectSays("standard error", err, /Cannot read status file/);
  }
  rmSync(folder, { recursive: true });
  if (cut === 0) throw new Error("nothing was cut short");
  return `${cut} of ${round} times it went in the middle`;
}

function configuration(url: string, state: string, name: string): string {
  const places = [`db_url = "${url}"`, `db_file_location = "${state}"`, 'time_zone = "UTC"'];
  const reports = ["web_file_path = false", "text_file_path = false"];
  return [...places, ...reports, "[[server]]", `name = "${name}"`, 'input_file_name = "/nonexistent"'].join("\n");
}
