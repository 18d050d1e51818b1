import { encodeFrame } from "../../ami/mod.ts";
import type { Asterisk } from "./asterisk.ts";

/** `FullyBooted` as a session gets it that logs in to a running Asterisk. */
export function greetedEvent(uptimeSec: number): Uint8Array {
  return encodeFrame([
    ["Event", "FullyBooted"],
    ["Privilege", "system,all"],
    ["Uptime", String(uptimeSec)],
    ["LastReload", String(uptimeSec)],
    ["Status", "Fully Booted"],
  ]);
}

/** `FullyBooted` as a session gets it that waited for it; its headers come in another order. */
export function bootedEvent(): Uint8Array {
  return encodeFrame([
    ["Event", "FullyBooted"],
    ["Privilege", "system,all"],
    ["Status", "Fully Booted"],
    ["Uptime", "0"],
    ["LastReload", "0"],
  ]);
}

/** `SuccessfulAuth` of a session's own login. */
export function successfulAuth(asterisk: Asterisk, user: string, peer: string): Uint8Array {
  const at = new Date(asterisk.world.nowMs).toISOString().replace("Z", "+0000");
  const id = asterisk.random.within([0x10000000, 0x7fffffff]).toString(16);
  return encodeFrame([
    ["Event", "SuccessfulAuth"],
    ["Privilege", "security,all"],
    ["EventTV", at],
    ["Severity", "Informational"],
    ["Service", "AMI"],
    ["EventVersion", "1"],
    ["AccountID", user],
    ["SessionID", `0x7f25${id}`],
    ["LocalAddress", "IPV4/TCP/127.0.0.1/5038"],
    ["RemoteAddress", `IPV4/TCP/${peer}`],
    ["UsingPassword", "0"],
    ["SessionTV", at],
  ]);
}

/** `Shutdown`: the last that a session hears of an Asterisk that is told to stop. */
export function shutdownEvent(cleanly: boolean, restart: boolean): Uint8Array {
  return encodeFrame([
    ["Event", "Shutdown"],
    ["Privilege", "system,all"],
    ["Shutdown", cleanly ? "Cleanly" : "Uncleanly"],
    ["Restart", restart ? "True" : "False"],
  ]);
}
