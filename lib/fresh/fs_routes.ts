import type { AnyComponent } from "preact";
import { type Command, notFoundCommand, toRoute, withHandler } from "./commands.ts";
import { isHandlerByMethod } from "./handlers.ts";
import type { Middleware, PageProps, RouteConfig, RouteHandler } from "./types.ts";

/** The kinds of file below `routes/`. */
export type FsRouteType = "app" | "layout" | "middleware" | "notFound" | "error" | "route";

/** One file below `routes/`, as the generated manifest lists it. */
export interface FsRouteFile<State> {
  /** Path below `routes/` without the extension: `/api/nodes/[id]`. */
  readonly id: string;
  /** Path as error messages name it: `routes/api/nodes/[id].ts`. */
  readonly filePath: string;
  readonly type: FsRouteType;
  /** Where it lies in the tree of folders, groups kept. */
  readonly pattern: string;
  /** What it answers. */
  readonly routePattern: string;
  /** The module; what it exports is checked when the routes are built. */
  readonly mod: unknown;
  /** Only for the type; a manifest leaves it out. */
  readonly state?: State;
}

interface RouteModule<State> {
  readonly config?: RouteConfig;
  readonly handler?: RouteHandler<unknown, State>;
  readonly handlers?: RouteHandler<unknown, State>;
  readonly default?: AnyComponent<PageProps<unknown, State>>;
}

/** Turns the files of a build into commands; a file without anything to use is an error that names it. */
export function fsItemsToCommands<State>(files: readonly FsRouteFile<State>[]): Command<State>[] {
  return files.map((file) => file.type === "middleware" ? middlewareCommand(file) : pageCommand(file));
}

function middlewareCommand<State>({ filePath, pattern, mod }: FsRouteFile<State>): Command<State> {
  const { handler, handlers, default: main } = namespaceOf(mod, filePath);
  const found: unknown = handlers ?? handler ?? main;
  const fns = Array.isArray(found) ? found : [found];
  if (!fns.every(isMiddleware<State>)) {
    throw new TypeError(
      `read the middleware file, its default export is no function or list of them: ${filePath}`,
    );
  }
  return { type: "middleware", pattern, fns };
}

function isMiddleware<State>(value: unknown): value is Middleware<State> {
  return typeof value === "function";
}

function pageCommand<State>(file: FsRouteFile<State>): Command<State> {
  const { filePath, pattern, type } = file;
  const { default: component, config = {}, handler: single, handlers } = routeModule(file);
  const handler = handlers ?? single;
  checkArity(handler, filePath);
  switch (type) {
    case "app":
      return { type, component: required(component, filePath) };
    case "layout":
      return { type, pattern, component: required(component, filePath), config };
    case "notFound":
      return notFoundCommand({ component, config, handler });
    case "error":
      return { type, pattern, route: toRoute({ component, config, handler }) };
    default: {
      const routeOverride = config.routeOverride ?? file.routePattern;
      const route = withHandler({ component, handler, config: { ...config, routeOverride } });
      return { type: "route", pattern, route, includeLast: false };
    }
  }
}

/** Accepts a module that has something a route can be made of. */
function routeModule<State>({ filePath, mod }: FsRouteFile<State>): RouteModule<State> {
  const exports = namespaceOf(mod, filePath);
  if (isRouteModule<State>(exports)) return exports;
  throw new TypeError(`read the route file, it exports no component, handler or config: ${filePath}`);
}

function isRouteModule<State>(
  exports: Record<string, unknown>,
): exports is RouteModule<State> & typeof exports {
  const handler = exports.handlers ?? exports.handler;
  return typeof exports.default === "function" || typeof handler === "function" ||
    (typeof handler === "object" && handler !== null) || typeof exports.config === "object";
}

function namespaceOf(mod: unknown, filePath: string): Record<string, unknown> {
  if (typeof mod === "object" && mod !== null) return { ...mod };
  throw new TypeError(`read the route file, it is no module: ${filePath}`);
}

function checkArity<State>(handler: RouteHandler<unknown, State> | undefined, filePath: string): void {
  if (handler === undefined || isHandlerByMethod(handler) || handler.length <= 1) return;
  throw new TypeError(`read the route file, its handler takes more than the context: ${filePath}`);
}

function required<T>(component: T | undefined, filePath: string): T {
  if (component !== undefined) return component;
  throw new TypeError(`read the route file, its default export is no component: ${filePath}`);
}
