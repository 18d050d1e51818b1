import { type ComponentChildren, isValidElement, type VNode } from "preact";
import { useEffect } from "preact/hooks";

/** Props of {@linkcode Head}. */
export interface HeadProps {
  children?: ComponentChildren;
}

/** Moves `<title>`, `<meta>`, `<link>` and the like from a page, component or island into `<head>`. */
export function Head(props: HeadProps): ComponentChildren {
  // Only islands run this; on the server the renderer takes the children before they get here.
  useEffect(() => elementsOf(props.children).forEach(applyToHead));
  return null;
}

/** The element vnodes among children; components inside `<Head>` work on the server only. */
function elementsOf(children: ComponentChildren): VNode<Record<string, unknown>>[] {
  const list = Array.isArray(children) ? children.flat(Infinity) : [children];
  return list.filter((child): child is VNode<Record<string, unknown>> =>
    isValidElement(child) && typeof child.type === "string"
  );
}

function applyToHead(vnode: VNode<Record<string, unknown>>): void {
  const text = textOf(vnode.props.children);
  if (vnode.type === "title") {
    if (document.title !== text) document.title = text;
    return;
  }
  const element = findInHead(vnode) ?? document.head.appendChild(document.createElement(String(vnode.type)));
  if (element.textContent !== text) element.textContent = text;
  if (isKey(vnode.key)) element.setAttribute("data-key", String(vnode.key));
  for (const [name, value] of Object.entries(vnode.props)) applyAttribute(element, name, value);
}

function applyAttribute(element: Element, name: string, value: unknown): void {
  if (name === "children" || name === "dangerouslySetInnerHTML") return;
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** The element that stands for this one already: by key, by id, or by what it is the only one of. */
function findInHead({ type, key, props }: VNode<Record<string, unknown>>): Element | null {
  const has = (name: string, value: unknown) =>
    document.head.querySelector(`${type}[${name}="${CSS.escape(String(value))}"]`);
  if (isKey(key)) return has("data-key", key);
  if (props.id !== undefined) return has("id", props.id);
  if (type === "meta") {
    return has(props.name === undefined ? "property" : "name", props.name ?? props.property);
  }
  if (type === "link") return has("rel", props.rel);
  return type === "base" ? document.head.querySelector("base") : null;
}

/** Whether a vnode was given a key. */
export function isKey(key: unknown): boolean {
  return key !== undefined && key !== null;
}

function textOf(children: unknown): string {
  if (Array.isArray(children)) return children.map(textOf).join("");
  return typeof children === "string" || typeof children === "number" ? String(children) : "";
}
