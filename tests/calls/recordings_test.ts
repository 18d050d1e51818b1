import { deepStrictEqual } from "node:assert/strict";
import type { CallChange } from "../../lib/calls/mod.ts";
import { CallsReplay } from "../../lib/cli/replay_calls.ts";
import { openCapture, Playback } from "../../lib/wiretap/mod.ts";
import { fixture } from "../wiretap/temp_file.ts";
import { lines } from "./corpus/story.ts";

/** What people did in each recorded session, so what is to be told of it. */
const RECORDED: Readonly<Record<string, readonly string[]>> = {
  "04g-autopatch": [
    "ringing 0000000000 Repeater > 101 Alice Anderson",
    "answered 0000000000 Repeater > 101 Alice Anderson after 2.1",
    "hungup 0000000000 Repeater > 101 Alice Anderson normal_clearing 16 talk 8 total 10",
  ],
  "05a-call-answered-caller-hangs-up": [
    "ringing 100 Front Desk > 101 Alice Anderson",
    "answered 100 Front Desk > 101 Alice Anderson after 2",
    "hungup 100 Front Desk > 101 Alice Anderson normal_clearing 16 talk 5 total 7",
  ],
  "05b-call-answered-callee-hangs-up": [
    "ringing 100 Front Desk > 104 Dave Davis",
    "answered 100 Front Desk > 104 Dave Davis after 4",
    "hungup 100 Front Desk > 104 Dave Davis normal_clearing 16 talk 6.5 total 10.5",
  ],
  "05c-call-caller-cancels": [
    "ringing 100 Front Desk > 102 Bob Brown",
    "hungup 100 Front Desk > 102 Bob Brown cancelled 19 talk 0 total 5",
  ],
  "05d-call-no-answer": [
    "ringing 100 Front Desk > 102 Bob Brown",
    "hungup 100 Front Desk > 102 Bob Brown no_answer 16 talk 0 total 20",
  ],
  "05e-call-busy": ["hungup 100 Front Desk > 103 Carol Clark user_busy 17 talk 0 total 0"],
  "05f-call-not-registered": ["hungup 100 Front Desk > 105 congestion 34 talk 0 total 0"],
  "05g-call-no-such-extension": ["hungup 100 Front Desk > 999 unallocated_number 1 talk 0 total 0"],
  "05i-huntgroup-ring-all": [
    "ringing 100 Front Desk > 600 [600]",
    "answered 100 Front Desk > 101 Alice Anderson [600] after 2",
    "hungup 100 Front Desk > 101 Alice Anderson [600] normal_clearing 16 talk 5 total 7",
  ],
  "05k-huntgroup-linear": [
    "ringing 100 Front Desk > 102 Bob Brown [601]",
    "answered 100 Front Desk > 101 Alice Anderson [601] after 8",
    "hungup 100 Front Desk > 101 Alice Anderson [601] normal_clearing 16 talk 5 total 13",
  ],
  "05l-queue": [
    "ringing 100 Front Desk > 602 [602]",
    "answered 100 Front Desk > 101 Alice Anderson [602] after 2",
    "hungup 100 Front Desk > 101 Alice Anderson [602] normal_clearing 16 talk 2.5 total 4.5",
  ],
  "05m-queue-actions": [
    "ringing 100 Front Desk > 602 [602]",
    "answered 100 Front Desk > 101 Alice Anderson [602] after 2",
    "hungup 100 Front Desk > 101 Alice Anderson [602] normal_clearing 16 talk 2.6 total 4.6",
  ],
  "05n-trunk-incoming": [
    "ringing 15551234567 WIRELESS CALLER > 101 Alice Anderson",
    "answered 15551234567 WIRELESS CALLER > 101 Alice Anderson after 2",
    "hungup 15551234567 WIRELESS CALLER > 101 Alice Anderson normal_clearing 16 talk 5 total 7",
  ],
  // Early media and no ringing.
  "05p-trunk-outgoing": [
    "answered 101 Alice Anderson > 95551212 after 4",
    "hungup 101 Alice Anderson > 95551212 normal_clearing 16 talk 5 total 9",
  ],
  "05r-transfer-blind-refer": [
    "ringing 100 Front Desk > 101 Alice Anderson",
    "answered 100 Front Desk > 101 Alice Anderson after 2",
    "transferred 100 Front Desk > 104 Dave Davis blind by 101 Alice Anderson",
    "hungup 100 Front Desk > 104 Dave Davis normal_clearing 16 talk 13 total 15",
  ],
  "05t-transfer-attended-feature": [
    "ringing 100 Front Desk > 101 Alice Anderson",
    "answered 100 Front Desk > 101 Alice Anderson after 2",
    "held 100 Front Desk > 101 Alice Anderson by 100 Front Desk",
    "transferred 101 Alice Anderson > 104 Dave Davis attended by 100 Front Desk",
    "resumed 101 Alice Anderson > 104 Dave Davis after 11.4",
    "hungup 101 Alice Anderson > 104 Dave Davis normal_clearing 16 talk 15.2 total 17.3",
  ],
  "05u-dtmf-in-call": [
    "ringing 100 Front Desk > 101 Alice Anderson",
    "answered 100 Front Desk > 101 Alice Anderson after 2",
    "hungup 100 Front Desk > 101 Alice Anderson normal_clearing 16 talk 6 total 8",
  ],
  // Held while the code is dialled, then in the lot until its time is over.
  "05v-park": [
    "ringing 100 Front Desk > 101 Alice Anderson",
    "answered 100 Front Desk > 101 Alice Anderson after 2",
    "held 100 Front Desk > 101 Alice Anderson by 100 Front Desk",
    "resumed 100 Front Desk > 101 Alice Anderson after 2.3",
    "held 100 Front Desk > 101 Alice Anderson by 100 Front Desk in 701",
    "hungup 100 Front Desk > 101 Alice Anderson normal_clearing 16 talk 24.9 total 26.9",
  ],
  "05w-conference": [
    "answered(738) 100 Front Desk > 610 after 2",
    "answered(741) 101 Alice Anderson > 610 after 0.5",
    "hungup(738) 100 Front Desk > 610 normal_clearing 16 talk 8 total 10",
    "hungup(741) 101 Alice Anderson > 610 normal_clearing 16 talk 10 total 10.5",
  ],
  // A phone that is rung and hears a recording; a click on a number; one that is busy; one that is not lifted.
  "05x-originate-by-ami": [
    "hungup(742) 101 Alice Anderson > 620 normal_clearing 16 talk 0 total 6.1",
    "ringing(745) 101 Alice Anderson > 104 Dave Davis",
    "answered(745) 101 Alice Anderson > 104 Dave Davis after 4",
    "hungup(745) 101 Alice Anderson > 104 Dave Davis normal_clearing 16 talk 6.5 total 10.5",
    "hungup(747) 103 Carol Clark >  user_busy 17 talk 0 total 0",
    "hungup(748) 102 Bob Brown >  no_answer 19 talk 0 total 3",
  ],
  // Who was called is sent to another number by an action and hung up by one while it rings there.
  "05y-channel-actions": [
    "ringing 100 Front Desk > 101 Alice Anderson",
    "answered 100 Front Desk > 101 Alice Anderson after 2",
    // Redirect of 101 to 104, where it rings until 101 is hung up.
    "transferred 101 Alice Anderson > 104 Dave Davis blind by 100 Front Desk",
    "hungup 101 Alice Anderson > 104 Dave Davis normal_clearing 16 talk 6.9 total 8.9",
  ],
  "05za-hold-unhold": [
    "ringing 100 Front Desk > 101 Alice Anderson",
    "answered 100 Front Desk > 101 Alice Anderson after 2",
    "held 100 Front Desk > 101 Alice Anderson by 101 Alice Anderson",
    "resumed 100 Front Desk > 101 Alice Anderson after 5.4",
    "hungup 100 Front Desk > 101 Alice Anderson normal_clearing 16 talk 15.8 total 17.8",
  ],
};

async function replayed(name: string): Promise<readonly CallChange[]> {
  const replay = new CallsReplay();
  const playback = new Playback(await openCapture(fixture(name)));
  const changes: CallChange[] = [];
  for await (const batch of playback.run()) for (const played of batch) changes.push(...replay.take(played));
  return changes;
}

Deno.test("Correlator tells of every recorded call what people did in it", async () => {
  for (const [name, expected] of Object.entries(RECORDED)) {
    deepStrictEqual(lines(await replayed(`${name}.jsonl`)), expected, name);
  }
});

Deno.test("Correlator tells the same of a capture without times, but for the durations", async () => {
  const untimed = (line: string) => line.replace(/( after| talk| total) [\d.]+/g, "");
  for (const [name, expected] of Object.entries(RECORDED)) {
    deepStrictEqual(lines(await replayed(`${name}.raw`)).map(untimed), expected.map(untimed), name);
  }
});

Deno.test("Correlator tells nothing of a radio node's own channels", async () => {
  const sessions = [
    "02e-rptstatus-states",
    "03a-link-transceive-up-down",
    "03e-link-chain-disconnect-all-reconnect",
    "03f-link-failures",
    "04c-key-linked-nodes",
    "06c-restart-core-restart-now",
    "10a-variant-systemname-set",
  ];
  for (const name of sessions) deepStrictEqual(await replayed(`${name}.jsonl`), [], name);
});
