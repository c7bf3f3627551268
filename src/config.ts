import * as v from "valibot";
import { findConfigFile, type ReadFile, type RealPath, readSecret, secretIn } from "./config/files.ts";
import { environmentSettings, type Flag, flagSettings } from "./config/flags.ts";
import { formatInterval } from "./config/interval.ts";
import { type TopLevel, topLevel } from "./config/keys.ts";
import { readManagement } from "./config/management-access.ts";
import { choosePeople } from "./config/people.ts";
import { chooseServers } from "./config/servers.ts";
import { choose } from "./config/setting.ts";
import {
  collisions,
  contradictions,
  filesInUse,
  type IsInUse,
  type ReportFile,
  type Settled as SettledPlaces,
  settle,
} from "./config/settle.ts";
import type { Effective } from "./config/show.ts";
import type { Server } from "./config/source.ts";
import type { Surroundings } from "./config/surroundings.ts";
import { readToml } from "./config/toml.ts";
import { readWeb, type Web, type WebKey } from "./config/web-access.ts";
import { AppError } from "./errors.ts";
import type { People } from "./report/people.ts";
import type { DatabaseLocation } from "./store/open.ts";

/** What the configuration comes from. */
export interface ConfigSources {
  /** The file that `--config` names. */
  readonly file: string | undefined;
  readonly flags: readonly Flag[];
  /** What is wrong with the command line otherwise: reported together with the rest. */
  readonly problems: readonly string[];
  readonly surroundings: Surroundings;
  readonly cwd: string;
  readonly readFile: ReadFile;
  readonly realPath: RealPath;
}

/** Keys whose value alone does not tell what is to be done. */
type Settled =
  | "time_zone"
  | "db_file_name"
  | "db_file_location"
  | "db_url"
  | "db_auth_token_file"
  | "ipinfo_token_file"
  | WebKey;

/** The configuration, checked and complete: the keys by their names, and what they amount to on this machine. */
export interface Config extends Readonly<Omit<TopLevel, Settled | keyof Server | "web_file_path" | "text_file_path">> {
  readonly time_zone: string;
  /** One at least. */
  readonly servers: readonly Server[];
  readonly people: People;
  readonly database: DatabaseLocation;
  /** Undefined also where ipinfo.io is not to be asked. */
  readonly ipinfoToken: string | undefined;
  /** Where files of ours lie, the local database among them. */
  readonly directory: string;
  readonly htmlFile: ReportFile | undefined;
  readonly textFile: ReportFile | undefined;
  /** For pages that are linked with each other; undefined: none are written. */
  readonly pagesDirectory: ReportFile | undefined;
  readonly web: Web;
}

/** A configuration, and what `config` has to say about it. */
export interface Loaded {
  readonly config: Config;
  readonly warnings: readonly string[];
  /** The file that was read. */
  readonly file: string | undefined;
  /** What no file that somebody names may be written over. */
  readonly isInUse: IsInUse;
  readonly effective: Effective;
}

/** Reads, checks and completes the configuration. Everything wrong with it is told at once, in one AppError. */
export async function loadConfig(sources: ConfigSources): Promise<Loaded> {
  const { surroundings, cwd } = sources;
  const { env } = surroundings;
  const file = await findConfigFile(sources.file, sources);
  const toml = file.content && (await readToml(file.content.path, file.content.text));
  const chosen = choose(topLevel.entries, [
    ...(toml?.settings ?? []),
    ...environmentSettings(env, cwd),
    ...flagSettings(sources.flags, cwd),
  ]);
  const servers = chooseServers(toml?.servers ?? [], chosen);
  const persons = choosePeople(toml?.people ?? []);
  const top = v.parse(topLevel, chosen.values);
  const settled = settle(top, surroundings, cwd);
  const { db_auth_token_file: tokenFile, ipinfo_token_file: ipinfoFile } = top;
  const wantsIpinfo = top.location_info === "ipinfo";
  const [token, ipinfo] = await Promise.all([
    readToken({ wanted: top.db_url !== undefined, variable: "OVPNSTATS_DB_AUTH_TOKEN", file: tokenFile }, sources),
    readToken({ wanted: wantsIpinfo, variable: "OVPNSTATS_IPINFO_TOKEN", file: ipinfoFile }, sources),
  ]);
  const { web, files: webFiles, openFiles, problems } = await readWeb(top, sources.readFile);
  const managed = await readManagement(
    servers.list.map(({ server }) => server),
    sources.readFile,
  );
  const otherFiles = [...webFiles, ...managed.files, ...(top.location_databases ?? [])];
  const ours = [file.content?.path, tokenFile, ipinfoFile, ...otherFiles];
  const isInUse = filesInUse(settled, servers.list, ours, sources.realPath);
  const clashes = collisions(settled, isInUse, chosen.places, sources.realPath);
  const against = contradictions(top, chosen.places);
  const parts = [
    sources,
    file,
    toml,
    chosen,
    servers,
    persons,
    settled,
    against,
    token,
    ipinfo,
    { problems },
    managed,
    clashes,
  ];
  refuse(parts.flatMap((part) => part?.problems ?? []));
  const { timeZone, directory, htmlFile, textFile, pagesDirectory } = settled;
  const database = locationOf(top, settled, token.content?.secret);
  const ipinfoToken = ipinfo.content?.secret;
  return {
    config: {
      ...top,
      time_zone: timeZone,
      servers: managed.servers,
      people: persons.people,
      database,
      ipinfoToken,
      directory,
      htmlFile,
      textFile,
      pagesDirectory,
      web,
    },
    warnings: [
      ...warningsOf(top, { token: token.content?.isOpen ?? false, ipinfo: ipinfo.content?.isOpen ?? false }),
      ...managed.warnings,
      ...[...openFiles, ...managed.openFiles].map(isOpenSecret),
    ],
    file: file.content?.path,
    isInUse,
    effective: {
      chosen,
      computed: settled.computed,
      people: toml?.people ?? [],
      blocks: toml?.servers.length ? servers.list.map((one) => one.chosen) : [],
    },
  };
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  throw new AppError("config", `Cannot use the configuration, nothing was started: ${count}\n${problems.join("\n")}`);
}

function locationOf(top: TopLevel, settled: SettledPlaces, authToken: string | undefined): DatabaseLocation {
  const { db_url: url, month_starts_on: monthStartsOn } = top;
  if (url === undefined) return { kind: "file", path: settled.databasePath };
  return { kind: "remote", url, authToken, zone: { timeZone: settled.timeZone, monthStartsOn } };
}

interface TokenPlaces {
  /** Whether there is a use for it. */
  readonly wanted: boolean;
  readonly variable: string;
  readonly file: string | undefined;
}

/** A token from the environment, else from its file. */
async function readToken(
  { wanted, variable, file }: TokenPlaces,
  { surroundings: { env }, readFile }: ConfigSources,
): ReturnType<typeof readSecret> {
  const none = { content: undefined, problems: [] };
  if (!wanted) return none;
  const given = env[variable];
  if (given) return secretIn(given, `environment ${variable}`);
  return file === undefined ? none : await readSecret(file, readFile);
}

/** What is allowed and yet probably not meant. */
function warningsOf(top: TopLevel, open: { readonly token: boolean; readonly ipinfo: boolean }): readonly string[] {
  const { ip_information_shown_in_web: shown, db_clean_how_many_days_keep_data: kept } = top;
  const addresses = top.retention_addresses ?? Number.POSITIVE_INFINITY;
  return [
    open.token && isOpenSecret(top.db_auth_token_file),
    open.ipinfo && isOpenSecret(top.ipinfo_token_file),
    top.ipinfo_token_file !== undefined &&
      top.location_info !== "ipinfo" &&
      'ipinfo_token_file is of no use without location_info = "ipinfo"',
    top.location_databases !== undefined &&
      top.location_info === false &&
      "location_databases is of no use with location_info = false",
    top.db_auth_token_file !== undefined &&
      top.db_url === undefined &&
      "db_auth_token_file is of no use without db_url",
    isOpenToReaders(top.db_url) && "db_url is not encrypted: whoever is on the way can read names, figures and token",
    top.web_file_pages && top.web_file_path === false && "web_file_pages is of no use without web_file_path",
    shown > kept && `locations of ${shown} days are to be shown, but connections are kept for ${kept} days only`,
    shown * 86_400 > addresses &&
      `locations of ${shown} days are to be shown, but addresses are kept for ${formatInterval(addresses)} only`,
  ].filter((warning) => warning !== false);
}

function isOpenSecret(file: string | undefined): string {
  return `${file} holds a secret that every user of this machine may read: chmod o= it`;
}

/** Whether traffic to the URL leaves the machine unencrypted. */
function isOpenToReaders(url: string | undefined): boolean {
  return (
    url !== undefined && /^(http|ws):/.test(url) && !/^\w+:\/\/(localhost|127\.[\d.]+|\[::1\])(:\d+)?(\/|$)/.test(url)
  );
}
