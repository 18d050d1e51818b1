import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { followNodeDetail, readNodeDetail } from "../../lib/client/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import type { NodeDetail } from "../../lib/wire/mod.ts";

const DETAIL: NodeDetail = {
  node_id: "1999",
  server: "home",
  flags: null,
  flags_at: null,
  counters: null,
  counters_at: null,
  remote_base: null,
  connected_nodes: null,
};

function setUp(complete: boolean) {
  const clock = new VirtualClock(0);
  const taken: NodeDetail[] = [];
  const page = { visible: true, answer: DETAIL as NodeDetail | undefined, readings: 0 };
  const stop = followNodeDetail(
    {
      clock,
      read: () => {
        page.readings++;
        return Promise.resolve(page.answer);
      },
      isVisible: () => page.visible,
    },
    complete,
    (detail) => void taken.push(detail),
  );
  return { clock, taken, page, stop };
}

Deno.test("followNodeDetail reads once a minute, sooner a few times where something is missing", async () => {
  const { clock, taken, page, stop } = setUp(false);
  await clock.advanceAsync(3_999);
  strictEqual(page.readings, 0);
  await clock.advanceAsync(1);
  deepStrictEqual(taken, [DETAIL]);
  await clock.advanceAsync(12_000);
  strictEqual(page.readings, 4);
  await clock.advanceAsync(59_999);
  strictEqual(page.readings, 4);
  await clock.advanceAsync(1);
  strictEqual(page.readings, 5);
  stop();
  strictEqual(clock.pending, 0);
});

Deno.test("followNodeDetail asks nothing while nobody looks, and a failed reading changes nothing", async () => {
  const { clock, taken, page, stop } = setUp(true);
  page.visible = false;
  await clock.advanceAsync(180_000);
  strictEqual(page.readings, 0);
  page.visible = true;
  page.answer = undefined;
  await clock.advanceAsync(60_000);
  deepStrictEqual([page.readings, taken.length], [1, 0]);
  page.answer = DETAIL;
  await clock.advanceAsync(60_000);
  strictEqual(taken.length, 1);
  stop();
  await clock.advanceAsync(180_000);
  strictEqual(page.readings, 2);
});

Deno.test("readNodeDetail takes the API's answer and nothing else", () => {
  deepStrictEqual(readNodeDetail({ ok: true, data: DETAIL }), DETAIL);
  for (const answer of [null, "text", {}, { data: null }, { data: { node_id: "1999" } }]) {
    strictEqual(readNodeDetail(answer), undefined);
  }
});
