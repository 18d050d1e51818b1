import type { Context } from "./context.ts";
import { uiOf } from "./context.ts";
import { HttpError } from "./error.ts";
import { renderRoute } from "./render_route.ts";
import { patternToSegments } from "./router.ts";
import type { LayoutConfig, Middleware, Route, RouteComponent } from "./types.ts";

/** One folder of the tree of routes, with what applies to everything below it. */
export interface Segment<State> {
  readonly parent: Segment<State> | null;
  readonly children: Map<string, Segment<State>>;
  readonly middlewares: Middleware<State>[];
  layout: { readonly component: RouteComponent<State>; readonly config: LayoutConfig } | null;
  app: RouteComponent<State> | null;
  errorRoute: Route<State> | null;
  /** Only looked at on the root. */
  notFound: Middleware<State> | null;
}

/** Makes an empty segment. */
export function newSegment<State>(parent: Segment<State> | null): Segment<State> {
  const children = new Map<string, Segment<State>>();
  return { parent, children, middlewares: [], layout: null, app: null, errorRoute: null, notFound: null };
}

/** Finds the segment that a pattern lies in, making those on the way that do not exist yet. */
export function segmentFor<State>(
  root: Segment<State>,
  pattern: string,
  includeLast: boolean,
): Segment<State> {
  let current = root;
  for (const name of patternToSegments(pattern, includeLast)) {
    let child = current.children.get(name);
    if (child === undefined) current.children.set(name, child = newSegment(current));
    current = child;
  }
  return current;
}

/** The middlewares from the root down to `segment`, as they are now; what is added later does not apply. */
export function middlewaresOf<State>(segment: Segment<State>): Middleware<State>[] {
  const path: Segment<State>[] = [];
  for (let at: Segment<State> | null = segment; at !== null; at = at.parent) path.unshift(at);
  const root = path[0] ?? segment;
  return path.flatMap((at) => [enterSegment(root, at), ...at.middlewares]);
}

/** Puts a segment's app wrapper and layout in force, and catches what its error pages are for. */
function enterSegment<State>(root: Segment<State>, segment: Segment<State>): Middleware<State> {
  const { app, layout, errorRoute } = segment;
  return async (ctx) => {
    const ui = uiOf(ctx);
    const before = { app: ui.app, layouts: ui.layouts };
    if (app !== null) ui.app = app;
    if (layout !== null) applyLayout(ctx, layout);
    try {
      return await ctx.next();
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      if (status === 404 && root.notFound !== null) return await root.notFound(ctx);
      if (errorRoute !== null) return await renderRoute(ctx, errorRoute, status);
      throw error;
    } finally {
      Object.assign(ui, before);
    }
  };
}

function applyLayout<State>(ctx: Context<State>, layout: NonNullable<Segment<State>["layout"]>): void {
  const ui = uiOf(ctx);
  if (layout.config.skipAppWrapper) ui.app = null;
  ui.layouts = layout.config.skipInheritedLayouts ? [layout.component] : [...ui.layouts, layout.component];
}
