import { Random, type Range } from "./random.ts";
import type { NodeView } from "./types.ts";

/** One receiver of a voter. */
export interface VoterReceiverPlan {
  readonly name: string;
  /** Address and port of its client. */
  readonly peer: string;
  /** Signals it gets from people, 1 to 255; each over is somewhere in it. */
  readonly signal: Range;
  /** Chance that it hears an over at all. */
  readonly hears: number;
  /** The source of the timing of all clients. */
  readonly master?: boolean;
  /** Heard beside the voted one. */
  readonly mix?: boolean;
  /** Loses its connection so often, for so long; absent: it never does. */
  readonly lost?: { readonly everyMs: number; readonly forMs: number };
}

/** A node with several receivers, of which the best is heard. */
export interface VoterPlan {
  readonly node: string;
  readonly receivers: readonly VoterReceiverPlan[];
}

/** A receiver as it is now. */
export interface VoterReceiverState {
  readonly plan: VoterReceiverPlan;
  readonly connected: boolean;
  /** 0 (nothing) to 255. */
  readonly rssi: number;
}

const MAX_RSSI = 255;

/** Signals of people who move go up and down by so much, each receiver's in a time of its own. */
const FLUTTER = 22;
const FLUTTER_MS = 1_900;

/** The receivers of a voter at an instant of world time: a signal only while the node's receiver is keyed. */
export function voterReceivers(
  { receivers }: VoterPlan,
  node: Pick<NodeView, "rxKeyed" | "keyups">,
  nowMs: number,
): readonly VoterReceiverState[] {
  return receivers.map((plan, index) => {
    const { everyMs, forMs } = plan.lost ?? { everyMs: 1, forMs: 0 };
    const connected = nowMs % everyMs >= forMs;
    return { plan, connected, rssi: node.rxKeyed && connected ? signal(plan, index, node.keyups, nowMs) : 0 };
  });
}

/** The receiver that is heard: the strongest, `null` while there is no signal. */
export function votedReceiver(receivers: readonly VoterReceiverState[]): VoterReceiverState | null {
  const [best] = receivers.filter(({ rssi }) => rssi > 0).sort((one, other) => other.rssi - one.rssi);
  return best ?? null;
}

function signal(plan: VoterReceiverPlan, index: number, over: number, nowMs: number): number {
  const random = new Random(over).fork(`${index} ${plan.name}`);
  if (!random.chance(plan.hears)) return 0;
  const flutter = Math.sin(nowMs / (FLUTTER_MS + 370 * index)) * FLUTTER;
  return Math.min(MAX_RSSI, Math.max(1, Math.round(random.within(plan.signal) + flutter)));
}
