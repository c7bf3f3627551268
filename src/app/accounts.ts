import { hint, nearest } from "../config/nearest.ts";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import type { UnixSeconds } from "../model.ts";
import { writeFileAtomically } from "../output/atomic-file.ts";
import { holdingsCsv } from "../output/holdings-csv.ts";
import { holdingsJson } from "../output/holdings-json.ts";
import { nameText } from "../parse/name-text.ts";
import type { Export } from "../report/holdings.ts";
import { type Account, type AccountSummary, accountTexts, findAccounts, summaryOf } from "../store/account.ts";
import { forgetAccount } from "../store/forget.ts";
import { loadHoldings } from "../store/holdings.ts";
import { type Database, databaseError, isOfDatabase, withDatabase } from "../store/open.ts";
import { rewriteFile } from "../store/rewrite.ts";
import { patience } from "./patience.ts";

/** The account of exactly that name, with what the books hold of it. */
export async function lookUpAccount(config: Config, name: string): Promise<Account & AccountSummary> {
  return await withDatabase(config.database, { patience, readOnly: true }, async (database) => {
    const account = await theAccount(database, config, name);
    return { ...account, ...(await summaryOf(database, account)) };
  });
}

/** The one account of that name. Throws an AppError that says which are near. */
export async function theAccount(database: Database, { people }: Config, name: string): Promise<Account> {
  const [account, another] = await findAccounts(database, name);
  const head = `Cannot find ${JSON.stringify(name)}`;
  if (account !== undefined && another === undefined) return account;
  if (another !== undefined)
    throw new AppError("source", `${head}: several accounts read so, which differ in bytes that are no UTF-8`);
  const aliased = [...people].find(([, person]) => person.alias === name);
  if (aliased !== undefined)
    throw new AppError(
      "source",
      `${head}: it is the alias of ${JSON.stringify(aliased[0])}, which is the account's name`,
    );
  throw new AppError("source", `${head}: the books know no user of that name${await meant(database, name)}`);
}

/** Letters of another case are the likeliest mistake, and no name that is near by letters is nearer. */
async function meant(database: Database, name: string): Promise<string> {
  const names = await accountTexts(database);
  const alike = names.filter((one) => one.toLowerCase() === name.toLowerCase());
  return alike.length > 0 || nearest(name, names) !== undefined ? hint(name, alike.length > 0 ? alike : names) : "";
}

export interface ExportOptions {
  readonly format: "json" | "csv";
  readonly version: string;
  readonly now: () => UnixSeconds;
}

/** Everything that is held about the user of exactly that name. */
export async function exportAccount(config: Config, name: string, options: ExportOptions): Promise<string> {
  const { format, version, now } = options;
  const holdings = await withDatabase(config.database, { patience, readOnly: true }, async (database) =>
    loadHoldings(database, await theAccount(database, config, name)),
  );
  const person = config.people.get(nameText(holdings.name));
  const held: Export = {
    ...holdings,
    ...{ version, writtenAt: now(), timeZone: config.time_zone },
    ...{ alias: person?.alias, group: person?.group, limit: person?.limit },
  };
  return format === "json" ? holdingsJson(held) : holdingsCsv(held);
}

/** Of one person, and for whoever asked for it. */
const EXPORT_MODE = 0o600;

export async function saveExport(path: string, text: string, uid: number | undefined): Promise<void> {
  await writeFileAtomically(path, text, { mode: EXPORT_MODE, uid });
}

/** Makes an account part of the nameless one, and leaves no copy of the name in a local file. False: it was gone. */
export async function forget(config: Config, account: Account): Promise<boolean> {
  const { database: location } = config;
  return await withDatabase(location, { patience, mustExist: true }, async (database) => {
    const isDone = await forgetAccount(database, account, () => crypto.randomUUID());
    if (isDone && location.kind === "file") await rewriteFile(database).catch((error) => explainCopies(config, error));
    return isDone;
  });
}

function explainCopies({ database: location }: Config, cause: unknown): never {
  if (!isOfDatabase(cause) || location.kind !== "file") throw cause;
  const why = databaseError(location, cause);
  throw new AppError(
    "database",
    `The user is forgotten, but ${location.path} could not be written anew: copies of the name may be left in parts of it ` +
      `that nothing uses; run sqlite3 ${location.path} "PRAGMA journal_size_limit = 0; VACUUM"\n${why}`,
    { cause },
  );
}
