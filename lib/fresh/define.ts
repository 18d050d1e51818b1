import type { AnyComponent } from "preact";
import type { HandlerByMethod, HandlerFn, Middleware, PageProps, RouteHandler } from "./types.ts";

/** Functions that give back what they get, so that the compiler knows the types of handlers, pages and layouts. */
export interface Define<State> {
  /** Types a route's handlers; their data type is inferred, or given as `handlers<Data>(...)`. */
  handlers<Data, Handlers extends RouteHandler<Data, State> = RouteHandler<Data, State>>(
    handlers: Handlers,
  ): typeof handlers;
  /** Types a page component; `page<typeof handler>(...)` gives `props.data` the type its handler returns. */
  page<
    Handler extends RouteHandler<unknown, State> = never,
    Data = Handler extends HandlerFn<infer D, State> ? D
      : Handler extends HandlerByMethod<infer D, State> ? D
      : never,
  >(render: AnyComponent<PageProps<Data, State>>): typeof render;
  /** Types a layout or the app wrapper. */
  layout(render: AnyComponent<PageProps<unknown, State>>): typeof render;
  /** Types one middleware or a list of them. */
  middleware<M extends Middleware<State> | Middleware<State>[]>(middleware: M): typeof middleware;
}

/** Makes the `define` helpers for one state type; call it once and share the result. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (render) => render,
    layout: (render) => render,
    middleware: (middleware) => middleware,
  };
}
