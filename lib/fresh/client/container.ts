/** What Preact renders an island into: the nodes between its markers, behaving like an element of their own. */
export interface IslandContainer {
  readonly nodeType: number;
  readonly parentNode: Node;
  readonly firstChild: Node | null;
  readonly childNodes: Node[];
  contains(other: Node | null): boolean;
  insertBefore<T extends Node>(node: T, child: Node | null): T;
  appendChild<T extends Node>(node: T): T;
  removeChild<T extends Node>(child: T): T;
}

const ELEMENT_NODE = 1;

/** Makes the container of the island between two comments with the same parent. */
export function islandContainer(parent: Node, start: Comment, end: Comment): IslandContainer {
  const childNodes = () => {
    const nodes: Node[] = [];
    for (let node = start.nextSibling; node !== null && node !== end; node = node.nextSibling) {
      nodes.push(node);
    }
    return nodes;
  };
  return {
    nodeType: ELEMENT_NODE,
    parentNode: parent,
    get firstChild() {
      return start.nextSibling === end ? null : start.nextSibling;
    },
    get childNodes() {
      return childNodes();
    },
    contains: (other) => childNodes().some((node) => node.contains(other)),
    insertBefore: (node, child) => parent.insertBefore(node, child ?? end),
    appendChild: (node) => parent.insertBefore(node, end),
    removeChild: (child) => parent.removeChild(child),
  };
}
