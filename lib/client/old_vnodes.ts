import { options, type VNode } from "preact";

/** The part of a vnode that Preact keeps under short names, as `preact/hooks` and `@preact/signals` read it too. */
interface InnerVNode extends VNode {
  /** The component that it is an instance of. */
  __c?: InnerComponent | null;
  /** What it rendered. */
  __k?: unknown[] | null;
}

/** A component, which remembers here what it rendered last: a look into a map at every change would cost more. */
interface InnerComponent {
  nexusNewest?: InnerVNode;
}

/** Called when a change is on the page. */
type Commit = (vnode: VNode, queue: unknown[]) => void;

let isReleasing = false;

/**
 * Lets go of what components rendered before. Preact keeps the first vnode of a component that renders itself anew, in
 * the props of the element around it, and from there a chain leads through everything that was ever on the page: on one
 * that is open all day rows gone long ago are never freed. The old vnode is only ever read for its type, props and key.
 */
export function releaseOldVNodes(): void {
  if (isReleasing) return;
  isReleasing = true;
  const hooks: typeof options & { __c?: Commit } = options;
  const { diffed, __c: commit } = hooks;
  let replaced: InnerVNode[] = [];
  hooks.diffed = (vnode: InnerVNode) => {
    const component = vnode.__c;
    if (component) {
      const before = component.nexusNewest;
      if (before !== undefined && before !== vnode) replaced.push(before);
      component.nexusNewest = vnode;
    }
    diffed?.(vnode);
  };
  // While it compares, Preact still reads the old ones.
  hooks.__c = (vnode, queue) => {
    for (const before of replaced) before.__k = [];
    replaced = [];
    commit?.(vnode, queue);
  };
}
