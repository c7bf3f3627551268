import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "./file-failure.ts";

/** A user and a group of the system, with the words they were told by. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Where the system keeps what is asked for here. */
export interface SystemFiles {
  readonly configurations: readonly string[];
  readonly passwd: string;
  readonly group: string;
}

const SYSTEM_FILES: SystemFiles = {
  configurations: ["/etc/openvpn/server", "/etc/openvpn"],
  passwd: "/etc/passwd",
  group: "/etc/group",
};

/** As whom the OpenVPN servers configured on this machine run: their `user` and `group`, each once; root where they name none. */
export function configuredUsers(files: SystemFiles = SYSTEM_FILES): readonly string[] {
  const configurations = files.configurations.flatMap((directory) => {
    const names = listed(directory).filter((name) => name.endsWith(".conf"));
    return names.map((name) => directives(readFileSync(join(directory, name), "latin1")));
  });
  const servers = configurations.filter((words) => words.some(([first]) => isOfServer(first)));
  const users = servers.map((words) => {
    const said = (name: string) => words.findLast(([first]) => first === name)?.[1] ?? "root";
    return `${said("user")}:${said("group")}`;
  });
  return [...new Set(users)].sort();
}

/** The user that USER or USER:GROUP names, by names or numbers; undefined where the system knows no such user or group. */
export function findUser(text: string, files: SystemFiles = SYSTEM_FILES): SystemUser | undefined {
  const [user = "", group, ...surplus] = text.split(":");
  if (surplus.length > 0) return undefined;
  const entry = entryOf(files.passwd, user);
  const uid = numberOf(entry?.[2] ?? user);
  const gid = numberOf(group === undefined ? entry?.[3] : (entryOf(files.group, group)?.[2] ?? group));
  return uid === undefined || gid === undefined ? undefined : { name: text, uid, gid };
}

function listed(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** The words of each line; what stands inline between tags looks like none of these directives. */
function directives(text: string): readonly (readonly string[])[] {
  return text.split("\n").map((line) =>
    line
      .replace(/[#;].*/, "")
      .trim()
      .split(/\s+/),
  );
}

function isOfServer(directive: string | undefined): boolean {
  return directive === "server" || directive === "server-bridge" || directive === "server-ipv6" || directive === "mode";
}

/** The fields of a line of /etc/passwd or /etc/group, by its name. */
function entryOf(path: string, name: string): readonly string[] | undefined {
  const lines = readFileSync(path, "latin1").split("\n");
  return lines.map((line) => line.split(":")).find(([first]) => first === name && name !== "");
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
