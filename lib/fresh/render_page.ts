import { Fragment, type FunctionComponent, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import "./hooks.ts";
import type { BuildCache } from "./build_cache.ts";
import type { Context } from "./context.ts";
import { IslandScripts } from "./island_server.ts";
import { NONCE_SYMBOL } from "./nonce.ts";
import { toBytes } from "./page_bytes.ts";
import { propsOf, renderComponent } from "./render_component.ts";
import { RenderState, withRenderState } from "./render_state.ts";
import type { RouteComponent } from "./types.ts";

/** What `ctx.render()` wants rendered. */
export interface PageParts<State> {
  readonly app: RouteComponent<State> | null;
  /** Outermost first. */
  readonly layouts: readonly RouteComponent<State>[];
  readonly vnode: VNode | null;
  readonly init: ResponseInit;
}

/** Renders a page inside its layouts and app wrapper; an async one of those may answer in its place. */
export async function renderPage<State>(
  ctx: Context<State>,
  build: BuildCache<State>,
  parts: PageParts<State>,
): Promise<Response> {
  const content = await insideLayouts(ctx, parts);
  if (content instanceof Response) return content;
  const shell = parts.app === null ? null : await insideApp(ctx, parts.app);
  if (shell instanceof Response) return shell;
  const state = new RenderState(build, { url: ctx.url, basePath: ctx.config.basePath });
  const html = withRenderState(state, () => renderDocument(state, content, shell));
  // As bytes, which lie outside of what the collector carries along until they are sent.
  const response = new Response(toBytes(html), parts.init);
  // Set where they are: a response that is made with many headers reads them all again.
  response.headers.set("Content-Type", "text/html; charset=utf-8");
  addPreloads(response.headers, state);
  return Object.defineProperty(response, NONCE_SYMBOL, { value: state.nonce });
}

async function insideLayouts<State>(
  ctx: Context<State>,
  { layouts, vnode }: PageParts<State>,
): Promise<VNode | Response | null> {
  let content = vnode;
  for (const layout of layouts.toReversed()) {
    const Component = showing(content);
    ctx.Component = Component;
    const wrapped = await renderComponent(layout, propsOf(ctx, null, Component));
    if (wrapped instanceof Response) return wrapped;
    content = wrapped;
  }
  return content;
}

/** A component that is what it was made for. */
function showing(content: VNode | null): FunctionComponent {
  return () => content;
}

/** The app wrapper, rendered around a hole that is filled when the content is text already. */
interface Shell {
  readonly vnode: VNode | null;
  readonly hole: { content: VNode | null };
}

async function insideApp<State>(ctx: Context<State>, app: RouteComponent<State>): Promise<Shell | Response> {
  const hole: Shell["hole"] = { content: null };
  const Component: FunctionComponent = () => hole.content;
  ctx.Component = Component;
  const vnode = await renderComponent(app, propsOf(ctx, null, Component));
  return vnode instanceof Response ? vnode : { vnode, hole };
}

/** The content comes first, so that `<head>` and the scripts know what is in it. */
function renderDocument(state: RenderState, content: VNode | null, shell: Shell | null): string {
  let html = renderToString(content ?? h(Fragment, null));
  if (shell !== null) {
    shell.hole.content = jsxTemplate([html]);
    html = renderToString(shell.vnode ?? h(Fragment, null));
    // The request's context leads here until its answer is sent.
    shell.hole.content = null;
  }
  return `<!DOCTYPE html>${completed(state, html)}`;
}

/** Adds the `<html>`, `<head>` and `<body>` that neither page nor app wrapper rendered. */
function completed(state: RenderState, html: string): string {
  const { rendered } = state;
  if (rendered.html && rendered.head && rendered.body) return html;
  let vnode: VNode = jsxTemplate([html]);
  if (!rendered.body) vnode = h("body", null, vnode, h(IslandScripts, null)) as VNode;
  if (!rendered.head) {
    vnode = h(Fragment, null, h("head", null, h("meta", { charset: "utf-8" })), vnode) as VNode;
  }
  if (!rendered.html) vnode = h("html", null, vnode) as VNode;
  return renderToString(vnode);
}

/** Lets the browser fetch the modules of the islands while it still reads the page. */
function addPreloads(headers: Headers, { islands, build, page }: RenderState): void {
  if (islands.size === 0 || build.clientEntry === "") return;
  const files = new Set(
    [build.clientEntry, ...[...islands].map((island) => island.file)].flatMap(build.modulesOf, build),
  );
  const links = [...files].map((file) =>
    `<${encodeURI(page.basePath + file)}>; rel="modulepreload"; as="script"`
  );
  headers.append("Link", links.join(", "));
}
