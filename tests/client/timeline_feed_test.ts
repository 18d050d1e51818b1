import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  loadTimeline,
  type Timeline,
  TimelineFeed,
  timelineSeed,
  type TransmissionsReading,
} from "../../lib/client/mod.ts";
import { ago, message, NOW_MS, talk } from "./builders.ts";

/** A feed with frames and answers in the hands of the test. */
function staged(localNodes: readonly string[] = []) {
  const frames: (() => void)[] = [];
  const asked: { query: string; answer: (reading: TransmissionsReading | undefined) => void }[] = [];
  const seed = timelineSeed(loadTimeline({ nowMs: NOW_MS, spanMinutes: 30, transmissions: [], known: [] }));
  const feed = new TimelineFeed(seed, localNodes, {
    nextFrame: (callback) => void frames.push(callback),
    readTransmissions: (query) => new Promise((answer) => asked.push({ query, answer })),
  });
  const paint = () => frames.splice(0).forEach((frame) => frame());
  return { feed, frames, asked, paint };
}

const talksOf = ({ nodes }: Timeline) => (nodes.get("1999") ?? []).flatMap((lane) => lane.talks).length;
const start = (seconds: number) => message("TALKER_EVENT", talk("2000", seconds, null), 11, seconds);

function reading(): TransmissionsReading {
  const entry = { local_node: "1999", node: "2000", callsign: null, description: null };
  return { nowMs: NOW_MS, transmissions: [{ ...entry, started_at: ago(60), ended_at: ago(50) }] };
}

Deno.test("TimelineFeed shows many messages with one change in the next frame", () => {
  const { feed, frames, paint } = staged();
  const seen: number[] = [];
  const stop = feed.timeline.subscribe((timeline) => seen.push(talksOf(timeline)));
  for (let second = 1; second <= 20; second++) feed.take(start(second));
  strictEqual(frames.length, 1);
  deepStrictEqual(seen, [0]);
  paint();
  deepStrictEqual(seen, [0, 20]);
  feed.take(start(20));
  strictEqual(frames.length, 0, "nothing new asks for no frame");
  stop();
});

Deno.test("TimelineFeed loads another span, and enters what came meanwhile", async () => {
  const { feed, asked } = staged(["1999", "1998"]);
  const outcome = feed.choose(120);
  strictEqual(feed.loading.value, 120);
  strictEqual(asked[0]?.query, "?since=-7800s&limit=1000&node=1999%2C1998");
  feed.take(start(1));
  asked[0]?.answer(reading());
  strictEqual(await outcome, "shown");
  strictEqual(feed.loading.value, null);
  strictEqual(feed.timeline.value.spanMinutes, 120);
  strictEqual(talksOf(feed.timeline.value), 2);
});

Deno.test("TimelineFeed keeps what it shows when a load fails, and the last choice wins", async () => {
  const { feed, asked } = staged();
  const failing = feed.choose(10);
  asked[0]?.answer(undefined);
  strictEqual(await failing, "failed");
  deepStrictEqual([feed.timeline.value.spanMinutes, feed.loading.value], [30, null]);
  const [first, second] = [feed.choose(120), feed.choose(10)];
  asked[2]?.answer(reading());
  strictEqual(await second, "shown");
  asked[1]?.answer(reading());
  strictEqual(await first, "overtaken");
  strictEqual(feed.timeline.value.spanMinutes, 10);
});

Deno.test("TimelineFeed loads anew when a snapshot says that messages were missed", async () => {
  const { feed, asked, paint } = staged();
  feed.take(message("TALKER_LOG_SNAPSHOT", [talk("2001", 3, 2)], 50, 4));
  paint();
  strictEqual(talksOf(feed.timeline.value), 1, "what it tells is shown at once");
  strictEqual(asked[0]?.query, "?since=-2400s&limit=400");
  feed.take(start(5));
  const loaded = new Promise<void>((resolve) => {
    feed.loading.subscribe((span) => span === null && resolve());
  });
  asked[0]?.answer(reading());
  await loaded;
  strictEqual(talksOf(feed.timeline.value), 2, "what the load has, and what came after it was asked for");
});
