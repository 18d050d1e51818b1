import { deepStrictEqual } from "node:assert/strict";
import { FramePlan } from "../../lib/client/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";

/** A screen that draws when the test says so, every 16 ms. */
function rig() {
  const clock = new VirtualClock(0);
  const asked: ((frameMs: number) => void)[] = [];
  const plan = new FramePlan((callback) => asked.push(callback));
  const drawn: string[] = [];
  const draw = () => {
    clock.advance(16);
    for (const callback of asked.splice(0)) callback(clock.monotonicMs());
  };
  return { clock, asked, plan, drawn, draw, mark: (name: string) => () => void drawn.push(name) };
}

Deno.test("FramePlan gives everything that can wait a frame of its own", () => {
  const { plan, drawn, draw, mark } = rig();
  for (const name of ["log", "top", "rows"]) plan.whenFree(mark(name));
  const seen: number[] = [];
  for (let frame = 0; frame < 3; frame++) {
    draw();
    seen.push(drawn.length);
  }
  deepStrictEqual([seen, drawn], [[1, 2, 3], ["log", "top", "rows"]]);
});

Deno.test("FramePlan leaves a frame to what must not wait, but not for ever", () => {
  const { plan, drawn, draw, mark } = rig();
  const links = plan.reserve();
  plan.whenFree(mark("log"));
  draw();
  deepStrictEqual(drawn, []);
  links();
  links();
  draw();
  deepStrictEqual(drawn, ["log"]);
  plan.reserve();
  plan.whenFree(mark("top"));
  for (let frame = 0; frame < 4; frame++) draw();
  deepStrictEqual(drawn, ["log"]);
  draw();
  deepStrictEqual(drawn, ["log", "top"]);
});

Deno.test("FramePlan keeps a pace: at once after a rest, else when it is over", () => {
  const { clock, asked, plan, drawn, draw, mark } = rig();
  const calmly = plan.paced(500, clock);
  calmly(mark("first"));
  draw();
  deepStrictEqual(drawn, ["first"]);
  calmly(mark("second"));
  clock.advance(499);
  deepStrictEqual(asked.length, 0);
  clock.advance(1);
  draw();
  deepStrictEqual(drawn, ["first", "second"]);
  clock.advance(500);
  calmly(mark("third"));
  draw();
  deepStrictEqual(drawn, ["first", "second", "third"]);
  deepStrictEqual(clock.pending, 0);
});
