import * as v from "valibot";
import { databaseOptions, retentionOptions } from "./database.ts";
import { locationOptions } from "./location.ts";
import { logOptions, machineOptions, reportOptions } from "./report.ts";
import { sourceOptions } from "./source.ts";
import { webOptions } from "./web.ts";

/** Every top-level key, by subject, in the order of README and example. */
export const GROUPS = [
  { title: "OpenVPN's status", options: sourceOptions },
  { title: "Database and days", options: databaseOptions },
  { title: "Cleaning", options: retentionOptions },
  { title: "Reports", options: reportOptions },
  { title: "Web page", options: webOptions },
  { title: "Locations", options: locationOptions },
  { title: "Machine", options: machineOptions },
  { title: "Log", options: logOptions },
] as const;

export const topLevel = v.strictObject({
  ...sourceOptions.entries,
  ...databaseOptions.entries,
  ...retentionOptions.entries,
  ...reportOptions.entries,
  ...webOptions.entries,
  ...locationOptions.entries,
  ...machineOptions.entries,
  ...logOptions.entries,
});

export type TopLevel = v.InferOutput<typeof topLevel>;
