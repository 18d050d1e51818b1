/**
 * @module fresh: the part of Fresh 2.3's public interface that this project uses, with the same names, signatures and
 * meaning: apps, middlewares, file routes, pages, layouts, islands and static files. It knows nothing of the project.
 *
 * Left out: partials and client navigation, JSX props of islands, lazy routes, `app.ws()`, `app.listen()`, CSS modules,
 * and the middlewares `cors`, `csrf`, `ipFilter` and `trailingSlashes`.
 */
export { App } from "./app.ts";
export type { Island } from "./build_cache.ts";
export type { FreshConfig, ResolvedFreshConfig } from "./config.ts";
export type { Context, FreshContext, WebSocketHandlers, WebSocketUpgradeOptions } from "./context.ts";
export { createDefine, type Define } from "./define.ts";
export { HttpError } from "./error.ts";
export { page } from "./handlers.ts";
export { csp, type CSPOptions } from "./middlewares/csp.ts";
export { staticFiles } from "./middlewares/static_files.ts";
export type {
  HandlerByMethod,
  HandlerFn,
  LayoutConfig,
  Method,
  Middleware,
  MiddlewareFn,
  PageProps,
  PageResponse,
  RouteConfig,
  RouteData,
  RouteHandler,
} from "./types.ts";
