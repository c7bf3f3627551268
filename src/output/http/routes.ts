import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { AppError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { visible } from "../../report/visible.ts";
import { isCrossSite } from "./cross-site.ts";
import { targetOf } from "./host.ts";
import type { Refusal } from "./refusal.ts";

/** What the web shows; made by app.ts. */
export interface Pages {
  /** Grows or changes whenever what pages show has changed; the same string means the same bodies. */
  version(): Promise<string>;
  /** The overview page for a query such as "sort=today&page=2"; throws AppError("usage") for a bad one. */
  html(query: URLSearchParams): Promise<string>;
  /** The report as JSON. */
  json(query: URLSearchParams): Promise<string>;
  /** What /healthz says: ok, or every sentence that says what is wrong. */
  health(): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }>;
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

/** What is answered with a page of a version, which can be kept until the next. */
export const PAGE_PATHS: ReadonlySet<string> = new Set(["/", "/api/v1/report"]);

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

  app.get("/", async (context) => context.html(await pages.html(queryOf(context))));
  app.get("/api/v1/report", async (context) => {
    return context.body(await pages.json(queryOf(context)), 200, { "Content-Type": "application/json" });
  });
  app.get("/healthz", async (context) => {
    const { ok, problems } = await pages.health();
    return context.text(ok ? "ok\n" : `${problems.map(visible).join("\n")}\n`, ok ? 200 : 503);
  });
  for (const path of [...PAGE_PATHS, "/healthz"]) app.all(path, (context) => refuse(context, ONLY_READ));

  app.notFound((context) => refuse(context, NOWHERE));
  app.onError((error, context) => {
    if (error instanceof AppError && error.code === "usage") {
      return refuse(context, { status: 400, text: visible(error.message) });
    }
    log.error("a request could not be answered", {
      path: pathOf(targetOf(context.req.url)),
      error: error.stack ?? error.message,
    });
    return context.body(null, 500);
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
