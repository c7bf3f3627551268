import * as v from "valibot";
import { UNIT_SYSTEMS } from "../report/byte-units.ts";
import { ADDRESS_DETAILS } from "../report/shown-address.ts";
import { LANGUAGES } from "../words/languages.ts";
import { key } from "./key.ts";
import { daysOrSwitch, interval, oneOf, path, pathOrNone, yesOrNo } from "./kinds.ts";

export const reportOptions = v.strictObject({
  web_file_path: key(
    pathOrNone,
    undefined,
    "The HTML report's file; open to all (mode 0644) unless it lies beside the database (0640)",
    {
      otherwise: "vpn.html beside the database",
      sample: "/var/www/html/vpn.html",
    },
  ),
  web_file_pages: key(
    yesOrNo,
    false,
    "Whether beside web_file_path a directory of its name (without .html) holds all pages as files, linked with each other; what lies there of others stays as it is",
  ),
  text_file_path: key(pathOrNone, undefined, "The text report's file, with the same mode", {
    otherwise: "vpn.txt beside the database",
    sample: "/var/www/html/vpn.txt",
  }),
  output_file_write_interval: key(interval("1s", "20 days"), "69s", "How often `serve` writes the two files"),
  language: key(oneOf(...LANGUAGES), "en", "The language of reports, unless a reader chooses another"),
  units: key(oneOf(...UNIT_SYSTEMS), "si", "Whether 1 GB is 1,000,000,000 bytes (si), or GiB are shown (iec)"),
  enable_full_user_name_in_web: key(yesOrNo, true, "Whether reports show whole names, or first letters only"),
  ip_in_web: key(
    oneOf(...ADDRESS_DETAILS),
    "full",
    "Whether reports show the real addresses of users whole, their networks only, or not at all",
  ),
  enable_full_user_name_in_file: key(
    yesOrNo,
    undefined,
    "The same of the two written files alone: they may lie where others read them",
    { otherwise: "as enable_full_user_name_in_web", sample: false },
  ),
  ip_in_file: key(oneOf(...ADDRESS_DETAILS), undefined, "The same as ip_in_web, of the two written files alone", {
    otherwise: "as ip_in_web",
    sample: "none",
  }),
  ip_information_shown_in_web: key(daysOrSwitch(7, 3650), 7, "Of how many days the report shows locations"),
  enable_provider_in_web: key(yesOrNo, true, "Whether the report shows the providers of users' addresses"),
});

export const machineOptions = v.strictObject({
  sys_update_interval: key(interval("1s", "20 days"), "10 min", "How often `serve` samples the machine"),
  disk_to_monitor: key(path, "/", "A path on the disk whose usage is reported, as for df"),
});

export const logOptions = v.strictObject({
  log_level: key(oneOf("error", "warn", "info", "debug"), "info", "The least important events that are logged"),
  log_format: key(oneOf("text", "json"), "text", "One line of text an event, or one JSON object"),
});
