import { deepStrictEqual, ok } from "node:assert/strict";
import { signal } from "@preact/signals";
import { Component, type ContainerNode, h, render } from "preact";
import { releaseOldVNodes } from "../../lib/client/mod.ts";

/** As much of an element as rendering a list needs. */
class FakeNode {
  readonly childNodes: FakeNode[] = [];
  readonly nodeType = 1;
  readonly style = {};
  data = "";
  constructor(readonly localName: string, readonly ownerDocument: object = {}) {}
  parentNode: FakeNode | null = null;
  get firstChild(): FakeNode | null {
    return this.childNodes[0] ?? null;
  }
  get nextSibling(): FakeNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }
  insertBefore<T extends FakeNode>(node: T, before: FakeNode | null): T {
    node.parentNode?.removeChild(node);
    const at = before === null ? -1 : this.childNodes.indexOf(before);
    this.childNodes.splice(at < 0 ? this.childNodes.length : at, 0, node);
    node.parentNode = this;
    return node;
  }
  appendChild<T extends FakeNode>(node: T): T {
    return this.insertBefore(node, null);
  }
  removeChild<T extends FakeNode>(node: T): T {
    this.childNodes.splice(this.childNodes.indexOf(node), 1);
    node.parentNode = null;
    return node;
  }
  contains(other: FakeNode | null): boolean {
    return other === this || this.childNodes.some((child) => child.contains(other));
  }
  setAttribute(): void {}
  removeAttribute(): void {}
}

/** Every element that can be reached from one by any chain of properties, as memory sees it. */
function reachable(from: object): FakeNode[] {
  const seen = new Set<object>([from]);
  for (const item of seen) {
    for (const key of Reflect.ownKeys(item)) {
      const value: unknown = Reflect.get(item, key);
      if (typeof value === "object" && value !== null) seen.add(value);
    }
  }
  return [...seen].filter((item) => item instanceof FakeNode);
}

/** A row that is left alone while its number stays. */
class Row extends Component<{ readonly number: number; readonly round: number }> {
  override shouldComponentUpdate(next: { readonly round: number }): boolean {
    return next.round % 5 === this.props.number % 5;
  }
  override render() {
    return h("li", null, h("b", null, String(this.props.round)));
  }
}

/** Rows come and go while a list renders itself anew; gives how many elements are on the page and in memory. */
async function churn(): Promise<{ readonly shown: number; readonly kept: number }> {
  const round = signal(0);
  class List extends Component {
    override render() {
      const at = round.value;
      const numbers = Array.from({ length: 6 }, (_, index) => at + index);
      return h("ul", null, numbers.map((number) => h(Row, { key: number, number, round: at })));
    }
  }
  const container = new FakeNode("main");
  render(h("section", null, h(List, null)), container as object as ContainerNode);
  for (let turn = 1; turn <= 50; turn++) {
    round.value = turn;
    await Promise.resolve();
    await Promise.resolve();
  }
  const count = (node: FakeNode): number => node.childNodes.reduce((sum, child) => sum + count(child), 1);
  return { shown: count(container), kept: reachable(container).length };
}

Deno.test("releaseOldVNodes lets go of rows that left the page, which Preact by itself keeps", async () => {
  const document = {
    createElementNS: (_: string, name: string) => new FakeNode(name),
    createTextNode: () => new FakeNode("#text"),
  };
  Object.assign(globalThis, { document });
  try {
    const before = await churn();
    ok(before.kept > before.shown * 3, `kept without it: ${before.kept} of ${before.shown}`);
    releaseOldVNodes();
    releaseOldVNodes();
    const after = await churn();
    deepStrictEqual(after.shown, before.shown);
    ok(after.kept <= after.shown * 1.5, `kept with it: ${after.kept} of ${after.shown}`);
  } finally {
    Reflect.deleteProperty(globalThis, "document");
  }
});
