import { type ReadonlySignal, Signal } from "@preact/signals";
import { type ComponentChildren, type ComponentType, options, type VNode } from "preact";
import { linkState } from "./active_links.ts";
import { lockSources } from "./asset.ts";
import { Head } from "./head.ts";
import { HEAD_TAGS, headElement, injectInto, RemainingHead, ServerHead } from "./head_server.ts";
import { boundaryOf, IslandScripts } from "./island_server.ts";
import { providerOf } from "./provider_server.ts";
import { type ElementProps, type RenderState, renderState } from "./render_state.ts";

// `__b` is the published (mangled) name of Preact's hook that runs before a vnode is rendered, `__r` before its component is.
interface RenderHooks {
  vnode?: (vnode: VNode<ElementProps>) => void;
  __b?: (vnode: VNode<ElementProps>) => void;
  __r?: (vnode: RenderedNode) => void;
  unmount?: (vnode: RenderedNode) => void;
}

// As `__b`: what a vnode was rendered from, which only a page in the browser has use for afterwards.
interface RenderedNode extends VNode<ElementProps> {
  /** Children. */
  __k?: unknown;
  /** Component, with what renders it anew when a signal changes. */
  __c?: {
    __$u?: typeof NEVER_AGAIN;
    /** Whether the hooks have taken over what decides about a further rendering. */
    __f?: boolean;
  } | null;
}

// In place of what listens to a component's signals, which would be made and dropped for each: a page is rendered once.
const NEVER_AGAIN = { S: () => () => {}, d: () => {} };

/** What a signal among children is on the server: its value, as of now. */
function SignalText({ data }: { readonly data: ReadonlySignal }): ComponentChildren {
  const value: unknown = data.value;
  return typeof value === "boolean" ? "" : value as ComponentChildren;
}

type ElementHook = (vnode: VNode<ElementProps>, state: RenderState) => void;

const ON_CREATE: ReadonlyMap<unknown, ElementHook> = new Map<unknown, ElementHook>([
  ["a", (vnode, state) => Object.assign(vnode.props, linkState(vnode.props, state.page.url))],
  ["img", (vnode) => lockSources(vnode.props)],
  ["source", (vnode) => lockSources(vnode.props)],
]);

const BEFORE_RENDER: ReadonlyMap<unknown, ElementHook> = new Map<unknown, ElementHook>([
  ["html", (_, state) => void (state.rendered.html = true)],
  ["head", (vnode, state) => {
    state.rendered.head = true;
    injectInto(vnode, RemainingHead);
  }],
  ["body", (vnode, state) => {
    state.rendered.body = true;
    injectInto(vnode, IslandScripts);
  }],
  ...HEAD_TAGS.map((tag): [string, ElementHook] => [tag, headElement]),
]);

/** Hooks into Preact once, when the framework is loaded. What was hooked in before (signals) still runs. */
function install(hooks: RenderHooks): void {
  const { vnode: beforeCreate, __b: beforeRender, __r: beforeRun, unmount: afterRender } = hooks;
  hooks.vnode = (vnode) => {
    const state = renderState();
    if (state !== null && typeof vnode.type === "string") ON_CREATE.get(vnode.type)?.(vnode, state);
    beforeCreate?.(vnode);
  };
  hooks.__b = (vnode) => {
    const state = renderState();
    if (state !== null) prepare(vnode, state);
    beforeRender?.(vnode);
  };
  hooks.__r = (vnode) => {
    if (renderState() !== null && vnode.__c) {
      vnode.__c.__$u ??= NEVER_AGAIN;
      vnode.__c.__f = true;
    }
    beforeRun?.(vnode);
  };
  hooks.unmount = (vnode) => {
    afterRender?.(vnode);
    // What is text already is let go at once, so that the collector has nothing to carry along while the rest is rendered.
    if (renderState() !== null) vnode.__k = vnode.__c = null;
  };
}

function prepare(vnode: VNode<ElementProps>, state: RenderState): void {
  const { type } = vnode;
  if (typeof type === "string") return BEFORE_RENDER.get(type)?.(vnode, state);
  if (type === Head) {
    vnode.type = ServerHead;
    return;
  }
  const provider = providerOf(type as ComponentType);
  if (provider !== null) {
    vnode.type = provider;
    return;
  }
  if (state.islandDepth > 0) return;
  const island = state.registry.get(type as ComponentType);
  if (island !== undefined) vnode.type = boundaryOf(island);
}

install(options as RenderHooks);
Object.defineProperty(Signal.prototype, "type", { configurable: true, value: SignalText });
