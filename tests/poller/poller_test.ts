import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import type { KeyingAnswer, PollAnswer } from "../../lib/nodes/mod.ts";
import { createPoller, type OutsideFacts, type PollVerdict } from "../../lib/poller/mod.ts";
import { FakeAmi } from "./fake_ami.ts";

function setUp() {
  const clock = new VirtualClock(1_000_000);
  const ami = new FakeAmi();
  const answers: PollAnswer[] = [];
  const poller = createPoller({
    clock,
    log: silentLogger,
    ami,
    onAnswer: (answer) => void answers.push(answer),
  });
  return { clock, ami, answers, poller };
}

const node = (nodeId: string, intervalMs = 60_000) => ({ nodeId, intervalMs });

Deno.test("createPoller asks XStat and SawStat of each node at once and spreads the nodes out", async () => {
  const { clock, ami, answers, poller } = setUp();
  poller.resume([node("1998"), node("1999")]);
  await clock.advanceAsync(0);
  deepStrictEqual(ami.asked.map((asked) => [asked.command, asked.node]), [["XStat", "1998"], [
    "SawStat",
    "1998",
  ]]);
  ami.answerAll();
  await clock.advanceAsync(200);
  ami.answerAll();
  await clock.advanceAsync(0);
  deepStrictEqual(answers.map((answer) => [answer.xstat.node, answer.askedAtMs]), [
    ["1998", 1_000_000],
    ["1999", 1_000_200],
  ]);
  poller.suspend();
  strictEqual(clock.pending, 0);
});

Deno.test("createPoller asks again after the interval, give or take its jitter", async () => {
  const { clock, ami, poller } = setUp();
  poller.resume([node("1999")]);
  await clock.advanceAsync(0);
  ami.answerAll();
  await clock.advanceAsync(56_000);
  strictEqual(ami.asked.length, 0);
  await clock.advanceAsync(8_000);
  strictEqual(ami.asked.length, 2);
  poller.suspend();
});

Deno.test("createPoller never asks a node twice at once, however long the answer takes", async () => {
  const { clock, ami, poller } = setUp();
  poller.resume([node("1999", 5_000)]);
  await clock.advanceAsync(0);
  poller.linksChanged("1999");
  await clock.advanceAsync(60_000);
  strictEqual(ami.asked.length, 2);
  ami.answerAll();
  await clock.advanceAsync(10_000);
  strictEqual(ami.asked.length, 2, "and it goes on afterwards");
  poller.suspend();
});

Deno.test("createPoller asks once, 2 s after the first of many link changes", async () => {
  const { clock, ami, answers, poller } = setUp();
  poller.resume([node("1999")]);
  await clock.advanceAsync(0);
  ami.answerAll();
  await clock.advanceAsync(10_000);
  for (let change = 0; change < 10; change++) {
    poller.linksChanged("1999");
    await clock.advanceAsync(100);
  }
  await clock.advanceAsync(999);
  strictEqual(ami.asked.length, 0);
  await clock.advanceAsync(1);
  strictEqual(ami.asked.length, 2);
  ami.answerAll();
  await clock.advanceAsync(10_000);
  strictEqual(answers.length, 2);
  poller.suspend();
});

Deno.test("createPoller counts a failure, tells nothing, and tries again at the next interval", async () => {
  const { clock, ami, answers, poller } = setUp();
  poller.resume([node("1999")]);
  await clock.advanceAsync(0);
  for (const { answer } of ami.asked.splice(0)) {
    answer("Response: Error\nMessage: RptStatus unknown or missing node");
  }
  await clock.advanceAsync(64_000);
  deepStrictEqual([answers.length, poller.counters.failed, ami.asked.length], [0, 1, 2]);
  poller.suspend();
});

Deno.test("createPoller takes XStat alone when SawStat is lost", async () => {
  const { clock, ami, answers, poller } = setUp();
  poller.resume([node("1999")]);
  await clock.advanceAsync(0);
  for (const { command, answer, fail } of ami.asked.splice(0)) {
    if (command === "XStat") answer("Response: Success\nNode: 1999\nLinkedNodes: <NONE>");
    else fail(new Error("timed out"));
  }
  await clock.advanceAsync(0);
  deepStrictEqual(answers.map((answer) => answer.sawStat), [null]);
  poller.suspend();
});

Deno.test("createPoller refuses an answer for another node", async () => {
  const { clock, ami, answers, poller } = setUp();
  poller.resume([node("1999")]);
  await clock.advanceAsync(0);
  for (const { answer } of ami.asked.splice(0)) answer("Response: Success\nNode: 1998\nLinkedNodes: <NONE>");
  await clock.advanceAsync(0);
  deepStrictEqual([answers.length, poller.counters.failed], [0, 1]);
  poller.suspend();
});

Deno.test("createPoller drops an answer that comes after it was suspended", async () => {
  const { clock, ami, answers, poller } = setUp();
  poller.resume([node("1999")]);
  await clock.advanceAsync(0);
  poller.suspend();
  ami.answerAll();
  await clock.advanceAsync(120_000);
  deepStrictEqual([answers.length, ami.asked.length, clock.pending], [0, 0, 0]);
});

/** Answers a node's questions as they come for `spanMs`; gives the instants at which XStat was asked, from now. */
async function polledAt(
  { clock, ami }: ReturnType<typeof setUpWatched>,
  spanMs: number,
): Promise<readonly number[]> {
  const startMs = clock.now();
  const asked: number[] = [];
  while (clock.now() - startMs < spanMs) {
    await clock.advanceAsync(100);
    if (ami.asked.some(({ command }) => command === "XStat")) asked.push(clock.now() - startMs);
    ami.answerAll();
    await clock.advanceAsync(0);
  }
  return asked;
}

function setUpWatched(facts: Partial<OutsideFacts> = {}, verdict?: PollVerdict) {
  const clock = new VirtualClock(1_000_000);
  const ami = new FakeAmi();
  const outside = { connecting: false, watched: false, deaf: false, ...facts };
  const poller = createPoller({
    clock,
    log: silentLogger,
    ami,
    onAnswer: () => verdict,
    facts: () => outside,
  });
  return { clock, ami, poller, outside };
}

Deno.test("createPoller costs two actions a minute while a node is quiet and unwatched", async () => {
  const bench = setUpWatched();
  bench.poller.resume([node("1999")]);
  const asked = await polledAt(bench, 600_000);
  ok(asked.length <= 11, `asked ${asked.length} times in ten minutes`);
  bench.poller.suspend();
});

Deno.test("createPoller asks every 5 to 6 s for each reason to be quick", async () => {
  const reasons: readonly Partial<OutsideFacts>[] = [{ watched: true }, { connecting: true }, { deaf: true }];
  for (const reason of reasons) {
    const bench = setUpWatched(reason);
    bench.poller.resume([node("1999")]);
    const asked = await polledAt(bench, 60_000);
    const gaps = asked.slice(1).map((atMs, index) => atMs - (asked[index] ?? 0));
    ok(Math.max(...gaps) <= 6_000 && Math.min(...gaps) >= 4_500, `${JSON.stringify(reason)}: ${gaps}`);
    bench.poller.suspend();
  }
});

Deno.test("createPoller goes on quickly after an answer that disagreed with the events, and counts it", async () => {
  const bench = setUpWatched({}, { disagreed: true, linksChanged: false });
  bench.poller.resume([node("1999")]);
  const asked = await polledAt(bench, 30_000);
  ok(asked.length >= 5, `asked ${asked.length} times`);
  strictEqual(bench.poller.counters.disagreeing, asked.length);
  bench.poller.suspend();
});

Deno.test("createPoller asks within 10 s of somebody beginning to watch, and slows down when he has gone", async () => {
  const bench = setUpWatched();
  bench.poller.resume([node("1999")]);
  await polledAt(bench, 20_000);
  bench.outside.watched = true;
  const [first] = await polledAt(bench, 12_000);
  ok(first !== undefined && first <= 10_000);
  bench.outside.watched = false;
  await polledAt(bench, 12_000);
  const later = await polledAt(bench, 40_000);
  ok(later.length <= 1, `asked ${later.length} times although nobody watches`);
  bench.poller.suspend();
});

Deno.test("createPoller is quick for a minute after a link changed and then slow again", async () => {
  const bench = setUpWatched();
  bench.poller.resume([node("1999")]);
  await polledAt(bench, 10_000);
  bench.poller.linksChanged("1999");
  const minute = await polledAt(bench, 60_000);
  ok(minute.length >= 9, `asked ${minute.length} times`);
  const next = await polledAt(bench, 50_000);
  ok(next.length <= 1, `asked ${next.length} times after the minute`);
  bench.poller.suspend();
});

Deno.test("createPoller drops an answer that was cut off", async () => {
  const { clock, ami, answers, poller } = setUp();
  poller.resume([node("1999")]);
  await clock.advanceAsync(0);
  for (const { answer } of ami.asked.splice(0)) answer("Response: Success\nNode: 1999\nVar: RPT_ALINKS=0");
  await clock.advanceAsync(0);
  deepStrictEqual([answers.length, poller.counters.failed], [0, 1]);
  poller.suspend();
});

Deno.test("createPoller waits for the answer to a question of before it was resumed, and takes it for no news", async () => {
  const { clock, ami, answers, poller } = setUp();
  poller.resume([node("1999")]);
  await clock.advanceAsync(0);
  const [old] = ami.asked;
  poller.resume([node("1999")]);
  await clock.advanceAsync(20_000);
  strictEqual(ami.asked.length, 2, "one question at a time");
  ami.answerAll();
  await clock.advanceAsync(1);
  deepStrictEqual([old?.node, answers.length, ami.asked.length], ["1999", 0, 2], "and the next one at once");
  ami.answerAll();
  await clock.advanceAsync(0);
  strictEqual(answers.length, 1);
  poller.suspend();
  strictEqual(clock.pending, 0);
});

Deno.test("createPoller never asks two of many nodes at the same moment, however much changes at once", async () => {
  const clock = new VirtualClock(1_000_000);
  const ami = new FakeAmi();
  const asked: { readonly node: string; readonly atMs: number }[] = [];
  const poller = createPoller({
    clock,
    log: silentLogger,
    ami,
    onAsk: (node) => void asked.push({ node, atMs: clock.now() }),
    onAnswer: () => undefined,
  });
  const pass = async (ms: number) => {
    for (let step = 0; step < ms; step += 20) {
      await clock.advanceAsync(20);
      ami.answerAll();
    }
  };
  const nodes = Array.from({ length: 20 }, (_, index) => node(String(1_900 + index)));
  poller.resume(nodes);
  await pass(10_000);
  strictEqual(new Set(asked.map(({ node }) => node)).size, 20);
  for (const { nodeId } of nodes) poller.linksChanged(nodeId);
  await pass(60_000);
  for (const { nodeId } of nodes) poller.eventsMissed(nodeId);
  await pass(10_000);
  const gaps = asked.map(({ atMs }, index) => atMs - (asked[index - 1]?.atMs ?? -Infinity));
  ok(Math.min(...gaps) >= 50, `${Math.min(...gaps)} ms apart`);
  const counts = nodes.map(({ nodeId }) => asked.filter(({ node }) => node === nodeId).length);
  ok(Math.min(...counts) >= 11, `${counts}: nobody is left out`);
  poller.suspend();
});

/** A poller that may ask who is keyed alone, and what it asked of node 1999. */
function keyingSetUp() {
  const clock = new VirtualClock(1_000_000);
  const ami = new FakeAmi();
  const looks: KeyingAnswer[] = [];
  const poller = createPoller({
    clock,
    log: silentLogger,
    ami,
    onAnswer: () => undefined,
    onKeying: (answer) => void looks.push(answer),
  });
  poller.resume([node("1999")]);
  /** What was asked since the last time, answered. */
  const takeAsked = async () => {
    await clock.advanceAsync(0);
    const commands = ami.asked.map(({ command }) => command);
    ami.answerAll();
    await clock.advanceAsync(0);
    return commands;
  };
  return { clock, ami, looks, poller, takeAsked };
}

Deno.test("createPoller asks who is keyed, and nothing else, as soon as events were missed", async () => {
  const { clock, ami, looks, poller, takeAsked } = keyingSetUp();
  deepStrictEqual(await takeAsked(), ["XStat", "SawStat"]);
  await clock.advanceAsync(1_000);
  poller.eventsMissed("1999");
  await clock.advanceAsync(0);
  const [question] = ami.asked.splice(0);
  deepStrictEqual([question?.command, ami.asked.length], ["SawStat", 0]);
  question?.answer("Response: Success\nNode: 1999\nConn: 2000 1 0 -1");
  await clock.advanceAsync(0);
  deepStrictEqual(looks.map(({ node, askedAtMs, sawStat }) => [node, askedAtMs, sawStat.rows[0]?.keyed]), [
    ["1999", 1_001_000, true],
  ]);
  deepStrictEqual(await takeAsked(), [], "once");
  deepStrictEqual([poller.counters.answered, poller.counters.failed], [2, 0]);
  poller.suspend();
  strictEqual(clock.pending, 0);
});

Deno.test("createPoller takes no answer about keying of another node, or one that is refused", async () => {
  const { clock, ami, looks, poller, takeAsked } = keyingSetUp();
  await takeAsked();
  for (
    const answer of [
      "Response: Success\nNode: 1998",
      "Response: Error\nMessage: RptStatus unknown or missing node",
    ]
  ) {
    await clock.advanceAsync(2_000);
    poller.eventsMissed("1999");
    await clock.advanceAsync(0);
    ami.asked.splice(0)[0]?.answer(answer);
    await clock.advanceAsync(0);
  }
  deepStrictEqual([looks.length, poller.counters.failed], [0, 2]);
  poller.suspend();
});

Deno.test("createPoller still asks whole polls, at most 8 s apart, while events are missed all the time", async () => {
  const clock = new VirtualClock(1_000_000);
  const ami = new FakeAmi();
  const asked: { readonly command: string; readonly atMs: number }[] = [];
  const poller = createPoller({
    clock,
    log: silentLogger,
    ami,
    onAnswer: () => ({ disagreed: true, linksChanged: false }),
    onKeying: () => ({ disagreed: true, linksChanged: false }),
  });
  poller.resume([node("1999")]);
  for (let step = 0; step < 3_000; step++) {
    await clock.advanceAsync(100);
    for (const { command } of ami.asked) asked.push({ command, atMs: clock.now() });
    ami.answerAll();
    if (step % 3 === 0) poller.eventsMissed("1999");
  }
  poller.suspend();
  const whole = asked.filter(({ command }) => command === "XStat").map(({ atMs }) => atMs);
  const gaps = whole.slice(1).map((atMs, index) => atMs - (whole[index] ?? 0));
  ok(Math.max(...gaps) <= 8_500, `${Math.max(...gaps)} ms between two`);
  const busiest = Math.max(
    ...asked.map(({ atMs: from }) => asked.filter(({ atMs }) => atMs >= from && atMs < from + 60_000).length),
  );
  ok(busiest <= 24, `${busiest} actions in a minute`);
  const looks = asked.filter(({ command }) => command === "SawStat").length;
  ok(looks > whole.length * 1.2, `${looks} looks at keying, ${whole.length} whole polls`);
});
