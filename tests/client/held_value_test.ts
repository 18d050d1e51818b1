import { strictEqual } from "node:assert/strict";
import { signal } from "@preact/signals";
import { HeldValue } from "../../lib/client/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";

function setUp() {
  const clock = new VirtualClock(0);
  const source = signal("old");
  const held = new HeldValue(source, clock);
  const stop = held.follow();
  return { clock, source, held, stop };
}

Deno.test("HeldValue follows its source, and stands still while anything holds it", () => {
  const { source, held, stop, clock } = setUp();
  source.value = "new";
  strictEqual(held.shown.value, "new");
  held.hold("pointer", true);
  held.hold("focus", true);
  source.value = "newer";
  held.hold("pointer", false);
  strictEqual(held.shown.value, "new");
  held.hold("focus", false);
  strictEqual(held.shown.value, "newer");
  stop();
  source.value = "unseen";
  strictEqual(held.shown.value, "newer");
  strictEqual(clock.pending, 0);
});

Deno.test("HeldValue shows what is new after half a minute, whoever rests on it", () => {
  const { source, held, stop, clock } = setUp();
  held.hold("pointer", true);
  clock.advance(100_000);
  source.value = "new";
  clock.advance(29_999);
  strictEqual(held.shown.value, "old");
  clock.advance(1);
  strictEqual(held.shown.value, "new");
  source.value = "newer";
  strictEqual(held.shown.value, "new", "it is held again");
  stop();
  strictEqual(clock.pending, 0);
});
