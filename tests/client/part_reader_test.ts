import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { PartReader, type PartReading } from "../../lib/client/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";

const PACE = { settleMs: 1_000, spreadMs: 0, restMs: 5_000, everyMs: 60_000 };

function setUp() {
  const clock = new VirtualClock(0);
  const askedMs: number[] = [];
  const taken: PartReading<string>[] = [];
  const page = { answer: Promise.resolve<PartReading<string>>({ kind: "read", value: "news" }) };
  const reader = new PartReader(clock, PACE, () => {
    askedMs.push(clock.now());
    return page.answer;
  }, (reading) => void taken.push(reading));
  return { clock, askedMs, taken, page, reader };
}

Deno.test("PartReader reads now and then, and a while after a change, however many there are", async () => {
  const { clock, askedMs, taken, reader } = setUp();
  reader.start();
  reader.start();
  await clock.advanceAsync(60_000);
  deepStrictEqual([askedMs, taken], [[60_000], [{ kind: "read", value: "news" }]]);
  await clock.advanceAsync(10_000);
  for (let times = 0; times < 4; times++) {
    reader.changed();
    await clock.advanceAsync(200);
  }
  await clock.advanceAsync(200);
  deepStrictEqual(askedMs, [60_000, 71_000]);
  reader.changed();
  await clock.advanceAsync(4_999);
  strictEqual(askedMs.length, 2);
  await clock.advanceAsync(1);
  deepStrictEqual(askedMs, [60_000, 71_000, 76_000], "what changed soon after is read when it rested");
  reader.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("PartReader reads nothing while nobody looks, and what is due as soon as somebody does", async () => {
  const { clock, askedMs, reader } = setUp();
  reader.start();
  reader.setVisible(false);
  reader.changed();
  await clock.advanceAsync(600_000);
  deepStrictEqual([askedMs, clock.pending], [[], 0]);
  reader.setVisible(true);
  await clock.advanceAsync(0);
  deepStrictEqual(askedMs, [600_000]);
  reader.setVisible(false);
  await clock.advanceAsync(2_000);
  reader.setVisible(true);
  await clock.advanceAsync(2_000);
  strictEqual(askedMs.length, 1, "what is not due is not read");
  reader.stop();
});

Deno.test("PartReader spreads the readings of many pages after one change", async () => {
  const clock = new VirtualClock(0);
  const askedMs: number[] = [];
  const readers = Array.from(
    { length: 20 },
    () =>
      new PartReader<string>(clock, { ...PACE, spreadMs: 2_000 }, () => {
        askedMs.push(clock.now());
        return Promise.resolve({ kind: "failed" });
      }, () => {}),
  );
  for (const reader of readers) {
    reader.start();
    reader.changed();
  }
  await clock.advanceAsync(3_000);
  strictEqual(askedMs.length, 20);
  const [first = 0, last = 0] = [askedMs[0], askedMs.at(-1)];
  deepStrictEqual([first >= 1_000, last - first > 1_000], [true, true], `${askedMs}`);
  for (const reader of readers) reader.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("PartReader drops an answer that comes after it was stopped, also when it runs again", async () => {
  const { clock, taken, askedMs, page, reader } = setUp();
  let answer = (_: PartReading<string>) => {};
  page.answer = new Promise((resolve) => answer = resolve);
  reader.start();
  await clock.advanceAsync(60_000);
  reader.stop();
  reader.start();
  answer({ kind: "gone" });
  await clock.advanceAsync(0);
  deepStrictEqual(taken, []);
  page.answer = Promise.resolve({ kind: "failed" });
  await clock.advanceAsync(60_000);
  deepStrictEqual([taken, askedMs.length], [[{ kind: "failed" }], 2]);
  reader.stop();
});
