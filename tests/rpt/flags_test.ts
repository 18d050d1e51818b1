import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { flagsPolarity, parseNodeStat, parseXStat } from "../../lib/rpt/mod.ts";
import type { XStatFlags } from "../../lib/rpt/mod.ts";
import { ASL2_XSTAT, ASL3_XSTAT } from "./asl2.ts";
import { frameOf, recordedReply } from "./frames.ts";

const STATES = "02e-rptstatus-states";

const EVERYTHING_ENABLED: XStatFlags = {
  parrotOn: false,
  systemEnabled: true,
  timeOutTimerEnabled: true,
  linkingEnabled: true,
  autopatchEnabled: true,
  autopatchState: "down",
  schedulerEnabled: true,
  userFunctionsEnabled: true,
  alternateTail: false,
  incomingConnectionsEnabled: true,
  timeOutTimerState: "reset",
  identifierState: "clean",
  telemetryMode: "not_dynamic",
};

Deno.test("parseXStat puts the flags of both polarities into the same words", () => {
  deepStrictEqual(parseXStat(frameOf(ASL2_XSTAT), [], "plain").flags, EVERYTHING_ENABLED);
  const asl3 = parseXStat(frameOf(ASL3_XSTAT), [], "inverted").flags;
  deepStrictEqual(asl3, { ...EVERYTHING_ENABLED, telemetryMode: "follows" });
});

Deno.test("parseXStat guesses no flag while the polarity is unknown", () => {
  deepStrictEqual(parseXStat(frameOf(ASL2_XSTAT)).flags, {
    ...EVERYTHING_ENABLED,
    systemEnabled: null,
    timeOutTimerEnabled: null,
    linkingEnabled: null,
    autopatchEnabled: null,
    schedulerEnabled: null,
    userFunctionsEnabled: null,
    incomingConnectionsEnabled: null,
  });
});

Deno.test("parseXStat reads every flag and state there is, and null for any other value", () => {
  const flagsOf = (line: string) => parseXStat(frameOf([line]), [], "plain").flags;
  const words = (name: string, key: keyof XStatFlags) =>
    ["0", "1", "2", "3", "4", "5", "-1", "", "x"].map((value) => flagsOf(`${name}: ${value}`)[key]);
  deepStrictEqual(words("patch_state", "autopatchState"), [
    "dialing",
    "connecting",
    "up",
    "failed",
    "down",
    ...[null, null, null, null],
  ]);
  deepStrictEqual(words("tot_state", "timeOutTimerState").slice(0, 4), ["timed_out", "armed", "reset", null]);
  deepStrictEqual(words("ider_state", "identifierState").slice(0, 4), [
    "queued_in_tail",
    "queued_for_cleanup",
    "clean",
    null,
  ]);
  deepStrictEqual(words("tel_mode", "telemetryMode").slice(0, 5), [
    "off",
    "on",
    "follows",
    "not_dynamic",
    null,
  ]);
  deepStrictEqual(words("parrot_ena", "parrotOn").slice(0, 3), [false, true, null]);
  deepStrictEqual(words("tail_type", "alternateTail").slice(0, 3), [false, true, null]);
  deepStrictEqual(words("iconns", "incomingConnectionsEnabled").slice(0, 3), [false, true, null]);
});

Deno.test("flagsPolarity finds the recorded app_rpt 3 inverted, whatever was switched off", () => {
  // NodeStat and XStat, asked one after the other: transmitter, timer, links disabled, then parrot on.
  for (
    const [nodeStat, xstat] of [["02e-3", "02e-4"], ["02e-8", "02e-9"], ["02e-13", "02e-14"], [
      "02e-18",
      "02e-19",
    ]]
  ) {
    const words = parseNodeStat(recordedReply(STATES, nodeStat!));
    strictEqual(flagsPolarity(words, recordedReply(STATES, xstat!)), "inverted", nodeStat);
  }
});

Deno.test("parseXStat says what was switched off in the recorded states", () => {
  const flags = (id: string) => parseXStat(recordedReply(STATES, id), [], "inverted").flags;
  strictEqual(flags("02e-4").systemEnabled, false);
  strictEqual(flags("02e-4").timeOutTimerEnabled, true);
  strictEqual(flags("02e-9").systemEnabled, true);
  strictEqual(flags("02e-9").timeOutTimerEnabled, false);
  strictEqual(flags("02e-9").timeOutTimerState, "armed");
  strictEqual(flags("02e-14").linkingEnabled, false);
  strictEqual(flags("02e-14").incomingConnectionsEnabled, true);
  strictEqual(flags("02e-19").parrotOn, true);
  strictEqual(flags("02e-19").linkingEnabled, true);
});

Deno.test("flagsPolarity is plain where 1 goes with ENABLED, unknown where the answers disagree or are silent", () => {
  const words = (transmitter: string, timer: string) =>
    parseNodeStat(frameOf([`Transmitter: ${transmitter}`, `TimeOutTimer: ${timer}`]));
  const flags = frameOf(["sys_ena: 1", "tot_ena: 0"]);
  strictEqual(flagsPolarity(words("ENABLED", "DISABLED"), flags), "plain");
  strictEqual(flagsPolarity(words("DISABLED", "ENABLED"), flags), "inverted");
  strictEqual(flagsPolarity(words("ENABLED", "ENABLED"), flags), "unknown");
  strictEqual(flagsPolarity(words("ENABLED", "ODD"), flags), "plain");
  strictEqual(flagsPolarity(words("", ""), flags), "unknown");
  strictEqual(flagsPolarity(words("ENABLED", "DISABLED"), frameOf(["Node: 1"])), "unknown");
});
