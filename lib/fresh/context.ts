import { type FunctionComponent, isValidElement, type VNode } from "preact";
import type { BuildCache } from "./build_cache.ts";
import type { ResolvedFreshConfig } from "./config.ts";
import { HttpError } from "./error.ts";
import { renderPage } from "./render_page.ts";
import type { LayoutConfig, RouteComponent } from "./types.ts";

/** Event handlers of a WebSocket that `ctx.upgrade(handlers)` made. */
export interface WebSocketHandlers {
  open?(socket: WebSocket): void;
  message?(socket: WebSocket, event: MessageEvent): void;
  close?(socket: WebSocket, code: number, reason: string): void;
  error?(socket: WebSocket, event: Event | ErrorEvent): void;
}

/** Options of the upgrade: seconds without a pong before it is closed, and the sub-protocol. */
export interface WebSocketUpgradeOptions {
  idleTimeout?: number;
  protocol?: string;
}

/** The app wrapper and layouts in force at this point of the way, outermost first. */
export interface Ui<State> {
  app: RouteComponent<State> | null;
  layouts: readonly RouteComponent<State>[];
}

/** What a `Context` is made from. */
export interface ContextInit<State> {
  readonly req: Request;
  readonly url: URL;
  readonly info: Deno.ServeHandlerInfo;
  readonly route: string | null;
  readonly params: Record<string, string>;
  readonly config: ResolvedFreshConfig;
  readonly next: () => Promise<Response>;
  readonly buildCache: BuildCache<State>;
}

/** The older name of {@linkcode Context}. */
export type FreshContext<State = unknown> = Context<State>;

/** Gives the app wrapper and layouts of a request to the framework; pages have no business with them. */
export let uiOf: <State>(ctx: Context<State>) => Ui<State>;
/** Gives the build that a request is answered from to the framework. */
export let buildCacheOf: <State>(ctx: Context<State>) => BuildCache<State>;

/** What every middleware and handler gets; one per request. */
export class Context<State> {
  readonly #ui: Ui<State> = { app: null, layouts: [] };
  readonly #buildCache: BuildCache<State>;

  /** The configuration of the app. */
  readonly config: ResolvedFreshConfig;
  /** The URL of the request. */
  readonly url: URL;
  /** The request itself. */
  req: Request;
  /** The pattern that matched, `null` when none did. */
  readonly route: string | null;
  /** The parameters of the pattern. */
  readonly params: Record<string, string>;
  /** What middlewares hand on to later ones; one object per request. */
  readonly state: State = {} as State;
  /** The error that was caught, on error pages. */
  error: unknown = null;
  /** Who asked: the peer's address. */
  readonly info: Deno.ServeHandlerInfo;
  /** Whether only part of the page is wanted. Partials are left out here, so it never is. */
  readonly isPartial: boolean = false;
  /** Runs the next middleware. */
  next: () => Promise<Response>;
  /** What an async layout or app wrapper puts where its content belongs. */
  Component!: FunctionComponent;

  static {
    uiOf = (ctx) => ctx.#ui;
    buildCacheOf = (ctx) => ctx.#buildCache;
  }

  /** The framework makes it; handlers get it. */
  constructor(init: ContextInit<State>) {
    this.req = init.req;
    this.url = init.url;
    this.info = init.info;
    this.route = init.route;
    this.params = init.params;
    this.config = init.config;
    this.next = init.next;
    this.#buildCache = init.buildCache;
  }

  /** Redirects to a path or URL; `//host` is taken as a path, so that text from a user cannot lead elsewhere. */
  redirect(pathOrUrl: string, status = 302): Response {
    const location = pathOrUrl.startsWith("/") ? withSingleSlashes(pathOrUrl) : pathOrUrl;
    return new Response(null, { status, headers: { location } });
  }

  /** Renders JSX inside the layouts and the app wrapper in force, and answers with the page. */
  async render(vnode: VNode | null, init: ResponseInit = {}, config: LayoutConfig = {}): Promise<Response> {
    if (vnode !== null && !isValidElement(vnode)) {
      throw new TypeError("render a page, ctx.render() takes a JSX element or null");
    }
    const app = config.skipAppWrapper ? null : this.#ui.app;
    const layouts = config.skipInheritedLayouts ? [] : this.#ui.layouts;
    return await renderPage(this, this.#buildCache, { app, layouts, vnode, init });
  }

  /** Answers with plain text. */
  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  /** Answers with HTML that is already text. */
  html(content: string, init?: ResponseInit): Response {
    const headers = new Headers(init?.headers);
    headers.set("Content-Type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Answers with JSON. */
  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  /** Makes the request a WebSocket: gives the socket and the answer, or with `handlers` only the answer. */
  upgrade(options?: WebSocketUpgradeOptions): { socket: WebSocket; response: Response };
  upgrade(handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): Response;
  upgrade(
    first?: WebSocketHandlers | WebSocketUpgradeOptions,
    second?: WebSocketUpgradeOptions,
  ): { socket: WebSocket; response: Response } | Response {
    if (this.req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      throw new HttpError(400, "Expected a WebSocket upgrade request");
    }
    if (!isHandlers(first)) return Deno.upgradeWebSocket(this.req, first);
    const { socket, response } = Deno.upgradeWebSocket(this.req, second);
    listen(socket, first);
    return response;
  }
}

function withSingleSlashes(path: string): string {
  const end = path.search(/[?#]/);
  if (end === -1) return path.replace(/\/+/g, "/");
  return path.slice(0, end).replace(/\/+/g, "/") + path.slice(end);
}

function isHandlers(
  value: WebSocketHandlers | WebSocketUpgradeOptions | undefined,
): value is WebSocketHandlers {
  return value !== undefined && Object.values(value).some((entry) => typeof entry === "function");
}

function listen(socket: WebSocket, handlers: WebSocketHandlers): void {
  socket.addEventListener("open", () => handlers.open?.(socket));
  socket.addEventListener("message", (event) => handlers.message?.(socket, event));
  socket.addEventListener("close", (event) => handlers.close?.(socket, event.code, event.reason));
  socket.addEventListener("error", (event) => handlers.error?.(socket, event));
}
