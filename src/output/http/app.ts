import type { Peer } from "../../runtime.ts";
import { createGuard, type GuardOptions } from "./guard.ts";
import { targetOf } from "./host.ts";
import { createPageCache } from "./page-cache.ts";
import { remember } from "./remember.ts";
import { createRoutes, isRead, pathOf, type RouteOptions } from "./routes.ts";

export type { Pages, RenderedPage } from "./routes.ts";

export interface WebOptions extends GuardOptions, RouteOptions {}

export interface WebApp {
  /** Answers a request; never throws. */
  fetch(request: Request, peer: Peer): Promise<Response>;
}

const NO_PAGE = "";
const LIMITS = { pages: 64, bytes: 16 * 1024 * 1024 };

/**
 * The web page, the report as JSON and the state of health. Each request passes the guard first; pages come from
 * memory as long as their version is the same, everything else from the routes.
 */
export function createWebApp(options: WebOptions): WebApp {
  const { pages } = options;
  const guard = createGuard(options);
  const routes = createRoutes(options);
  const render = async (target: string) => routes.fetch(new Request(`http://localhost${target}`), {});
  const cache = createPageCache(render, LIMITS);
  const pageTarget = remember((url) => pageTargetOf(url, pages));
  const answer = async (request: Request, peer: Peer) => {
    const refusal = guard(request, peer);
    const target = refusal === undefined && isRead(request) ? pageTarget(request.url) : NO_PAGE;
    if (target === NO_PAGE) return routes.fetch(request, { refusal });
    const page = await cache.get(target, await pages.version());
    return page.answer(request);
  };
  return {
    fetch: (request, peer) =>
      answer(request, peer).catch((failure: unknown) => routes.fetch(request, { failure: asError(failure) })),
  };
}

/** The page that a URL asks for: its path, and its query in one order; NO_PAGE for every other path. */
function pageTargetOf(url: string, pages: RouteOptions["pages"]): string {
  const target = targetOf(url);
  const path = pathOf(target);
  if (!pages.has(path)) return NO_PAGE;
  const query = new URLSearchParams(target.slice(path.length));
  query.sort();
  return query.size === 0 ? path : `${path}?${query}`;
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure), { cause: failure });
}
