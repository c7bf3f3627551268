import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { AppError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { visible } from "../../report/visible.ts";
import { isCrossSite } from "./cross-site.ts";
import { targetOf } from "./host.ts";
import type { Refusal } from "./refusal.ts";

/** What the web shows. */
export interface Pages {
  /** Changes whenever what pages show has changed; the same string means the same bodies. */
  version(): Promise<string>;
  /** Whether pages are at a path, whatever it names in particular. */
  has(path: string): boolean;
  /** The page at a path that there is; undefined where what it names is not there. Throws AppError("usage") for a bad query. */
  render(path: string, query: URLSearchParams): Promise<RenderedPage | undefined>;
  /** What /healthz says: ok, or every sentence that says what is wrong. */
  health(): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }>;
}

export interface RenderedPage {
  /** The value of Content-Type. */
  readonly type: string;
  readonly body: string;
}

export interface RouteOptions {
  readonly pages: Pages;
  /** The page's own policy; that no other page may frame it is added. */
  readonly contentPolicy: string;
  readonly log: Log;
}

/** What was found out before: that a request is not to be answered, or could not be. */
export interface Findings {
  readonly refusal?: Refusal | undefined;
  readonly failure?: Error;
}

const MOST_BODY_BYTES = 64 * 1024;

/** Every path there is, and the headers of every answer. Paths are taken as they stand, nothing is decoded (F55). */
export function createRoutes({ pages, contentPolicy, log }: RouteOptions): Hono<{ Bindings: Findings }> {
  const app = new Hono<{ Bindings: Findings }>({ getPath: ({ url }) => pathOf(targetOf(url)) });
  app.use(
    secureHeaders({
      strictTransportSecurity: false,
      xFrameOptions: "DENY",
      xXssProtection: false,
      xDownloadOptions: false,
    }),
  );
  app.use(async (context, next) => {
    context.header("Content-Security-Policy", `${contentPolicy}; frame-ancestors 'none'`);
    context.header("Cache-Control", "no-store");
    const { refusal, failure } = context.env;
    if (failure !== undefined) throw failure;
    if (refusal !== undefined) return refuse(context, refusal);
    if (!isRead(context.req.raw) && isCrossSite(context.req.raw)) return refuse(context, CROSS_SITE);
    return next();
  });
  app.use(bodyLimit({ maxSize: MOST_BODY_BYTES, onError: (context) => refuse(context, TOO_LARGE) }));

  app.get("/healthz", async (context) => {
    const { ok, problems } = await pages.health();
    return context.text(ok ? "ok\n" : `${problems.map(visible).join("\n")}\n`, ok ? 200 : 503);
  });
  app.all("/healthz", (context) => refuse(context, ONLY_READ));
  app.all("*", async (context, next) => {
    const path = pathOf(targetOf(context.req.url));
    if (!pages.has(path)) return next();
    if (!isRead(context.req.raw)) return refuse(context, ONLY_READ);
    const page = await pages.render(path, queryOf(context));
    return page ? context.body(page.body, 200, { "Content-Type": page.type }) : next();
  });

  app.notFound((context) => refuse(context, NOWHERE));
  app.onError((error, context) => {
    if (error instanceof AppError && error.code === "usage") {
      return refuse(context, { status: 400, text: visible(error.message) });
    }
    log.error("a request could not be answered", {
      path: pathOf(targetOf(context.req.url)),
      error: error.stack ?? error.message,
    });
    // What the operator is to do; whoever may ask may also read the page, which says so, too.
    const isOfBooks = error instanceof AppError && error.code === "database";
    return isOfBooks ? refuse(context, { status: 503, text: visible(error.message) }) : context.body(null, 500);
  });
  return app;
}

const CROSS_SITE: Refusal = { status: 403, text: "Another site's page may not send this" };
const TOO_LARGE: Refusal = { status: 413, text: "At most 64 KB are read", headers: { Connection: "close" } };
const ONLY_READ: Refusal = { status: 405, text: "This can only be read", headers: { Allow: "GET, HEAD" } };
const NOWHERE: Refusal = { status: 404, text: "There is nothing here" };

/** Whether a request changes nothing by its method. */
export function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

/** The path of a target. */
export function pathOf(target: string): string {
  const end = target.indexOf("?");
  return end < 0 ? target : target.slice(0, end);
}

function queryOf(context: Context): URLSearchParams {
  const target = targetOf(context.req.url);
  return new URLSearchParams(target.slice(pathOf(target).length));
}

function refuse(context: Context, { status, text, headers }: Refusal): Response {
  return context.text(`${text}\n`, status, headers);
}
