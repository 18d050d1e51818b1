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

/** An order whose rows change places a few at a time, in frames that the test draws. */
function stepwise() {
  const clock = new VirtualClock(5_000);
  const frames: (() => void)[] = [];
  let isEven = true;
  let moved = 0;
  const steps = { nextFrame: (callback: () => void) => void frames.push(callback), areEven: () => isEven };
  const order = new SteadyOrder(clock, () => moved++, steps);
  const draw = () => frames.splice(0).forEach((callback) => callback());
  return { clock, order, frames, draw, moved: () => moved, setEven: (even: boolean) => isEven = even };
}

const names = Array.from({ length: 60 }, (_, index) => String(index));
const turned = names.toReversed();
const isOrder = (shown: readonly string[], wished: readonly string[]) => shown.join() === wished.join();

Deno.test("SteadyOrder lets many rows change places a few in a frame, then rests", () => {
  const { clock, order, frames, draw, moved } = stepwise();
  order.arrange(names, "x", never);
  clock.advance(5_000);
  let shown = order.arrange(turned, "x", never);
  const counts: number[] = [];
  for (let before: readonly string[] = names; !isOrder(shown, before);) {
    strictEqual(order.isStep, true);
    counts.push(shown.filter((id, place) => id !== before[place]).length);
    before = shown;
    draw();
    shown = order.arrange(turned, "x", never);
  }
  deepStrictEqual(counts, [10, 10, 10, 10, 10, 10]);
  deepStrictEqual([isOrder(shown, turned), moved(), frames.length, clock.pending], [true, 5, 0, 0]);
  deepStrictEqual(order.arrange(names, "x", never), turned);
  strictEqual(order.isStep, false);
  order.stop();
});

Deno.test("SteadyOrder lets rows go from the end only, and takes new ones there, while others change places", () => {
  const { clock, order, draw } = stepwise();
  order.arrange(names, "x", always);
  clock.advance(5_000);
  const wished = [...turned.filter((id) => id !== "30"), "new"];
  let shown = order.arrange(wished, "x", always);
  for (let step = 0; step < 9 && !isOrder(shown, wished); step++) {
    strictEqual(order.isStep, true);
    strictEqual(shown.length, 61, "one came, one is still there");
    draw();
    shown = order.arrange(wished, "x", always);
  }
  deepStrictEqual(shown, wished);
  strictEqual(order.isStep, true);
});

Deno.test("SteadyOrder moves no more rows once somebody points at them, and all at once where they differ in height", () => {
  const { clock, order, draw, setEven } = stepwise();
  order.arrange(names, "x", never);
  clock.advance(5_000);
  const shown = order.arrange(turned, "x", never);
  order.hold("pointer", true);
  draw();
  deepStrictEqual(order.arrange(turned, "x", never), shown);
  order.hold("pointer", false);
  clock.advance(5_000);
  setEven(false);
  deepStrictEqual(order.arrange(turned, "x", never), turned);
  strictEqual(order.isStep, false);
});
