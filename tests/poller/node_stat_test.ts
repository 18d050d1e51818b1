import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import type { NodeStatAnswer } from "../../lib/nodes/mod.ts";
import { createNodeStatPoller, NODE_STAT_INTERVAL_MS } from "../../lib/poller/mod.ts";
import { recordedReply } from "../rpt/frames.ts";
import { FakeAmi } from "./fake_ami.ts";

const STATES = "02e-rptstatus-states";

/** A recorded answer as the text of its frame. */
function recorded(actionId: string): string {
  return recordedReply(STATES, actionId).headers().map(({ name, value }) => `${name}: ${value}`).join("\n");
}

function setUp() {
  const clock = new VirtualClock(0);
  const ami = new FakeAmi();
  const answers: NodeStatAnswer[] = [];
  const poller = createNodeStatPoller({
    clock,
    log: silentLogger,
    ami,
    onAnswer: (answer) => void answers.push(answer),
  });
  const commands = () => ami.asked.map(({ command, node }) => `${command} ${node}`);
  /** Answers what waits, in order. */
  const answer = async (...texts: string[]) => {
    texts.forEach((text, index) => ami.asked[index]?.answer(text));
    ami.asked.splice(0, texts.length);
    await clock.advanceAsync(0);
  };
  return { clock, ami, answers, poller, commands, answer };
}

Deno.test("createNodeStatPoller tells the recorded flags the right way round, whatever was switched off", async () => {
  for (
    const [nodeStat, xstat, expected] of [
      ["02e-3", "02e-4", {
        systemEnabled: false,
        timeOutTimerEnabled: true,
        linkingEnabled: true,
        parrotOn: false,
      }],
      ["02e-8", "02e-9", {
        systemEnabled: true,
        timeOutTimerEnabled: false,
        linkingEnabled: true,
        parrotOn: false,
      }],
      ["02e-13", "02e-14", {
        systemEnabled: true,
        timeOutTimerEnabled: true,
        linkingEnabled: false,
        parrotOn: false,
      }],
      ["02e-18", "02e-19", {
        systemEnabled: true,
        timeOutTimerEnabled: true,
        linkingEnabled: true,
        parrotOn: true,
      }],
    ] as const
  ) {
    const { clock, poller, commands, answer, answers } = setUp();
    poller.resume(["1999"]);
    strictEqual(poller.polarity, "unknown");
    await clock.advanceAsync(10_000);
    deepStrictEqual(commands(), ["NodeStat 1999", "XStat 1999"]);
    await answer(recorded(nodeStat), recorded(xstat));
    strictEqual(poller.polarity, "inverted", nodeStat);
    const flags = answers[0]?.flags;
    const { systemEnabled, timeOutTimerEnabled, linkingEnabled, parrotOn } = flags ?? {};
    deepStrictEqual({ systemEnabled, timeOutTimerEnabled, linkingEnabled, parrotOn }, expected, nodeStat);
    strictEqual(flags?.incomingConnectionsEnabled, true);
    poller.suspend();
    strictEqual(clock.pending, 0);
  }
});

Deno.test("createNodeStatPoller asks each node once at the start and then every five minutes, XStat no more", async () => {
  const { clock, poller, commands, answer, answers, ami } = setUp();
  poller.resume(["1999", "1998"]);
  await clock.advanceAsync(1_499);
  deepStrictEqual(commands(), [], "the links are asked for first");
  await clock.advanceAsync(10_000);
  deepStrictEqual(commands(), ["NodeStat 1999", "XStat 1999", "NodeStat 1998", "XStat 1998"]);
  await answer(recorded("02e-3"), recorded("02e-4"), recorded("02e-3"), recorded("02e-4"));
  deepStrictEqual(answers.map(({ nodeId }) => nodeId), ["1999", "1998"]);
  strictEqual(answers[1]?.flags, null, "an answer for another node tells no flags");
  await clock.advanceAsync(NODE_STAT_INTERVAL_MS - 1);
  deepStrictEqual(commands(), []);
  await clock.advanceAsync(1);
  deepStrictEqual(commands(), ["NodeStat 1999", "NodeStat 1998"]);
  await answer(recorded("02e-8"), recorded("02e-8"));
  strictEqual(answers.length, 4);
  deepStrictEqual(poller.counters, { answered: 4, failed: 0 });
  await clock.advanceAsync(60 * 60_000);
  strictEqual(ami.asked.length, 2, "a question without an answer is not asked again");
  poller.suspend();
});

Deno.test("createNodeStatPoller asks both again while the polarity is not known, and anew after a login", async () => {
  const { clock, poller, commands, answer, answers } = setUp();
  poller.resume(["1999"]);
  await clock.advanceAsync(1_500);
  // Somebody switched the transmitter on in between: NodeStat and XStat contradict each other.
  await answer(recorded("02e-3"), recorded("02e-9"));
  strictEqual(poller.polarity, "unknown");
  strictEqual(answers[0]?.flags?.systemEnabled, null, "nothing is guessed");
  strictEqual(answers[0]?.flags?.timeOutTimerState, "armed", "what means the same everywhere is told");
  await clock.advanceAsync(NODE_STAT_INTERVAL_MS);
  deepStrictEqual(commands(), ["NodeStat 1999", "XStat 1999"]);
  await answer(recorded("02e-8"), recorded("02e-9"));
  strictEqual(poller.polarity, "inverted");
  poller.resume(["1999"]);
  strictEqual(poller.polarity, "unknown");
  await clock.advanceAsync(1_500);
  deepStrictEqual(commands(), ["NodeStat 1999", "XStat 1999"]);
  poller.suspend();
});

Deno.test("createNodeStatPoller counts refusals, tries again, and drops answers to an earlier login", async () => {
  const { clock, poller, ami, answer, answers } = setUp();
  poller.resume(["1999"]);
  await clock.advanceAsync(1_500);
  await answer("Response: Error\nMessage: RptStatus unknown command", "Response: Error\nMessage: no");
  deepStrictEqual([answers.length, poller.counters], [0, { answered: 0, failed: 1 }]);
  await clock.advanceAsync(NODE_STAT_INTERVAL_MS);
  strictEqual(ami.asked.length, 2);
  poller.suspend();
  await answer(recorded("02e-3"), recorded("02e-4"));
  deepStrictEqual([answers.length, poller.counters], [0, { answered: 0, failed: 1 }]);
  strictEqual(clock.pending, 0);
});

Deno.test("createNodeStatPoller tells NodeStat even where XStat is lost", async () => {
  const { clock, poller, ami, answers } = setUp();
  poller.resume(["1999"]);
  await clock.advanceAsync(1_500);
  const [nodeStat, xstat] = ami.asked;
  xstat?.fail(new Error("lost"));
  nodeStat?.answer(recorded("02e-3"));
  await clock.advanceAsync(0);
  strictEqual(answers[0]?.flags, null);
  strictEqual(answers[0]?.nodeStat.keyupsToday, 5);
  strictEqual(answers[0]?.nodeStat.txTodaySec, 31.464);
  poller.suspend();
});
