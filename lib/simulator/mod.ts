/**
 * @module lib/simulator: an Asterisk with app_rpt that is not there. A world of nodes and links, traffic that acts on
 * it, and a manager that tells of it over a loopback port exactly as the real one would. Only the composition root
 * and tests may import it; whoever connects does so as to any Asterisk.
 */
export { createSimulator, type InventedName, type Simulator, type SimulatorOptions } from "./simulator.ts";
export { demoScenario } from "./scenario/demo.ts";
export { BIG_NODE, type BigOptions, bigScenario } from "./scenario/big.ts";
export type {
  ConversationPlan,
  DirectoryEntry,
  EchoLinkEntry,
  FlickerPlan,
  HubPlan,
  KerchunksPlan,
  OutagesPlan,
  PulsesPlan,
  Rhythm,
  Scenario,
  Visitor,
  VisitorsPlan,
} from "./scenario/types.ts";
export type { PbxPlan, Phone } from "./pbx/types.ts";
export type { ReleaseName } from "./server/release.ts";
export type { Range } from "./world/random.ts";
export type {
  CallOutcome,
  DistantNode,
  LinkMode,
  LinkSpec,
  LinkState,
  LinkView,
  NodeSpec,
  NodeView,
  RptVariableName,
  Talker,
  WorldListener,
} from "./world/types.ts";
export type { VoterPlan, VoterReceiverPlan } from "./world/voter.ts";
export type { StandingLink, World, WorldPlan } from "./world/world.ts";
export type { ClientHandler, MemoryPeer } from "./server/memory_peer.ts";
export type { MemoryTransport } from "./server/memory_transport.ts";
export type { ShutdownOptions } from "./server/server.ts";
