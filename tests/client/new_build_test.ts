import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { signal } from "@preact/signals";
import { followBuild, modelFromSnapshot } from "../../lib/client/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { snapshot } from "./builders.ts";

/** A page of build `a`, and a server whose answers a test gives. */
function rig() {
  const clock = new VirtualClock();
  const model = signal(modelFromSnapshot(snapshot()));
  const answers: (string | undefined)[] = [];
  const seen = { reads: 0, reloads: 0 };
  const stop = followBuild(model, "/styles.css?b=a", {
    clock,
    readPage: () => (seen.reads++, Promise.resolve(answers.shift())),
    reload: () => void seen.reloads++,
  });
  const startAnew = (epoch: string) => model.value = { ...model.value, epoch };
  return { clock, model, answers, seen, stop, startAnew };
}

const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

Deno.test("followBuild loads the page anew only when a server that started again serves another build", async () => {
  const { model, answers, seen, stop, startAnew } = rig();
  model.value = { ...model.value, version: "9.9.9" };
  await settled();
  deepStrictEqual(seen, { reads: 0, reloads: 0 }, "the same run");
  answers.push("<link href='/styles.css?b=a'>", "<link href='/styles.css?b=b'>");
  startAnew("second");
  await settled();
  deepStrictEqual(seen, { reads: 1, reloads: 0 }, "the same build");
  startAnew("third");
  await settled();
  deepStrictEqual(seen, { reads: 2, reloads: 1 });
  stop();
  startAnew("fourth");
  await settled();
  strictEqual(seen.reads, 2);
});

Deno.test("followBuild asks again while the page cannot be read, and stops asking when it is stopped", async () => {
  const { clock, answers, seen, stop, startAnew } = rig();
  answers.push(undefined, undefined, "another");
  startAnew("second");
  await settled();
  clock.advance(5_000);
  await settled();
  deepStrictEqual(seen, { reads: 2, reloads: 0 });
  clock.advance(5_000);
  await settled();
  deepStrictEqual(seen, { reads: 3, reloads: 1 });
  startAnew("third");
  await settled();
  stop();
  deepStrictEqual(clock.pending, 0);
});
