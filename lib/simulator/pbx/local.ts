import type { Random } from "../world/random.ts";
import type { Exchange } from "./exchange.ts";
import { RING_MS } from "./story.ts";
import type { Channel, Phone } from "./types.ts";

/** The halves of a Local channel, a way from one place of the exchange to another. */
export interface LocalHalves {
  readonly near: Channel;
  readonly far: Channel;
}

/** Two who talk by way of a Local channel: caller and near half in one bridge, far half and called in another. */
export interface LocalWay extends LocalHalves {
  readonly caller: Channel;
  readonly called: Channel;
}

/** Makes a Local channel to a place in the dialplan; nobody has dialled its near half yet. */
export function localChannel(
  pbx: Exchange,
  place: string,
  linkedTo: Channel,
  isOptimised: boolean,
): LocalHalves {
  const half: Phone = { endpoint: `Local/${place}`, number: "", name: "" };
  const [exten = ""] = place.split("@");
  const near = pbx.newChannel(half, exten, "Down", linkedTo, (id) => `${half.endpoint}-${id};1`);
  const far = pbx.newChannel(half, exten, "Ring", linkedTo, () => near.name.replace(/1$/, "2"));
  const optimised = ["LocalOptimization", isOptimised ? "Yes" : "No"] as const;
  pbx.aboutSeveral("LocalBridge", { LocalOne: near, LocalTwo: far }, optimised);
  return { near, far };
}

/** One phone reaches another by way of a Local channel. */
export function* reachLocally(
  pbx: Exchange,
  random: Random,
  { from, to, isOptimised }: { readonly from: Phone; readonly to: Phone; readonly isOptimised: boolean },
): Generator<number, LocalWay, void> {
  const caller = pbx.incoming(from, to.number);
  const place = `${to.number}@internal`;
  pbx.runs(caller, "Dial", `Local/${place}${isOptimised ? "" : "/n"}`);
  const { near, far } = localChannel(pbx, place, caller, isOptimised);
  near.dialler = caller;
  pbx.dialBegins(near);
  const [called = near] = pbx.dial(far, to);
  yield 120;
  pbx.ring(called);
  pbx.ring(near);
  yield random.within(RING_MS);
  pbx.answer(called);
  pbx.answer(near);
  return { caller, near, far, called };
}

/** The exchange joins the two bridges, and the Local channel is gone. */
export function optimiseAway(pbx: Exchange, { caller, near, far, called }: LocalWay): void {
  const { bridge } = caller;
  if (bridge === null) return;
  const halves = { LocalOne: near, LocalTwo: far };
  pbx.aboutSeveral("LocalOptimizationBegin", { ...halves, Source: called }, ["Id", "1"]);
  pbx.leave(called);
  pbx.enter(called, bridge);
  pbx.leave(near);
  pbx.leave(far);
  pbx.aboutSeveral("LocalOptimizationEnd", halves, ["Id", "1"]);
  pbx.hangUp(near, 16);
  pbx.hangUp(far, 16);
}
