import type { Range } from "../world/random.ts";
import type { CallOutcome, DistantNode, LinkSpec, Talker } from "../world/types.ts";
import type { VoterPlan } from "../world/voter.ts";
import type { WorldPlan } from "../world/world.ts";
import type { PbxPlan } from "../pbx/types.ts";
import type { ReleaseName } from "../server/release.ts";

/** Somebody in the directory, and what happens when he is called. */
export interface DirectoryEntry {
  readonly callsign: string;
  readonly description: string;
  readonly location: string;
  /** Address of the node; the empty string where app_rpt shows none. */
  readonly peer: string;
  /** Milliseconds until he answers; `null`: he does not. */
  readonly answersAfterMs: number | null;
  /** Milliseconds until a call that is not answered is refused; absent: nobody is there, and app_rpt tries for 40 s. */
  readonly refusesAfterMs?: number;
}

/** A station of EchoLink as chan_echolink's own list has it. */
export interface EchoLinkEntry {
  readonly callsign: string;
  readonly address: string;
}

/** How people talk. Ranges in milliseconds; chances from 0 to 1, per over. */
export interface Rhythm {
  /** From the start to the first word. */
  readonly firstMs: Range;
  readonly overMs: Range;
  readonly gapMs: Range;
  /** Silence between conversations. */
  readonly pauseMs: Range;
  /** Overs of one conversation. */
  readonly overs: Range;
  /** Talkers of one conversation. */
  readonly people: Range;
  readonly doubleChance: number;
  readonly kerchunkChance: number;
}

/** People who can talk to each other, and how they do. */
export interface ConversationPlan {
  readonly talkers: readonly Talker[];
  readonly rhythm: Rhythm;
}

/** A link that comes and goes. */
export interface Visitor {
  readonly node: string;
  readonly link: LinkSpec;
  /** Chance that a call of ours is answered. */
  readonly answerChance: number;
}

/** Links that come and go, each on its own. Ranges in milliseconds. */
export interface VisitorsPlan {
  readonly visitors: readonly Visitor[];
  readonly awayMs: Range;
  readonly stayMs: Range;
  readonly answerMs: Range;
  readonly failMs: Range;
  /** Chance that a visit ends in a change of mode (and goes on) where we called. */
  readonly modeChangeChance: number;
}

/** Links that we called and that are lost now and then, and answer again. */
export interface OutagesPlan {
  readonly links: readonly Talker[];
  readonly everyMs: Range;
  readonly backMs: Range;
}

/** Nodes behind a hub that come and go, without the hub's link changing. */
export interface HubPlan {
  readonly node: string;
  readonly link: string;
  readonly members: readonly DistantNode[];
  /** How many members are there at a time. */
  readonly present: Range;
  readonly everyMs: Range;
}

/** The flicker of links of a chain while somebody talks. */
export interface FlickerPlan {
  readonly links: readonly Talker[];
  readonly everyMs: Range;
  readonly gapMs: Range;
}

/** Short key-ups out of nowhere. */
export interface KerchunksPlan {
  readonly talkers: readonly Talker[];
  readonly everyMs: Range;
  readonly lengthMs: Range;
}

/** Key edges at an even rate of world time, for load: links of a node keyed and unkeyed at random. */
export interface PulsesPlan {
  readonly node: string;
  readonly edgesPerSec: number;
}

/** Everything about a simulated Asterisk that is not code. */
export interface Scenario {
  readonly name: string;
  /** Seconds that Asterisk has been up when the simulation begins. */
  readonly uptimeSec: number;
  /** Which Asterisk and app_rpt it is; `asl3` when absent. */
  readonly release?: ReleaseName;
  /** Stations by their EchoLink number; absent where chan_echolink is not loaded. */
  readonly echolink?: ReadonlyMap<string, EchoLinkEntry>;
  readonly world: WorldPlan;
  readonly directory: ReadonlyMap<string, DirectoryEntry>;
  readonly conversations: readonly ConversationPlan[];
  readonly kerchunks: readonly KerchunksPlan[];
  readonly flicker: readonly FlickerPlan[];
  readonly visitors: readonly VisitorsPlan[];
  readonly outages: readonly OutagesPlan[];
  readonly hubs: readonly HubPlan[];
  readonly pulses: readonly PulsesPlan[];
  /** Nodes with several receivers; absent where chan_voter is not loaded. */
  readonly voters?: readonly VoterPlan[];
  /** Telephones beside the nodes; absent where there are none. */
  readonly pbx?: PbxPlan;
}

/** How long app_rpt tries to reach somebody who is not there. */
const TRY_MS = 40_000;

/** What a call of an entry ends in. */
export function outcomeOf({ answersAfterMs, refusesAfterMs = TRY_MS }: DirectoryEntry): CallOutcome {
  return answersAfterMs === null
    ? { answered: false, afterMs: refusesAfterMs }
    : { answered: true, afterMs: answersAfterMs };
}
