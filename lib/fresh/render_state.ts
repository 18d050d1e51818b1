import type { ComponentType, VNode } from "preact";
import type { BuildCache, Island } from "./build_cache.ts";

/** Props of an element vnode, which may have anything. */
export type ElementProps = Record<string, unknown>;

/** What is gathered while one page is rendered: rendering is synchronous, so there is one at a time. */
export class RenderState {
  /** Put on inline scripts and styles; the `csp()` middleware names it in its header. */
  readonly nonce: string = crypto.randomUUID().replaceAll("-", "");
  readonly registry: ReadonlyMap<ComponentType, Island>;
  /** The islands of the page and the props of each of their uses. */
  readonly islands = new Set<Island>();
  readonly islandProps: object[] = [];
  /** What `<Head>` collected and `<head>` has not taken yet, by what makes two of them the same. */
  readonly headItems = new Map<string, VNode>();
  readonly rendered = { html: false, head: false, body: false, scripts: false };
  /** How deep inside islands and `<Head>` the renderer is. */
  islandDepth = 0;
  headDepth = 0;

  /** Starts a page that is answered from this build. */
  constructor(
    readonly build: Pick<
      BuildCache<never>,
      "islandRegistry" | "clientEntry" | "modulesOf" | "getEntryAssets"
    >,
    readonly page: { readonly url: URL; readonly basePath: string },
  ) {
    this.registry = build.islandRegistry;
  }
}

let current: RenderState | null = null;

/** The page that is being rendered, `null` outside of rendering. */
export function renderState(): RenderState | null {
  return current;
}

/** The page that is being rendered. Errors: throws outside of rendering. */
export function requireRenderState(): RenderState {
  if (current === null) throw new Error("render a component of the framework, no page is being rendered");
  return current;
}

/** Runs `render` with `state` as the page that is being rendered. */
export function withRenderState<T>(state: RenderState, render: () => T): T {
  const before = current;
  current = state;
  try {
    return render();
  } finally {
    current = before;
  }
}
