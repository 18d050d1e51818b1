import type { AnyComponent, RenderableProps, VNode } from "preact";
import type { Context } from "./context.ts";

/** The request methods that can be routed. */
export type Method = "HEAD" | "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "OPTIONS";

/** One step on the way of a request: answers it, or passes it on with `ctx.next()`. */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;

/** The older name of {@linkcode Middleware}. */
export type MiddlewareFn<State> = Middleware<State>;

/** What a handler returns to have its page component rendered with `data`. */
export interface PageResponse<T> {
  data: T;
  headers?: HeadersInit;
  status?: number;
}

/** Handles a request: gives a `Response`, or data for the page component of its route. */
export interface HandlerFn<Data, State> {
  (ctx: Context<State>): Response | PageResponse<Data> | Promise<Response | PageResponse<Data>>;
}

/** One handler per method; GET also answers HEAD, methods without one are answered 405. */
export type HandlerByMethod<Data, State> = { [M in Method]?: HandlerFn<Data, State> };

/** A route's handler: one function for every method, or one per method. */
export type RouteHandler<Data, State> = HandlerFn<Data, State> | HandlerByMethod<Data, State>;

/** The data type that a route's handler hands to its page. */
export type RouteData<Handler extends RouteHandler<unknown, unknown>> = Handler extends
  RouteHandler<infer Data, unknown> ? Data : never;

/** What a layout may switch off. */
export interface LayoutConfig {
  /** Leaves out the layouts of the folders above. */
  skipInheritedLayouts?: boolean;
  /** Leaves out the app wrapper (`_app`). */
  skipAppWrapper?: boolean;
}

/** What a route may set beside its handler and component. */
export interface RouteConfig extends LayoutConfig {
  /** A URL pattern that replaces the one made from the file name. */
  routeOverride?: string;
}

/** What page components, layouts and the app wrapper get. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    "config" | "url" | "req" | "params" | "info" | "state" | "isPartial" | "Component" | "error" | "route"
  >
  & { data: Data };

/** A component that waits for something before it renders, or answers with a `Response` of its own. */
export type AsyncComponent<Props> = (props: RenderableProps<Props>) => Promise<VNode | Response | null>;

/** A page, layout or app wrapper. */
export type RouteComponent<State> =
  | AnyComponent<PageProps<unknown, State>>
  | AsyncComponent<PageProps<unknown, State>>;

/** A route given in code: `app.route(path, { component, handler, config })`. */
export interface Route<State> {
  component?: RouteComponent<State>;
  config?: RouteConfig;
  handler?: RouteHandler<unknown, State>;
}
