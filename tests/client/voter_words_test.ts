import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  isVoterOld,
  receiverNotes,
  scaleAddress,
  scaleCookie,
  serverNotes,
  signalText,
  spokenSignal,
  staleReason,
  voterAbout,
  voterName,
  voterScale,
  votersNews,
} from "../../lib/client/mod.ts";
import type { Voter, VoterReceiver, VotersAnswer } from "../../lib/wire/mod.ts";

const AT = "2026-02-12T10:30:00.000Z";

const VOTER: Voter = {
  node: "1999",
  server: "main",
  name: null,
  callsign: "W1AW",
  description: "Hill",
  location: null,
  voted: null,
  voted_since: null,
  receivers: [],
  updated_at: AT,
  stale: false,
};

const RECEIVER: VoterReceiver = {
  name: "North",
  state: "quiet",
  rssi: 0,
  mix: false,
  timing: "none",
  ip: null,
  last_heard_at: null,
};

Deno.test("signalText writes what the voter tells, or its part of the whole", () => {
  const texts = (scale: "number" | "percent") =>
    [0, 1, 128, 255].map((rssi) => signalText(rssi, scale).replaceAll("\u2007", "_").replace("\u00a0", " "));
  deepStrictEqual(texts("number"), ["__0", "__1", "128", "255"]);
  deepStrictEqual(texts("percent"), ["__0 %", "__0 %", "_50 %", "100 %"]);
  strictEqual(signalText(null, "percent"), "\u2007\u2007–");
  deepStrictEqual([spokenSignal(166, "number"), spokenSignal(166, "percent")], ["166 of 255", "65 percent"]);
});

Deno.test("voterScale reads what scaleAddress and scaleCookie write", () => {
  for (const scale of ["number", "percent"] as const) {
    strictEqual(voterScale(new URLSearchParams(scaleAddress(scale)), null), scale);
    const [cookie = ""] = scaleCookie(scale, "/nexus").split(";");
    strictEqual(voterScale(new URLSearchParams(), `a=1; ${cookie}`), scale);
  }
  strictEqual(voterScale(new URLSearchParams("signal=loud"), "nexus_signal=;x"), "number");
});

Deno.test("receiverNotes, voterName and voterAbout say each thing once", () => {
  deepStrictEqual(receiverNotes(RECEIVER), []);
  deepStrictEqual(receiverNotes({ ...RECEIVER, timing: "active_master", mix: true }), [
    "Timing source",
    "Mixed in",
  ]);
  deepStrictEqual([voterName(VOTER), voterAbout(VOTER)], ["W1AW", "Hill"]);
  const named = { ...VOTER, name: "East hub", location: " " };
  deepStrictEqual([voterName(named), voterAbout(named)], ["East hub", "W1AW, Hill"]);
  deepStrictEqual(voterName({ ...VOTER, callsign: null, description: null }), "");
});

Deno.test("isVoterOld, staleReason and votersNews tell what is old and why", () => {
  const atMs = Date.parse(AT);
  deepStrictEqual([8_000, 8_001].map((age) => isVoterOld(VOTER, atMs + age)), [false, true]);
  strictEqual(isVoterOld({ ...VOTER, stale: true }, atMs), true);
  const server = { server: "main", ami: "retrying", voters: "known" } as const;
  strictEqual(staleReason(server), "No connection to main");
  strictEqual(staleReason({ ...server, ami: "connecting" }), "Connecting to Asterisk");
  strictEqual(staleReason({ ...server, ami: "connected" }), "Asterisk does not answer");
  const answer: VotersAnswer = { voters: [VOTER], servers: [server], generated_at: AT };
  strictEqual(votersNews(answer), "");
  strictEqual(
    votersNews({ ...answer, voters: [{ ...VOTER, stale: true, voted: "North" }] }),
    "Voter 1999 is not up to date: No connection to main",
  );
});

Deno.test("serverNotes says why there is no voter, and nothing of servers without where others have some", () => {
  const notes = (voters: readonly Voter[], ...servers: VotersAnswer["servers"]) =>
    serverNotes({ voters, servers, generated_at: AT });
  const absent = { server: "a", ami: "connected", voters: "absent" } as const;
  const none = { server: "b", ami: "connected", voters: "none" } as const;
  const asking = { server: "c", ami: "connecting", voters: "unknown" } as const;
  const away = { server: "d", ami: "refused", voters: "unknown" } as const;
  const main = { server: "main", ami: "connected", voters: "known" } as const;
  deepStrictEqual(notes([], absent, none, asking, away), [
    "a has no voter: its Asterisk runs without chan_voter.",
    "b has no voter: chan_voter is loaded, and voter.conf names none.",
    "Asking c for its voters.",
    "No connection to d: whether it has a voter is not known.",
  ]);
  deepStrictEqual(notes([VOTER], main, absent, none), []);
  deepStrictEqual(notes([VOTER], main, asking), ["Asking c for its voters."]);
  deepStrictEqual(notes([], main), []);
});
