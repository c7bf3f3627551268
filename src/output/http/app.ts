import type { Peer } from "../../runtime.ts";
import { createGuard, type GuardOptions } from "./guard.ts";
import { targetOf } from "./host.ts";
import { createPageCache } from "./page-cache.ts";
import { createRoutes, isRead, PAGE_PATHS, pathOf, type RouteOptions } from "./routes.ts";

export type { Pages } from "./routes.ts";

export interface WebOptions extends GuardOptions, RouteOptions {}

export interface WebApp {
  /** Answers a request; never throws. */
  fetch(request: Request, peer: Peer): Promise<Response>;
}

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
  const answer = async (request: Request, peer: Peer) => {
    const refusal = guard(request, peer);
    const target = targetOf(request.url);
    if (refusal !== undefined || !isRead(request) || !PAGE_PATHS.has(pathOf(target))) {
      return routes.fetch(request, { refusal });
    }
    const page = await cache.get(normal(target), await pages.version());
    return page.answer(request);
  };
  return {
    fetch: (request, peer) =>
      answer(request, peer).catch((failure: unknown) => routes.fetch(request, { failure: asError(failure) })),
  };
}

/** One text for all orders of the same parameters. */
function normal(target: string): string {
  const path = pathOf(target);
  if (path.length === target.length) return target;
  const query = new URLSearchParams(target.slice(path.length));
  query.sort();
  return query.size === 0 ? path : `${path}?${query}`;
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure), { cause: failure });
}
