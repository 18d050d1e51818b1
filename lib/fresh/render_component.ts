import { type AnyComponent, type FunctionComponent, h, type VNode } from "preact";
import type { Context } from "./context.ts";
import type { AsyncComponent, PageProps } from "./types.ts";

/** The props of a page, layout or app wrapper of a request. */
export function propsOf<State>(
  ctx: Context<State>,
  data: unknown,
  Component: FunctionComponent,
): PageProps<unknown, State> {
  const { config, url, req, params, info, state, isPartial, error, route } = ctx;
  return { config, url, req, params, info, state, isPartial, error, route, Component, data };
}

/** Tells a component that has to be awaited before rendering, as Fresh does: by being an `async` function. */
function isAsyncComponent<Props>(
  component: AnyComponent<Props> | AsyncComponent<Props>,
): component is AsyncComponent<Props> {
  return component.constructor.name === "AsyncFunction";
}

/** Makes the vnode of a page, layout or app wrapper; an async one is run now and may answer with a `Response`. */
export async function renderComponent<Props extends object>(
  component: AnyComponent<Props> | AsyncComponent<Props>,
  props: Props,
): Promise<VNode | Response | null> {
  if (isAsyncComponent(component)) return await component(props);
  return h(component, props) as VNode;
}
