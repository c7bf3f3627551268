import type { Frame } from "../report/frame.ts";
import { trouble } from "./json.ts";
import { array, type Member, number, text } from "./json-text.ts";

/** What the JSON of a page begins with. */
export function frameMembers(frame: Frame): Record<string, Member> {
  return {
    version: text(frame.version),
    demonstration: String(frame.demonstration),
    written_at: number(frame.writtenAt),
    time_zone: text(frame.timeZone),
    private_names: String(frame.privateNames),
    troubles: array("  ", frame.troubles, trouble),
  };
}
