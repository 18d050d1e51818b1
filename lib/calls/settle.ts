import type { Call } from "./call.ts";
import type { Channel } from "./channel.ts";
import * as message from "./messages.ts";
import type { World } from "./world.ts";

/** Local channels in a row; a longer way is a loop. */
const MAX_HOPS = 16;

/** Who a call comes from: a leg, or what stands for one where a radio or an application calls. */
export function callerOf(call: Call): Channel | null {
  return call.from ?? call.root;
}

/** True for a leg that is dialled to be talked with, false for the phone that a click on a number rings first. */
export function isSought(world: World, leg: Channel): boolean {
  if (leg.role !== "called" || leg === leg.call.from) return false;
  let dialler = leg.dialler;
  for (let hop = 0; hop < MAX_HOPS && dialler?.isLocal; hop++) {
    const first = world.bridges.partner(dialler);
    if (first === undefined) return true;
    if (first.role === "originated") return false;
    dialler = first.dialler;
  }
  return true;
}

/** True when each dial on the way from the caller to the leg was answered. */
function isAnsweredThrough(world: World, leg: Channel): boolean {
  if (leg.dial !== "answered") return false;
  let dialler = leg.dialler;
  for (let hop = 0; hop < MAX_HOPS && dialler?.isLocal; hop++) {
    const first = world.bridges.partner(dialler);
    if (!first || first.dialler === null) return true;
    if (first.dial !== "answered") return false;
    dialler = first.dialler;
  }
  return true;
}

/** A leg is dialled. While nobody talks it is who the call is for; later only a transfer makes it that. */
export function legTried(world: World, leg: Channel, atMs: number): void {
  const { call } = leg;
  if (!isSought(world, leg)) {
    if (leg.role === "called") fromPhone(leg);
    return;
  }
  call.firstDialAtMs ??= atMs;
  const left = whoIsLeft(leg);
  if (left !== null) {
    call.transfer = { kind: "blind", by: left.party, transferer: left, dialled: call.lastExten };
  }
  if (call.transfer !== null) return tellTransfer(world, call, atMs);
  if (call.phase.is === "reaching" || call.peer === null) call.reach.tries(leg);
}

/**
 * Who was talked with until now, where one of two who talked is sent to another number without a transfer by phone: by a Redirect, or
 * by the dialplan; else `null`. Who called must be let go first, as a dialplan can ring more phones during a call; who was called
 * never dials by itself.
 */
function whoIsLeft(leg: Channel): Channel | null {
  const { call, dialler } = leg;
  const { peer, transfer, hold } = call;
  if (call.phase.is !== "answered" || transfer !== null || peer === null || hold?.isParked) return null;
  if (!isOn(dialler)) return null;
  const caller = callerOf(call);
  if (dialler === caller) return peer.isLive ? null : peer;
  return dialler === peer && dialler.bridge === null ? caller : null;
}

/** The phone that a click on a number rings first is who calls. */
function fromPhone(leg: Channel): void {
  leg.role = "originated";
  leg.call.from ??= leg;
}

/** A leg rings; the first of a call that does is told. */
export function legRings(world: World, leg: Channel, atMs: number): void {
  const { call } = leg;
  leg.ringingAtMs ??= atMs;
  if (call.ringingAtMs !== null || call.phase.is !== "reaching" || !isSought(world, leg)) return;
  if (!call.reach.pending.has(leg)) legTried(world, leg, atMs);
  call.ringingAtMs = atMs;
  call.sinceMs = atMs;
  world.tell(call, message.ringing(call, atMs), atMs);
}

/** A dial was answered; where that makes the way to a leg complete, a person answered. */
export function dialAnswered(world: World, dialled: Channel, atMs: number): void {
  const { call } = dialled;
  if (call.phase.is !== "reaching") return;
  const reached = dialled.isLeg
    ? [dialled]
    : call.legs.filter((leg) => leg.isLive && leg.dial === "answered");
  const peer = reached.find((leg) => isSought(world, leg) && isAnsweredThrough(world, leg));
  if (peer !== undefined) answer(world, call, peer, atMs);
}

function answer(world: World, call: Call, peer: Channel | null, atMs: number): void {
  const waitedMs = Math.max(0, atMs - call.waitingSinceMs);
  markAnswered(call, peer, atMs, waitedMs);
  world.tell(call, message.answered(call, atMs, waitedMs), atMs);
}

/** A person talks, without a word about it. */
export function markAnswered(call: Call, peer: Channel | null, atMs: number, waitedMs: number): void {
  call.phase = { is: "answered", atMs, waitedMs };
  call.answeredAtMs = atMs;
  call.sinceMs = atMs;
  call.peer = peer;
  call.isQueued = false;
  // Its DialEnd can have been missed.
  if (peer?.dial === "pending") peer.dial = "answered";
}

/** Somebody came, went, or is connected with somebody else: finds out who talks with whom now. */
export function settle(world: World, call: Call, atMs: number): void {
  if (call.phase.is === "reaching") return connect(world, call, atMs);
  if (call.phase.is === "ended" || call.isInRoom) return;
  const before = call.peer;
  if (!findPair(world, call)) return;
  const hasChanged = call.peer !== before;
  if (hasChanged && !call.hold?.isParked) tellHandover(world, call, before, atMs);
  endHold(world, call, atMs, hasChanged);
}

/** The first connection with a person is the answer. */
function connect(world: World, call: Call, atMs: number): void {
  const caller = callerOf(call);
  const found = caller && world.bridges.peer(caller);
  if (!found || found.leg === call.from || found.leg.role === "originated") return;
  call.isInRoom = found.kind === "room";
  const peer = call.isInRoom ? null : found.leg;
  // Of a call whose beginning was not seen nobody knows whether they have talked all the time.
  if (call.isAdopted && call.ringingAtMs === null) markAnswered(call, peer, atMs, 0);
  else answer(world, call, peer, atMs);
}

function isOn(channel: Channel | null): channel is Channel {
  return channel !== null && channel.isLive && !channel.away;
}

/** Sets who talks with whom; false while that is nobody. */
function findPair(world: World, call: Call): boolean {
  const caller = callerOf(call);
  const { peer } = call;
  if (isOn(caller) && isOn(peer)) return true;
  const stays = isOn(caller) ? caller : isOn(peer) ? peer : undefined;
  const pair = stays ? pairOf(world, stays) : firstPair(world, call);
  if (pair === undefined) return false;
  const [one, other] = pair;
  // Whoever called by itself is the caller of what a transfer made of two calls.
  const isTurned = !isOn(caller) && call.hasAbsorbed && one.role !== "caller" && other.role === "caller";
  if (!isOn(caller)) call.from = isTurned && !call.hold?.isParked ? other : one;
  call.peer = call.from === other ? one : other;
  return true;
}

function pairOf(world: World, one: Channel): readonly [Channel, Channel] | undefined {
  const found = world.bridges.peer(one);
  return found && found.kind === "mixing" ? [one, found.leg] : undefined;
}

function firstPair(world: World, call: Call): readonly [Channel, Channel] | undefined {
  for (const leg of call.legs) {
    const pair = isOn(leg) ? pairOf(world, leg) : undefined;
    if (pair !== undefined) return pair;
  }
  return undefined;
}

/** Somebody else talks now. What was told when the transfer began to ring is not told again. */
function tellHandover(world: World, call: Call, before: Channel | null, atMs: number): void {
  const { transfer } = call;
  call.transfer = null;
  if (transfer === null && before === null) return;
  if (before !== null) keepGroup(call);
  const by = transfer?.by ?? before?.party ?? { extension: "" };
  const kind = transfer?.kind ?? (call.hasAbsorbed ? "attended" : "blind");
  call.hasAbsorbed = false;
  world.tell(call, message.transferred(call, atMs, kind, by), atMs);
}

function keepGroup(call: Call): void {
  const { peer } = call;
  call.reachAnew(peer?.party.extension ?? "");
  call.peer = peer;
}

/** A transfer that rings somebody is told at once, with who is rung. */
export function tellTransfer(world: World, call: Call, atMs: number): void {
  const { transfer } = call;
  if (transfer === null) return;
  call.transfer = null;
  call.hasAbsorbed = false;
  if (transfer.transferer === call.from && isOn(call.peer)) call.from = call.peer;
  call.reachAnew(transfer.dialled);
  for (const leg of call.legs) if (leg !== call.from && isRung(leg)) call.reach.tries(leg);
  world.tell(call, message.transferred(call, atMs, transfer.kind, transfer.by), atMs);
}

/** True for a leg that is being rung, or is about to be: of a group all legs are there before the first of them is dialled. */
function isRung(leg: Channel): boolean {
  if (!leg.isLive || leg.away) return false;
  return leg.dial === "pending" || (leg.dial === "none" && leg.role === "called" && !leg.isUp);
}

/** A parked call is fetched, or who held it is gone and somebody else talks. */
function endHold(world: World, call: Call, atMs: number, hasChanged: boolean): void {
  const { hold } = call;
  if (hold === null) return;
  const caller = callerOf(call);
  if (hold.isParked && caller && world.bridges.peer(caller)) hold.isParked = false;
  for (const holder of hold.by) if (hasChanged && !isOn(holder)) hold.by.delete(holder);
  if (hold.by.size === 0 && !hold.isParked) resume(world, call, atMs);
}

/** The hold is over. */
export function resume(world: World, call: Call, atMs: number): void {
  const { hold } = call;
  if (hold === null) return;
  call.hold = null;
  call.sinceMs = atMs;
  world.tell(call, message.resumed(call, atMs, Math.max(0, atMs - hold.sinceMs)), atMs);
}
