import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { TextFrame } from "../../lib/ami/mod.ts";
import { type PairedAnswer, PollPairs } from "../../lib/cli/poll_pairs.ts";

function xstat(node: string): TextFrame {
  return new TextFrame(`Response: Success\nNode: ${node}\nLinkedNodes: <NONE>`, false);
}

function sawStat(node: string): TextFrame {
  return new TextFrame(`Response: Success\nNode: ${node}\nConn: 1999 0 8 3`, false);
}

function inWords(answers: readonly PairedAnswer[]): readonly string[] {
  return answers.map(({ answer, atMs }) =>
    `${answer.xstat.node} asked ${answer.askedAtMs} at ${atMs} with ${
      answer.sawStat?.rows.length ?? "no"
    } rows`
  );
}

Deno.test("PollPairs pairs answers of several nodes, whatever order they come in", () => {
  const polls = new PollPairs();
  deepStrictEqual(polls.xstat(xstat("1998"), 10, 12), []);
  deepStrictEqual(polls.xstat(xstat("1999"), 11, 13), []);
  deepStrictEqual(inWords(polls.sawStat(sawStat("1999"), 14)), ["1999 asked 11 at 14 with 1 rows"]);
  deepStrictEqual(inWords(polls.sawStat(sawStat("1998"), 15)), ["1998 asked 10 at 15 with 1 rows"]);
  deepStrictEqual(polls.release(), []);
});

Deno.test("PollPairs lets an XStat go on alone after 2 s, or when the next one comes", () => {
  const polls = new PollPairs();
  polls.xstat(xstat("1998"), 10, 12);
  deepStrictEqual(polls.releaseDue(2_011), []);
  deepStrictEqual(inWords(polls.releaseDue(2_012)), ["1998 asked 10 at 12 with no rows"]);
  polls.xstat(xstat("1998"), 3_000, 3_001);
  const next = polls.xstat(xstat("1998"), 4_000, 4_001);
  deepStrictEqual(inWords(next), ["1998 asked 3000 at 3001 with no rows"]);
  strictEqual(polls.isWaiting("1998"), true);
});

Deno.test("PollPairs drops a SawStat that nothing waits for", () => {
  const polls = new PollPairs();
  deepStrictEqual(polls.sawStat(sawStat("1998"), 1), []);
  polls.xstat(xstat("1999"), 1, 1);
  deepStrictEqual(polls.sawStat(sawStat("1998"), 2), []);
  strictEqual(polls.isWaiting("1999"), true);
});

Deno.test("PollPairs holds a bounded number of answers, the oldest goes on first", () => {
  const polls = new PollPairs();
  for (let node = 0; node < 64; node++) deepStrictEqual(polls.xstat(xstat(`n${node}`), 0, node), []);
  deepStrictEqual(inWords(polls.xstat(xstat("n64"), 0, 64)), ["n0 asked 0 at 0 with no rows"]);
  strictEqual(polls.release().length, 64);
});
