import type { Client } from "@libsql/client";
import { AppError } from "../errors.ts";
import { codeOf } from "./patience.ts";
import type { Zone } from "./zone.ts";

/** Books on a libSQL server, which several VPN servers share. */
export interface RemoteLocation {
  readonly kind: "remote";
  readonly url: string;
  readonly authToken: string | undefined;
  /** By what their days and months are cut. */
  readonly zone: Zone;
}

/** No request needs longer, but for one that nobody answers; a cleaning of years is the longest. */
const DEADLINE_MILLISECONDS = 10_000;

/** A server that could not be asked, or whose answer did not come: whether it did what it was told is not known. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** A client of the server at a URL. Every request has its whole answer by the deadline, or throws Unreachable. */
export async function connectRemote(
  { url, authToken }: RemoteLocation,
  deadline = DEADLINE_MILLISECONDS,
): Promise<Client> {
  const { createClient } = await import("@libsql/client");
  const token = authToken === undefined ? {} : { authToken };
  return createClient({ url, intMode: "bigint", fetch: (request: Request) => ask(request, deadline), ...token });
}

/** The answer with all of its body: a connection that breaks in the middle of it is no answer. */
async function ask(request: Request, deadline: number): Promise<Response> {
  const signal = AbortSignal.timeout(deadline);
  let response: Response;
  let body: ArrayBuffer;
  try {
    response = await fetch(request, { signal });
    body = await response.arrayBuffer();
  } catch (cause) {
    throw new Unreachable(signal.aborted ? `no answer within ${deadline / 1000} s` : reasonOf(cause), {
      cause,
    });
  }
  const { status, statusText, headers } = response;
  if (status >= 500) throw new Unreachable(`it answers with HTTP status ${status}`);
  if (status === 401 || status === 403)
    throw new AppError(
      "database",
      `Cannot use the database ${new URL(request.url).origin}: it refuses the token (HTTP status ${status}); set db_auth_token_file`,
    );
  // Some other server's page, a captive portal's perhaps.
  const type = headers.get("content-type") ?? "";
  if (response.ok && request.method === "POST" && !/json|protobuf/.test(type))
    throw new Unreachable(`what answers is no libSQL server (HTTP status ${status}, ${type || "no content type"})`);
  return new Response(body, { status, statusText, headers });
}

/** Bun's own words, "Is the computer able to access the url?", help nobody. */
function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  if (code === "ECONNREFUSED" || code === "ConnectionRefused") return "nobody listens there; start it, or set db_url";
  if (code === "ECONNRESET" || code === "ConnectionClosed") return "the connection broke";
  return cause instanceof Error ? cause.message : String(cause);
}

/** Whether it is for want of an answer that a remote database could not be used. */
export function isUnreachable(error: unknown): error is Error {
  return error instanceof Unreachable || (error instanceof AppError && error.cause instanceof Unreachable);
}

/** Whether it failed because the client was closed, not because of the database. */
export function isClosedClient(error: unknown): boolean {
  if (codeOf(error) === "CLIENT_CLOSED") return true;
  return error instanceof Error && error.cause instanceof Error && error.cause.name === "ClosedError";
}
