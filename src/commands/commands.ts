import type { Command } from "./command.ts";

/** A command by name, loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const COMMANDS: readonly CommandEntry[] = [
  { name: "serve", summary: "run as a daemon, with the report as a web page", load: () => import("./serve.ts") },
  { name: "once", summary: "read, account and write the reports, once; for cron", load: () => import("./once.ts") },
  { name: "check", summary: "work the books out anew and print what differs", load: () => import("./check.ts") },
  { name: "report", summary: "print the report without reading anything new", load: () => import("./report.ts") },
  { name: "export", summary: "print everything that is held about a user", load: () => import("./export.ts") },
  {
    name: "forget",
    summary: "make a user nobody: bytes stay counted, name and addresses go",
    load: () => import("./forget.ts"),
  },
  {
    name: "config",
    summary: "check or show the configuration, or print an example",
    load: () => import("./config.ts"),
  },
  {
    name: "kick",
    summary: "disconnect a user, through OpenVPN's management interface",
    load: () => import("./kick.ts"),
  },
  { name: "hook", summary: "make totals exact: install OpenVPN's hook", load: () => import("./hook.ts") },
  { name: "systemd", summary: "print the unit that runs serve under systemd", load: () => import("./systemd.ts") },
];
