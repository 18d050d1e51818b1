import { compose, type ErrorListener } from "./compose.ts";
import { HttpError } from "./error.ts";
import { isHandlerByMethod, page } from "./handlers.ts";
import { renderRoute } from "./render_route.ts";
import { mergePath, type Router } from "./router.ts";
import { middlewaresOf, newSegment, type Segment, segmentFor } from "./segments.ts";
import type { LayoutConfig, Method, Middleware, Route, RouteComponent } from "./types.ts";

/** What `app.use()`, `app.get()` and so on remember until the handler is built; applied in the order of the calls. */
export type Command<State> =
  | { readonly type: "middleware"; readonly pattern: string; readonly fns: readonly Middleware<State>[] }
  | { readonly type: "error"; readonly pattern: string; readonly route: Route<State> }
  | {
    readonly type: "layout";
    readonly pattern: string;
    readonly component: RouteComponent<State>;
    readonly config: LayoutConfig;
  }
  | {
    readonly type: "route";
    readonly pattern: string;
    readonly route: Route<State>;
    readonly includeLast: boolean;
  }
  | {
    readonly type: "handler";
    readonly pattern: string;
    readonly method: Method | "ALL";
    readonly fns: readonly Middleware<State>[];
    readonly includeLast: boolean;
  }
  | { readonly type: "fsRoutes"; readonly pattern: string; readonly items: () => readonly Command<State>[] }
  | { readonly type: "app"; readonly component: RouteComponent<State> }
  | { readonly type: "notFound"; readonly fn: Middleware<State> };

const ALL_METHODS: readonly Method[] = ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** Gives a route the handler it lacks: one that renders its component, or one that is never found. */
export function withHandler<State>(route: Route<State>): Route<State> {
  const { handler, component } = route;
  if (handler === undefined) return { ...route, handler: component === undefined ? notFound : emptyPage };
  if (component === undefined || !isHandlerByMethod(handler) || handler.GET !== undefined) return route;
  return { ...route, handler: { ...handler, GET: emptyPage } };
}

const emptyPage = () => page({});

/** The end of the way when nothing answers a path. */
export const notFound = (): never => {
  throw new HttpError(404);
};

/** The command of `app.notFound()`. */
export function notFoundCommand<State>(target: Route<State> | Middleware<State>): Command<State> {
  const route = toRoute(target);
  return { type: "notFound", fn: (ctx) => renderRoute(ctx, route) };
}

/** The route of an error or not-found page, which may be given as a plain function. */
export function toRoute<State>(target: Route<State> | Middleware<State>): Route<State> {
  return withHandler(typeof target === "function" ? { handler: target } : target);
}

/** The same command, moved below the path that its app is mounted at. */
export function mounted<State>(command: Command<State>, path: string, basePath: string): Command<State> {
  if (command.type === "app" || command.type === "notFound") return command;
  const inner = basePath === "" ? command.pattern : mergePath(basePath, command.pattern, false);
  const pattern = mergePath(path, inner, true);
  if (command.type !== "route" && command.type !== "handler") return { ...command, pattern };
  return { ...command, pattern, includeLast: command.includeLast || command.pattern === "/" };
}

/** Fills the router from the commands and gives the middleware for requests that no route matches. */
export function applyCommands<State>(
  router: Router<Middleware<State>>,
  commands: readonly Command<State>[],
  basePath: string,
  onError: ErrorListener,
): Middleware<State> {
  const root = newSegment<State>(null);
  applyTo({ root, router, onError }, commands, basePath);
  return compose(middlewaresOf(root), onError);
}

interface Target<State> {
  readonly root: Segment<State>;
  readonly router: Router<Middleware<State>>;
  readonly onError: ErrorListener;
}

/** One flat switch over the kinds of command. */
function applyTo<State>(target: Target<State>, commands: readonly Command<State>[], basePath: string): void {
  const { root } = target;
  for (const command of commands) {
    switch (command.type) {
      case "middleware":
        segmentFor(root, command.pattern, true).middlewares.push(...command.fns);
        break;
      case "error":
        segmentFor(root, command.pattern, true).errorRoute = command.route;
        break;
      case "layout":
        segmentFor(root, command.pattern, true).layout = command;
        break;
      case "app":
        root.app = command.component;
        break;
      case "notFound":
        root.notFound = command.fn;
        break;
      case "route":
        addRoute(target, command, basePath);
        break;
      case "handler":
        addHandlers(target, command, basePath);
        break;
      case "fsRoutes":
        applyTo(target, command.items(), mergePath(basePath, command.pattern, true));
    }
  }
}

function addRoute<State>(
  target: Target<State>,
  command: Extract<Command<State>, { type: "route" }>,
  basePath: string,
): void {
  const { pattern, route } = command;
  const path = mergePath(basePath, route.config?.routeOverride ?? pattern, false);
  const handler = route.handler;
  const methods = handler !== undefined && isHandlerByMethod(handler)
    ? Object.keys(handler) as Method[]
    : ALL_METHODS;
  const last: Middleware<State> = (ctx) => renderRoute(ctx, route);
  add(target, methods, path, [...middlewaresOf(segmentFor(target.root, pattern, command.includeLast)), last]);
}

function addHandlers<State>(
  target: Target<State>,
  command: Extract<Command<State>, { type: "handler" }>,
  basePath: string,
): void {
  const methods = command.method === "ALL" ? ALL_METHODS : [command.method];
  const segment = segmentFor(target.root, command.pattern, command.includeLast);
  const path = mergePath(basePath, command.pattern, false);
  add(target, methods, path, [...middlewaresOf(segment), ...command.fns]);
}

function add<State>(
  { router, onError }: Target<State>,
  methods: readonly Method[],
  path: string,
  steps: readonly Middleware<State>[],
): void {
  const item = compose(steps, onError);
  for (const method of methods) router.add(method, path === "" ? "*" : path, item);
}
