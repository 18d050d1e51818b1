import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { ActionBudget, createPoller, MAX_ACTIONS_PER_MINUTE } from "../../lib/poller/mod.ts";
import { FakeAmi } from "./fake_ami.ts";

/** The most that falls into any 60 s of these instants. */
function busiestMinute(atMs: readonly number[]): number {
  return Math.max(0, ...atMs.map((start) => atMs.filter((at) => at >= start && at < start + 60_000).length));
}

/** Takes what a question of that kind costs; gives when its actions are sent, none when it is too early. */
function ask(budget: ActionBudget, kind: "poll" | "half" | "slow" | "waited for", nowMs: number): number[] {
  if (kind === "poll") return budget.take(2, nowMs) ? [nowMs, nowMs] : [];
  if (kind === "half") return budget.take(1, nowMs) ? [nowMs] : [];
  const waitMs = kind === "slow" ? budget.reserve(nowMs) : budget.claim(nowMs);
  if (waitMs === null) return [];
  return kind === "slow" ? [nowMs + waitMs, nowMs + waitMs] : [nowMs + waitMs];
}

Deno.test("ActionBudget lets through no more than its bound in any minute, whatever is asked when", () => {
  const kinds = ["poll", "poll", "poll", "half", "slow", "waited for"] as const;
  const asks = fc.array(
    fc.record({ waitMs: fc.nat(5_000), kind: fc.constantFrom(...kinds) }),
    { minLength: 200, maxLength: 400 },
  );
  fc.assert(
    fc.property(asks, (questions) => {
      const budget = new ActionBudget();
      const taken: number[] = [];
      let nowMs = 0;
      for (const { waitMs, kind } of questions) {
        nowMs += waitMs;
        taken.push(...ask(budget, kind, nowMs));
      }
      ok(busiestMinute(taken) <= MAX_ACTIONS_PER_MINUTE);
    }),
    { numRuns: 50 },
  );
});

Deno.test("ActionBudget has room at once for a question that somebody waits for, and its answer, beside polls at their pace", () => {
  const budget = new ActionBudget();
  for (let nowMs = 0; nowMs < 300_000; nowMs += 100) {
    if (budget.nextInTurnMs(nowMs) === nowMs) budget.take(2, nowMs);
  }
  deepStrictEqual([budget.claim(300_000), budget.claim(300_800)], [0, 0]);
  ok(budget.spent(300_800) <= MAX_ACTIONS_PER_MINUTE);
  const claims = Array.from({ length: 10 }, () => budget.claim(300_900));
  ok(claims.includes(null), "not as many as are asked for");
});

Deno.test("ActionBudget keeps nobody waiting for more than 5.5 s, however much was asked before", () => {
  const budget = new ActionBudget();
  for (let nowMs = 0; nowMs < 600_000; nowMs += 100) {
    budget.take(2, nowMs);
    ok(budget.nextAtMs(nowMs) - nowMs <= 5_500);
  }
});

Deno.test("ActionBudget refuses what it said is too early and takes what it said is due", () => {
  const budget = new ActionBudget();
  strictEqual(budget.take(2, 1_000), true);
  const nextMs = budget.nextAtMs(1_000);
  strictEqual(budget.take(2, nextMs - 1), false);
  strictEqual(budget.take(2, nextMs), true);
});

Deno.test("createPoller stays within the bound when links, watchers and the connection change all the time", async () => {
  const stir = fc.array(
    fc.record({
      waitMs: fc.nat(4_000),
      what: fc.constantFrom("links", "watch", "unwatch", "reconnect", "fail", "answer"),
    }),
    { minLength: 120, maxLength: 200 },
  );
  await fc.assert(
    fc.asyncProperty(stir, fc.nat(), async (steps, seed) => {
      const clock = new VirtualClock(0, seed);
      const ami = new FakeAmi();
      const asked: number[] = [];
      const counting = {
        action: (...args: Parameters<FakeAmi["action"]>) => {
          asked.push(clock.now());
          return ami.action(...args);
        },
      };
      let watched = false;
      const poller = createPoller({
        clock,
        log: silentLogger,
        ami: counting,
        onAnswer: () => ({ disagreed: clock.random() < 0.5, linksChanged: clock.random() < 0.5 }),
        facts: () => ({ connecting: clock.random() < 0.2, watched, deaf: false }),
      });
      const nodes = [{ nodeId: "1999", intervalMs: 1_000 }];
      poller.resume(nodes);
      for (const { waitMs, what } of steps) {
        if (what === "links") poller.linksChanged("1999");
        if (what === "watch") watched = true;
        if (what === "unwatch") watched = false;
        if (what === "reconnect") poller.resume(nodes);
        if (what === "fail") ami.loseAll();
        if (what === "answer") ami.answerAll();
        await clock.advanceAsync(waitMs);
      }
      poller.suspend();
      ok(busiestMinute(asked) <= MAX_ACTIONS_PER_MINUTE, `${busiestMinute(asked)} in a minute`);
      strictEqual(clock.pending, 0);
    }),
    { numRuns: 12 },
  );
});
