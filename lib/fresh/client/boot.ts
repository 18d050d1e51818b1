import "@preact/signals";
import { type ComponentType, type ContainerNode, h, options, render, type VNode } from "preact";
import { lockSources } from "../asset.ts";
import { BOOT_STATE_ID, type BootState, ISLAND_END, parseIslandStart } from "../markers.ts";
import { islandContainer } from "./container.ts";

/** Finds the islands of the page and renders each over the HTML the server made of it. */
async function boot(): Promise<void> {
  const element = document.getElementById(BOOT_STATE_ID);
  if (element === null) return;
  const state: BootState = JSON.parse(element.textContent ?? "");
  lockImages();
  const [components, props] = await Promise.all([loadIslands(state), state.plain ?? readProps(state.props)]);
  for (const root of findRoots()) {
    const component = components.get(root.name);
    // A module that could not be loaded has been reported; its islands stay as the server rendered them.
    if (component !== undefined) start(root, component, Array.isArray(props) ? props[root.index] : {});
  }
}

/** Few pages have props that JSON has no words for; what reads them is loaded there. */
async function readProps(props: unknown): Promise<unknown> {
  const { reviveProps } = await import("./props.ts");
  return reviveProps(props);
}

async function loadIslands({ islands }: BootState): Promise<Map<string, ComponentType>> {
  const components = new Map<string, ComponentType>();
  await Promise.all(islands.map(async ({ name, file, exportName }) => {
    try {
      components.set(name, (await import(file))[exportName]);
    } catch (error) {
      reportError(error);
    }
  }));
  return components;
}

interface Root {
  readonly name: string;
  readonly index: number;
  readonly start: Comment;
  readonly end: Comment;
}

/** The pairs of markers, in the order of the page. Islands inside islands have none. */
function findRoots(): Root[] {
  const roots: Root[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  let open: Omit<Root, "end"> | null = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!(node instanceof Comment)) continue;
    const found = parseIslandStart(node.data);
    if (found !== null) open = { ...found, start: node };
    if (node.data !== ISLAND_END || open === null) continue;
    roots.push({ ...open, end: node });
    open = null;
  }
  return roots;
}

/** One island that fails must not keep the others from starting. */
function start({ name, start, end }: Root, component: ComponentType, props: object): void {
  const parent = start.parentNode;
  if (parent === null || parent !== end.parentNode) {
    reportError(
      new Error(`start an island, the browser moved its HTML because elements are nested wrongly: ${name}`),
    );
    return;
  }
  try {
    const container: ContainerNode = islandContainer(parent, start, end);
    render(h(component, props), container);
  } catch (error) {
    reportError(error);
  }
}

/** Image URLs are locked to the build here as on the server, so that an island does not load them again. */
function lockImages(): void {
  const before = options.vnode;
  options.vnode = (vnode: VNode) => {
    if (vnode.type === "img" || vnode.type === "source") lockSources(vnode.props as Record<string, unknown>);
    before?.(vnode);
  };
}

// Not waited for: what the islands import may lie in this very module.
void boot();
