import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const RECORDED = join(import.meta.dir, "sample-status.log");

/** A date and time as OpenVPN prints it for people, followed by the same instant as seconds since 1970. */
const INSTANT = /\t\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\t(\d+)/g;

/**
 * Writes into `directory` the recorded sample, as if OpenVPN had written it at `now` (seconds since 1970), and beside it
 * the configuration, whose path is answered, that reads it and keeps books and reports there as well.
 */
export function writeSample(directory: string, now: number): string {
  const path = (name: string) => join(directory, name);
  writeFileSync(path("status.log"), sampleStatus(now));
  utimesSync(path("status.log"), now, now);
  // JSON's strings are TOML's as well.
  const line = (key: string, value: string) => `${key} = ${JSON.stringify(value)}\n`;
  const config =
    line("db_file_location", directory) +
    line("web_file_path", path("vpn.html")) +
    line("text_file_path", path("vpn.txt")) +
    `[[server]]\n${line("name", "sample-data")}${line("input_file_name", path("status.log"))}`;
  writeFileSync(path("ovpnstats.toml"), config);
  return path("ovpnstats.toml");
}

/** The recorded sample with every instant moved by as much, so that it was taken at `now`. */
function sampleStatus(now: number): string {
  const text = readFileSync(RECORDED, "utf8");
  const takenAt = Number(/^TIME\t.*\t(\d+)$/m.exec(text)?.[1]);
  if (!Number.isSafeInteger(takenAt)) throw new Error(`Cannot move the sample ${RECORDED} to now: it has no TIME line`);
  return text.replace(INSTANT, (_, seconds: string) => {
    const moved = Number(seconds) - takenAt + now;
    return `\t${localTime(moved)}\t${moved}`;
  });
}

/** As OpenVPN prints it: without a zone, in the machine's own. */
function localTime(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const time = new Date(seconds * 1000);
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":")}`;
}
