import { type BuildCache, emptyBuild } from "./build_cache.ts";
import { setBuildId } from "./build_id.ts";
import {
  applyCommands,
  type Command,
  mounted,
  notFound,
  notFoundCommand,
  toRoute,
  withHandler,
} from "./commands.ts";
import { type ErrorListener, noteError } from "./compose.ts";
import type { FreshConfig, ResolvedFreshConfig } from "./config.ts";
import { Context } from "./context.ts";
import { ERROR_STATUS_TEXT, HttpError } from "./error.ts";
import { type RouteMatch, Router } from "./router.ts";
import type { LayoutConfig, Method, Middleware, Route, RouteComponent, RouteConfig } from "./types.ts";

/** Answers a request, as `Deno.serve` calls it; `info` may be left out in tests. */
export type Handler = (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

/** Gives an app the routes, islands and files of a build; the generated entry of the web calls it. */
export let setBuildCache: <State>(
  app: App<State>,
  cache: BuildCache<State>,
  mode: "development" | "production",
) => void;
/** Has every error that a handler, page or middleware throws told to `listener`, once. */
export let setErrorInterceptor: <State>(app: App<State>, listener: ErrorListener) => void;

// Stands in when a handler is called without a connection, as tests do.
const NO_PEER = { transport: "tcp", hostname: "localhost", port: 1234 } as const;
const NO_CONNECTION: Deno.ServeHandlerInfo = { remoteAddr: NO_PEER, completed: Promise.resolve() };

/** An application: middlewares and routes that together answer requests. */
export class App<State> {
  readonly #commands: Command<State>[] = [];
  #buildCache: () => BuildCache<State> | null = () => null;
  #onError: ErrorListener = () => {};

  /** The configuration with its defaults. */
  config: ResolvedFreshConfig;

  static {
    setBuildCache = (app, cache, mode) => {
      app.config.root = cache.root;
      app.config.mode = mode;
      app.#buildCache = () => cache;
      setBuildId(cache.version);
    };
    setErrorInterceptor = (app, listener) => {
      app.#onError = listener;
    };
  }

  /** Makes an app without routes. */
  constructor(config: FreshConfig = {}) {
    const { basePath = "", mode = "production", trustProxy = false } = config;
    this.config = { root: ".", basePath, mode, trustProxy };
  }

  /** Adds middlewares for everything that is added after them, or for what lies below `path`. */
  use(...middlewares: Middleware<State>[]): this;
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(first: string | Middleware<State>, ...rest: Middleware<State>[]): this {
    if (typeof first === "string") return this.#push({ type: "middleware", pattern: first, fns: rest });
    return this.#push({ type: "middleware", pattern: "*", fns: [first, ...rest] });
  }

  /** Answers every 404, also those that a handler throws. */
  notFound(target: Route<State> | Middleware<State>): this {
    return this.#push(notFoundCommand(target));
  }

  /** Answers errors thrown below `path`. */
  onError(path: string, target: Route<State> | Middleware<State>): this {
    return this.#push({ type: "error", pattern: path, route: toRoute(target) });
  }

  /** Sets the component that renders `<html>` around every page. */
  appWrapper(component: RouteComponent<State>): this {
    return this.#push({ type: "app", component });
  }

  /** Sets the layout of the pages below `path`. */
  layout(path: string, component: RouteComponent<State>, config: LayoutConfig = {}): this {
    return this.#push({ type: "layout", pattern: path, component, config });
  }

  /** Adds a route with handler and component. */
  route(path: string, route: Route<State>, config?: RouteConfig): this {
    const merged = config === undefined ? route : { ...route, config: { ...route.config, ...config } };
    return this.#push({ type: "route", pattern: path, route: withHandler(merged), includeLast: true });
  }

  /** Answers GET, and HEAD by it. */
  get(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handler("GET", path, middlewares);
  }

  /** Answers POST. */
  post(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handler("POST", path, middlewares);
  }

  /** Answers PATCH. */
  patch(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handler("PATCH", path, middlewares);
  }

  /** Answers PUT. */
  put(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handler("PUT", path, middlewares);
  }

  /** Answers DELETE. */
  delete(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handler("DELETE", path, middlewares);
  }

  /** Answers HEAD. */
  head(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handler("HEAD", path, middlewares);
  }

  /** Answers every method. */
  all(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handler("ALL", path, middlewares);
  }

  /** Inserts the file routes of the build here, below `pattern`. */
  fsRoutes(pattern = "*"): this {
    const items = () => this.#buildCache()?.getFsRoutes() ?? [];
    return this.#push({ type: "fsRoutes", pattern, items });
  }

  /** Adds everything of another app below `path`; its file routes come from this app's build. */
  mountApp(path: string, app: App<State>): this {
    for (const command of app.#commands) this.#push(mounted(command, path, app.config.basePath));
    app.#buildCache = () => this.#buildCache();
    return this;
  }

  /** Builds the function that answers requests, for `Deno.serve` or a test. */
  handler(): Handler {
    const buildCache = this.#buildCache() ?? emptyBuild<State>();
    const router = new Router<Middleware<State>>();
    const unmatched = applyCommands(router, this.#commands, this.config.basePath, this.#onError);
    return async (req, info = NO_CONNECTION) => {
      const url = requestUrl(req, this.config.trustProxy);
      const method = req.method.toUpperCase() as Method;
      const match = router.match(method, url);
      const next = lastResort(match, method, router);
      const { params, pattern: route } = match;
      const ctx = new Context<State>({
        req,
        url,
        info,
        route,
        params,
        config: this.config,
        next,
        buildCache,
      });
      return await respond(ctx, match.item ?? unmatched, this.#onError);
    };
  }

  #push(command: Command<State>): this {
    this.#commands.push(command);
    return this;
  }

  #handler(method: Method | "ALL", pattern: string, fns: Middleware<State>[]): this {
    return this.#push({ type: "handler", method, pattern, fns, includeLast: true });
  }
}

/** The URL as the client sees it; doubled slashes are joined, so that no path can pass for a host. */
function requestUrl(req: Request, trustProxy: boolean): URL {
  const url = new URL(req.url);
  if (url.pathname.includes("//")) url.pathname = url.pathname.replace(/\/+/g, "/");
  if (!trustProxy) return url;
  const proto = req.headers.get("x-forwarded-proto");
  if (proto !== null) url.protocol = `${proto}:`;
  const host = req.headers.get("x-forwarded-host");
  if (host !== null) url.host = host;
  return url;
}

/** What happens when no middleware answers: 404, or for a known path 405 and the list of methods. */
function lastResort<T>(match: RouteMatch<T>, method: Method, router: Router<T>): () => Promise<Response> {
  const { pattern } = match;
  if (pattern === null || match.item !== null) return async () => await notFound();
  if (method === "OPTIONS") {
    const headers = { Allow: router.allowedMethods(pattern).join(", ") };
    return () => Promise.resolve(new Response(null, { status: 204, headers }));
  }
  return () => Promise.reject(new HttpError(405));
}

async function respond<State>(
  ctx: Context<State>,
  handler: Middleware<State>,
  onError: ErrorListener,
): Promise<Response> {
  try {
    const response = await handler(ctx);
    if (!(response instanceof Response)) {
      throw new TypeError(`answer a request, the handler gave no Response: ${ctx.route ?? ctx.url.pathname}`);
    }
    return ctx.req.method === "HEAD" ? await withoutBody(response) : response;
  } catch (error) {
    noteError(ctx, error, onError);
    return errorResponse(error);
  }
}

/** The body is cancelled, not dropped: an event stream asked for by HEAD must end its subscription. */
async function withoutBody(response: Response): Promise<Response> {
  if (response.body !== null && !response.body.locked) await response.body.cancel();
  return new Response(null, response);
}

/** Says no more than the status when an error is not an `HttpError`: its text is not for the client. */
function errorResponse(error: unknown): Response {
  if (!(error instanceof HttpError)) return new Response("Internal server error", { status: 500 });
  return new Response(error.message || ERROR_STATUS_TEXT[error.status], { status: error.status });
}
