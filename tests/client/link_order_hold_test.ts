import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { SteadyOrder } from "../../lib/client/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";

const always = () => true;
const never = () => false;

function rig() {
  const clock = new VirtualClock(5_000);
  let moved = 0;
  const order = new SteadyOrder(clock, () => moved++);
  return { clock, order, moved: () => moved };
}

Deno.test("SteadyOrder follows at once when it has rested, and then at most every five seconds", () => {
  const { clock, order, moved } = rig();
  deepStrictEqual(order.arrange(["a", "b", "c"], "x", never), ["a", "b", "c"]);
  deepStrictEqual(order.arrange(["c", "a", "b"], "x", never), ["a", "b", "c"]);
  clock.advance(4_999);
  strictEqual(moved(), 0);
  clock.advance(1);
  strictEqual(moved(), 1, "it says when they are over");
  deepStrictEqual(order.arrange(["c", "a", "b"], "x", never), ["c", "a", "b"]);
  clock.advance(5_000);
  strictEqual(moved(), 1, "nothing waits");
  deepStrictEqual(order.arrange(["b", "c", "a"], "x", never), ["b", "c", "a"]);
  strictEqual(clock.pending, 0);
});

Deno.test("SteadyOrder lets rows come and go meanwhile", () => {
  const { order } = rig();
  order.arrange(["a", "b"], "x", never);
  deepStrictEqual(order.arrange(["n", "b"], "x", never), ["b", "n"]);
  order.stop();
});

for (const holder of ["pointer", "focus"] as const) {
  Deno.test(`SteadyOrder keeps every row in its place while held by the ${holder}`, () => {
    const { clock, order, moved } = rig();
    order.arrange(["a", "b", "c"], "x", never);
    order.hold(holder, true);
    clock.advance(10_000);
    deepStrictEqual(order.arrange(["c", "n", "a"], "x", always), ["a", "b", "c", "n"], "new ones at the end");
    deepStrictEqual(order.arrange(["c", "n", "a"], "x", (id) => id !== "b"), ["a", "c", "n"]);
    strictEqual(clock.pending, 0);
    order.hold(holder, false);
    clock.advance(0);
    strictEqual(moved(), 1);
    deepStrictEqual(order.arrange(["c", "n", "a"], "x", always), ["c", "n", "a"]);
  });
}

Deno.test("SteadyOrder waits for the last of two that hold", () => {
  const { clock, order, moved } = rig();
  order.arrange(["a", "b"], "x", never);
  order.hold("pointer", true);
  order.hold("focus", true);
  order.hold("pointer", false);
  clock.advance(5_000);
  strictEqual(moved(), 0);
  deepStrictEqual(order.arrange(["b", "a"], "x", never), ["a", "b"]);
  order.hold("focus", false);
  order.hold("focus", false);
  clock.advance(0);
  strictEqual(moved(), 1);
});

Deno.test("SteadyOrder does at once what the viewer asks, even while held", () => {
  const { order } = rig();
  order.arrange(["a", "b"], "by name", never);
  order.hold("pointer", true);
  deepStrictEqual(order.arrange(["b", "a"], "by number", never), ["b", "a"]);
});

Deno.test("SteadyOrder leaves no timer behind when it is stopped", () => {
  const { clock, order, moved } = rig();
  order.arrange(["a", "b"], "x", never);
  order.arrange(["b", "a"], "x", never);
  strictEqual(clock.pending, 1);
  order.stop();
  strictEqual(clock.pending, 0);
  clock.advance(5_000);
  strictEqual(moved(), 0);
});
