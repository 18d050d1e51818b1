import { type Context, uiOf } from "./context.ts";
import { isHandlerByMethod } from "./handlers.ts";
import { propsOf, renderComponent } from "./render_component.ts";
import type { HandlerFn, Method, Route, RouteHandler } from "./types.ts";

/** Answers a request by a route: its handler's `Response`, or its component with the data the handler gave. */
export async function renderRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  status = 200,
): Promise<Response> {
  const ui = uiOf(ctx);
  const before = { app: ui.app, layouts: ui.layouts };
  if (route.config?.skipAppWrapper) ui.app = null;
  if (route.config?.skipInheritedLayouts) ui.layouts = [];
  try {
    return await answer(ctx, route, status);
  } finally {
    Object.assign(ui, before);
  }
}

async function answer<State>(ctx: Context<State>, route: Route<State>, status: number): Promise<Response> {
  const handler = handlerFor(route.handler, ctx.req.method.toUpperCase() as Method);
  if (handler === undefined) return await ctx.next();
  const result = await handler(ctx);
  if (result instanceof Response) return result;
  const init = { status: result.status ?? status, headers: result.headers };
  if (route.component === undefined) return await ctx.render(null, init);
  const vnode = await renderComponent(route.component, propsOf(ctx, result.data, () => null));
  return vnode instanceof Response ? vnode : await ctx.render(vnode, init);
}

function handlerFor<State>(
  handler: RouteHandler<unknown, State> | undefined,
  method: Method,
): HandlerFn<unknown, State> | undefined {
  if (handler === undefined || !isHandlerByMethod(handler)) return handler;
  return handler[method] ?? (method === "HEAD" ? handler.GET : undefined);
}
