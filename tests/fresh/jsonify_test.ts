import { computed, type ReadonlySignal, Signal, signal } from "@preact/signals";
import fc from "fast-check";
import { deepStrictEqual, notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { revive } from "../../lib/fresh/jsonify/parse.ts";
import { plainJson } from "../../lib/fresh/jsonify/plain.ts";
import { stringify } from "../../lib/fresh/jsonify/stringify.ts";

const roundTrip = (value: unknown) => revive(JSON.parse(stringify(value)));

// docs/latest/advanced/serialization.md, "Supported types"
const VALUES: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["NaN", NaN],
  ["-0", -0],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["bigint", 2n ** 70n],
  ["text with markup and line separators", '</script><!--\u2028\u2029"\\'],
  ["lone surrogate", "\ud800"],
  ["date", new Date(1_771_000_000_123)],
  ["invalid date", new Date(NaN)],
  ["url", new URL("https://site.test/a?b#c")],
  ["regular expression", /a\/b"</gi],
  ["map", new Map<unknown, unknown>([["a", 1], [{ k: 1 }, [new Date(0)]]])],
  ["set", new Set([1, "1", null, undefined])],
  ["bytes", new Uint8Array([0, 255, 7])],
  ["sparse list", Object.assign(new Array(3), { 0: 1, 2: 3 })],
  ["list that begins like a type", ["Date", "Signal", 1]],
  ["nested", { a: [{ b: { c: [undefined, null] } }], "": 0, "a b": [] }],
];
for (const [name, value] of VALUES) {
  Deno.test(`stringify and revive keep ${name}`, () => deepStrictEqual(roundTrip(value), value));
}

Deno.test("stringify and revive keep any JSON and more", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withNullPrototype: false,
    maxDepth: 4,
  });
  fc.assert(fc.property(anything, (value) => deepStrictEqual(roundTrip(value), value)), { numRuns: 300 });
});

// docs/latest/concepts/islands.md: "Circular references are supported ... only serialized once"
Deno.test("stringify and revive keep references and cycles", () => {
  const node: Record<string, unknown> = { name: "a" };
  node.self = node;
  const list: unknown[] = [node, node, new Map([["n", node]])];
  list.push(list);
  const back = roundTrip(list);
  ok(Array.isArray(back));
  strictEqual(back[0], back[1]);
  strictEqual(back[0].self, back[0]);
  strictEqual(back[2].get("n"), back[0]);
  strictEqual(back[3], back);
});

Deno.test("revive gives a key called __proto__ back as a key", () => {
  const value = JSON.parse('{"__proto__": {"polluted": true}}');
  const back = roundTrip(value);
  deepStrictEqual(Object.keys(Object(back)), ["__proto__"]);
  strictEqual(Reflect.get(Object.prototype, "polluted"), undefined);
});

Deno.test("plainJson writes what JSON gives back as it was, and nothing else", () => {
  const shared = { a: 1 };
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const others = VALUES.filter(([name]) =>
    !["null", "text with markup and line separators", "lone surrogate"].includes(name)
  )
    .filter(([name]) => name !== "list that begins like a type");
  for (const [name, value] of others) strictEqual(plainJson([value]), null, name);
  for (const value of [[shared, shared], cycle, { toJSON: () => 1 }, [Symbol("x")], new Node("1")]) {
    strictEqual(plainJson(value), null);
  }
  strictEqual(plainJson([{ a: [1, "Date", null, true, {}] }]), '[{"a":[1,"Date",null,true,{}]}]');
  fc.assert(fc.property(fc.anything({ withDate: true, withMap: true, withBigInt: true }), (value) => {
    const text = plainJson(value);
    if (text !== null) deepStrictEqual(JSON.parse(text), value);
  }));
});

class Node {
  constructor(readonly id: string) {}
}

// docs/latest/advanced/serialization.md, "Not serializable"
const REFUSED: readonly (readonly [string, unknown, RegExp])[] = [
  ["a function", { rows: [{ onClick: () => 1 }] }, /^serialise props\.rows\[0\]\.onClick, .* function: /],
  ["a symbol", [Symbol("x")], /^serialise props\[0\], .* symbol: Symbol\(x\)$/],
  ["a class instance", { node: new Node("1") }, /^serialise props\.node, .* class instance: Node$/],
];
for (const [name, value, message] of REFUSED) {
  Deno.test(`stringify refuses ${name} and says where it is`, () => {
    throws(() => stringify(value), (error) => error instanceof TypeError && message.test(error.message));
  });
}

// docs/latest/concepts/signals.md, "Serialization"
Deno.test("signals stay signals, and one that is used twice stays one", () => {
  const count = signal({ n: 1 });
  const text = stringify({ a: count, b: [count], c: computed(() => count.value.n + 1) }, {
    Signal: (value) => value instanceof Signal ? { value: value.peek() } : undefined,
  });
  const back = revive(JSON.parse(text), { Signal: (value) => signal(value) });
  const { a, b, c } = back as { a: Signal; b: Signal[]; c: ReadonlySignal };
  strictEqual(a, b[0]);
  notStrictEqual(a, count);
  deepStrictEqual([a.value, c.value], [{ n: 1 }, 2]);
});

for (const rows of [7, "x", [["Wat", 1]], [[5]], [{ a: 9 }]]) {
  Deno.test(`revive refuses ${JSON.stringify(rows)}`, () => {
    throws(() => revive(rows), SyntaxError);
  });
}
