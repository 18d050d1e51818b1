import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { nextPollDelayMs, type PollFacts, QUICK_POLL_MS, RESTLESS_MS } from "../../lib/poller/mod.ts";

const QUIET: PollFacts = {
  intervalMs: 60_000,
  linksChangedAtMs: null,
  connecting: false,
  disagreed: false,
  watched: false,
  deaf: false,
};

Deno.test("nextPollDelayMs is the interval when a node is quiet and unwatched", () => {
  strictEqual(nextPollDelayMs(QUIET, 1_000_000), 60_000);
  strictEqual(nextPollDelayMs({ ...QUIET, intervalMs: 15_000 }, 0), 15_000);
});

Deno.test("nextPollDelayMs is quick for each single reason", () => {
  const reasons: readonly Partial<PollFacts>[] = [
    { connecting: true },
    { disagreed: true },
    { watched: true },
    { deaf: true },
  ];
  deepStrictEqual(
    reasons.map((reason) => nextPollDelayMs({ ...QUIET, ...reason }, 1_000_000)),
    reasons.map(() => QUICK_POLL_MS),
  );
});

Deno.test("nextPollDelayMs is quick until a minute after the last change of a link, and not a moment longer", () => {
  const changedAtMs = 1_000_000;
  const delayAt = (nowMs: number) => nextPollDelayMs({ ...QUIET, linksChangedAtMs: changedAtMs }, nowMs);
  strictEqual(delayAt(changedAtMs), QUICK_POLL_MS);
  strictEqual(delayAt(changedAtMs + RESTLESS_MS - 1), QUICK_POLL_MS);
  strictEqual(delayAt(changedAtMs + RESTLESS_MS), 60_000);
});

Deno.test("nextPollDelayMs never makes an interval longer", () => {
  strictEqual(nextPollDelayMs({ ...QUIET, intervalMs: 3_000, watched: true }, 0), 3_000);
});
