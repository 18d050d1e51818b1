import { deepStrictEqual } from "node:assert/strict";
import { inWords, replayFixture, transmissions } from "../cli/replay.ts";

/** What a recorded session tells of links, in the order told, to the second; key edges left out. */
async function linkStory(name: string): Promise<readonly string[]> {
  const events = await replayFixture(name);
  return events.filter(({ kind }) => kind.startsWith("LINK_") && kind !== "LINK_TX")
    .map((event) => inWords(event).replace(/\.\d{3} LINK_/, " "));
}

// Each of these was written by hand from what app_rpt is known to say and not to say, before it was run.

Deno.test("a permanent link that is lost and comes back without a word is told by the polls alone", async () => {
  deepStrictEqual(await linkStory("03d-link-remote-machine-permanent-lost-and-back.jsonl"), [
    "23:47:26 ADDED 2000-2001 T ESTABLISHED",
    // Lost at 23:47:32: no event. The next poll has no channel, the one after the retry began an address.
    "23:47:38 UPDATED 2000-2001 C CONNECTING",
    "23:47:44 UPDATED 2000-2001 C CONNECTING",
    // Another link comes up by events; 2001 is `C` in the same list, which is no news.
    "23:47:53 ADDED 2000-1999 T ESTABLISHED",
    "23:47:53 ADDED 1999-2000 T ESTABLISHED",
    // The poll brings direction and address of the new link; the old one is still being tried.
    "23:48:04 UPDATED 2000-1999 T ESTABLISHED",
    // Back, which again no event tells.
    "23:48:08 UPDATED 2000-2001 T ESTABLISHED",
    // Dropped for good; the order to drop 1999 came 1 ms later and was lost, as orders that quick are.
    "23:48:32 REMOVED 2000-2001",
  ]);
});

Deno.test("a chain of nodes is told from its making over a mode change to its end, with the ten seconds of the far side", async () => {
  deepStrictEqual(await linkStory("03e-link-chain-disconnect-all-reconnect.jsonl"), [
    "23:49:23 ADDED 1999-1998 T ESTABLISHED 1999-2000 T ESTABLISHED",
    "23:49:23 ADDED 1998-1999 T ESTABLISHED",
    "23:49:31 ADDED 2000-2001 R ESTABLISHED 2000-1999 T ESTABLISHED",
    // The mode change makes the link anew: connecting in the list, and it sticks until the next edge.
    "23:50:04 UPDATED 2000-2001 C CONNECTING",
    // All dropped by 1999, one list for each.
    "23:50:09 REMOVED 1999-2000",
    "23:50:09 REMOVED 1999-1998",
    "23:50:10 UPDATED 2000-2001 T ESTABLISHED",
    // 2000 called, shows `C` for 5 s and drops it; 1998 was called and keeps it for 10 s.
    "23:50:14 UPDATED 2000-1999 C CONNECTING",
    "23:50:14 REMOVED 2000-1999",
    "23:50:19 REMOVED 1998-1999",
    // Reconnected: both at once, one of them still connecting for a millisecond.
    "23:50:21 ADDED 1999-2000 C CONNECTING 1999-1998 T ESTABLISHED",
    "23:50:21 UPDATED 1999-2000 T ESTABLISHED",
    "23:50:21 ADDED 1998-1999 T ESTABLISHED",
    "23:50:21 ADDED 2000-1999 T ESTABLISHED",
    "23:50:33 REMOVED 1999-2000",
    "23:50:33 REMOVED 1999-1998",
    "23:50:33 REMOVED 2000-1999",
    "23:50:33 REMOVED 2000-2001",
    "23:50:43 REMOVED 1998-1999",
  ]);
});

Deno.test("links of all modes are told by polls alone, with key times from the ages of SawStat", async () => {
  const name = "02c-rptstatus-2-links-modes.jsonl";
  deepStrictEqual((await linkStory(name)).filter((line) => / 1998-/.test(line) && line < "23:42:21"), [
    "23:42:04 ADDED 1998-1999 R ESTABLISHED 1998-2000 T ESTABLISHED",
    "23:42:18 ADDED 1998-2001 L ESTABLISHED",
  ]);
  const events = await replayFixture(name);
  const toSecond = (spans: readonly string[]) => spans.map((span) => span.replaceAll(/\.\d{3}/g, ""));
  // 23:42:05.696 less 1 s to 23:42:10.204 less 3 s; 23:42:10.204 less 2 s to 23:42:18.210 less 7 s.
  deepStrictEqual(toSecond(transmissions(events, "1998", "2000")), ["23:42:04-23:42:07"]);
  deepStrictEqual(toSecond(transmissions(events, "1998", "1999")), ["23:42:08-23:42:11"]);
  // 2000 hears 1999 through 1998; its key-up is known from the last poll only: 23:42:27.219 less 16 s.
  deepStrictEqual(toSecond(transmissions(events, "2000", "1998")), ["23:42:08-23:42:11"]);
});
