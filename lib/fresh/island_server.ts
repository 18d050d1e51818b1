import { Signal } from "@preact/signals";
import { type ComponentChildren, type ComponentType, Fragment, h, isValidElement, type VNode } from "preact";
import type { Island } from "./build_cache.ts";
import { plainJson } from "./jsonify/plain.ts";
import { type Stringifiers, stringify } from "./jsonify/stringify.ts";
import { BOOT_STATE_ID, type BootState, ISLAND_END, islandStart } from "./markers.ts";
import { requireRenderState } from "./render_state.ts";

const boundaries = new WeakMap<Island, ComponentType<Record<string, unknown>>>();

/** The component that renders an island between its markers and keeps its props for the browser. */
export function boundaryOf(island: Island): ComponentType<Record<string, unknown>> {
  let boundary = boundaries.get(island);
  if (boundary === undefined) boundaries.set(island, boundary = makeBoundary(island));
  return boundary;
}

function makeBoundary(island: Island): ComponentType<Record<string, unknown>> {
  return function IslandBoundary(props) {
    refuseJsx(island.name, props);
    const state = requireRenderState();
    state.islands.add(island);
    state.islandDepth++;
    const index = state.islandProps.push(props) - 1;
    return h(
      Fragment,
      null,
      comment(islandStart(island.name, index)),
      h(island.fn, props),
      h(BoundaryEnd, null),
    );
  };
}

/** Rendered after everything inside the island. In a list, because a lone fragment would be replaced by its children. */
function BoundaryEnd(): VNode[] {
  requireRenderState().islandDepth--;
  return [comment(ISLAND_END)];
}

/** A comment in the page, by the renderer's prop for it. */
function comment(text: string): VNode {
  const props: Record<string, unknown> = { UNSTABLE_comment: text };
  return h(Fragment, props) as VNode;
}

/** Fresh can send server-rendered JSX along; this stand-in leaves that out and says so. */
function refuseJsx(name: string, props: Record<string, unknown>): void {
  const prop = Object.keys(props).find((key) =>
    props[key] !== undefined && !(props[key] instanceof Signal) &&
    (key === "children" || isValidElement(props[key]))
  );
  if (prop === undefined) return;
  throw new TypeError(`render an island, pass it data instead of JSX: ${name} ${prop}`);
}

const SIGNALS: Stringifiers = {
  Computed: (value) => value instanceof Signal && isReadonly(value) ? { value: value.peek() } : undefined,
  Signal: (value) => value instanceof Signal ? { value: value.peek() } : undefined,
};

/** Computed signals have their own `value` without a setter. */
function isReadonly(value: Signal): boolean {
  return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(value), "value")?.set === undefined;
}

/**
 * The last child of `<body>`: the props of the page's islands as data, and the module that starts them. Nothing of it
 * is inline code, so that it runs under `script-src 'self'`.
 */
export function IslandScripts(): ComponentChildren {
  const { rendered, islands, islandProps, build, page } = requireRenderState();
  if (rendered.scripts) return null;
  rendered.scripts = true;
  if (islands.size === 0 || build.clientEntry === "") return null;
  const used: BootState["islands"] = [...islands].map(({ name, file, exportName }) => {
    return { name, file: page.basePath + file, exportName };
  });
  const plain = plainJson(islandProps);
  const props = plain === null ? `"props":${stringify(islandProps, SIGNALS)}` : `"plain":${plain}`;
  const state = `{"islands":${JSON.stringify(used)},${props}}`;
  // Without "<" nothing in it can end the script element or open a comment. Signs are told by their number as in all of the page.
  const __html = state.replaceAll("<", "\\u003c").replace(SIGNS_REGEXP, escaped);
  return [
    h("script", { type: "application/json", id: BOOT_STATE_ID, dangerouslySetInnerHTML: { __html } }),
    h("script", { type: "module", src: page.basePath + build.clientEntry }),
  ];
}

const SIGNS_REGEXP = /[\u2010-\u2027\u2030-\u205e\u2190-\u22ff]/g;

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
