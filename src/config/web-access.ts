import type { Where } from "../runtime.ts";
import { type ReadFile, readSecret } from "./files.ts";
import type { TopLevel } from "./keys.ts";
import type { webOptions } from "./web.ts";

/** The keys that Web stands for. */
export type WebKey = keyof typeof webOptions.entries;

/** Where the page is served, under which names and to whom. */
export interface Web {
  readonly where: Where;
  /** Names to answer to beside those that go without saying. */
  readonly hosts: readonly string[];
  readonly password: string | undefined;
  readonly token: string | undefined;
}

/** What the keys of the page amount to, or why they cannot be had. */
export interface WebAccess {
  readonly web: Web;
  /** Nothing else may be written there. */
  readonly files: readonly (string | undefined)[];
  /** Files whose secret every user of this machine may read. */
  readonly openFiles: readonly string[];
  readonly problems: readonly string[];
}

const OPEN =
  "web_listen: beyond this machine the page needs a password or a token: set web_password_file or web_token_file, " +
  "or web_open_to_all = true where everybody who reaches the address may read it";

/** Reads the secrets, and sees to it that nobody beyond this machine is let in without one (F48). */
export async function readWeb(top: TopLevel, readFile: ReadFile): Promise<WebAccess> {
  const { web_listen: where, web_hosts: hosts, web_password_file, web_token_file } = top;
  const password = await readIfNamed(web_password_file, readFile);
  const token = await readIfNamed(web_token_file, readFile);
  const isNamed = web_password_file !== undefined || web_token_file !== undefined;
  const isOpen = !isNamed && !top.web_open_to_all && !isWithinMachine(where);
  return {
    web: { where, hosts, password: password.secret, token: token.secret },
    files: [web_password_file, web_token_file, where.kind === "unix" ? where.path : undefined],
    openFiles: [...password.openFiles, ...token.openFiles],
    problems: [...password.problems, ...token.problems, ...(isOpen ? [OPEN] : [])],
  };
}

/** The secret in a file, where one is named. */
export async function readIfNamed(path: string | undefined, readFile: ReadFile) {
  if (path === undefined) return { secret: undefined, openFiles: [], problems: [] };
  const { content, problems } = await readSecret(path, readFile);
  return { secret: content?.secret, openFiles: content?.isOpen ? [path] : [], problems };
}

/** A name other than localhost may resolve to any address. */
function isWithinMachine(where: Where): boolean {
  return where.kind === "unix" || /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(where.host);
}
