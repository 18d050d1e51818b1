import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import type { PollAnswer } from "../../lib/nodes/mod.ts";
import { createPoller } from "../../lib/poller/mod.ts";
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
