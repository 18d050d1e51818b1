import { type ComponentChildren, type ComponentType, Fragment, h, type VNode } from "preact";
import { asset } from "./asset.ts";
import { type HeadProps, isKey } from "./head.ts";
import { type ElementProps, type RenderState, requireRenderState } from "./render_state.ts";

/** The elements that `<Head>` moves. */
export const HEAD_TAGS = [
  "title",
  "meta",
  "link",
  "script",
  "style",
  "base",
  "noscript",
  "template",
] as const;

// Elements that `headElement` has dealt with: they pass the hook a second time on their way out.
const settled = new WeakSet<VNode<ElementProps>>();

/** Adds a component as the last child of an element, once, however often its vnode is rendered. */
export function injectInto(vnode: VNode<ElementProps>, component: ComponentType): void {
  const { children } = vnode.props;
  if (Array.isArray(children) && children.at(-1)?.type === component) return;
  vnode.props = { ...vnode.props, children: [children, h(component, null)] };
}

/** What `<Head>` is on the server: its elements are collected until `<head>` is rendered. */
export function ServerHead(props: HeadProps): VNode {
  requireRenderState().headDepth++;
  return h(Fragment, null, props.children, h(HeadEnd, null));
}

/** Rendered after everything inside `<Head>`. */
function HeadEnd(): null {
  requireRenderState().headDepth--;
  return null;
}

/** The hook for the elements that may belong into `<head>`: collects, replaces or leaves them, and sets the nonce. */
export function headElement(vnode: VNode<ElementProps>, state: RenderState): void {
  if (settled.has(vnode)) return;
  const tag = String(vnode.type);
  const isInline = tag === "script" || tag === "style";
  if (!isInline && state.headDepth === 0 && state.headItems.size === 0) return;
  vnode.type = headItem(tag, vnode.key);
}

/** A component in place of one element. The vnode may be shared between pages, so it decides anew each time. */
function headItem(tag: string, key: VNode["key"]): ComponentType<ElementProps> {
  return function HeadItem(props) {
    const state = requireRenderState();
    const element = settle(tag, key, props, state.nonce);
    // Nothing was collected that could take its place, as for the scripts at the end of every page.
    if (state.headDepth === 0 && state.headItems.size === 0) return element;
    const name = identityOf(tag, key, props);
    if (state.headDepth > 0) {
      state.headItems.set(name, element as VNode);
      return null;
    }
    const collected = state.headItems.get(name);
    state.headItems.delete(name);
    return collected ?? element;
  };
}

function settle(tag: string, key: VNode["key"], props: ElementProps, nonce: string): VNode<ElementProps> {
  const extra: ElementProps = isKey(key) ? { "data-key": key } : {};
  if (tag === "script" || tag === "style") extra.nonce = props.nonce ?? nonce;
  const element = h(tag, { ...props, ...extra }) as VNode<ElementProps>;
  settled.add(element);
  return element;
}

/** Two elements of the same identity replace each other: by key, titles always, others by all but their content. */
function identityOf(tag: string, key: VNode["key"], props: ElementProps): string {
  if (isKey(key)) return `${tag} key ${key}`;
  if (tag === "title") return tag;
  const content = tag === "meta" ? "content" : tag === "link" ? "href" : "";
  const ignored = ["children", "nonce", "ref", "data-key", "dangerouslySetInnerHTML", content];
  const names = Object.keys(props).filter((name) => !ignored.includes(name)).sort();
  const inner = tag === "script" || tag === "style"
    ? JSON.stringify(props.dangerouslySetInnerHTML ?? "")
    : "";
  return [tag, inner, ...names.map((name) => `${name}=${props[name]}`)].join(" ");
}

/** The last child of `<head>`: what `<Head>` collected and no element of `<head>` was replaced by. */
export function RemainingHead(): ComponentChildren {
  const state = requireRenderState();
  const styles = state.build.getEntryAssets().filter((file) => file.endsWith(".css")).map((file) =>
    h("link", { rel: "stylesheet", href: asset(state.page.basePath + file) })
  );
  const collected = [...state.headItems.values()];
  state.headItems.clear();
  return [...styles, ...collected];
}
