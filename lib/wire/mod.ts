export * from "./nodes.ts";
export * from "./messages.ts";
export * from "./api.ts";
export * from "./calls.ts";
export * from "./call_causes.ts";
export * from "./call_history.ts";
export { hasWords, MAX_SEARCH_WORDS, searchedText, searchWords } from "./call_search.ts";
export * from "./mqtt.ts";
export { isCallPayload } from "./call_guards.ts";
export type { Bound } from "./bound.ts";
export {
  isEnvelope,
  isNodeId,
  isTopic,
  MAX_CHOICES,
  MAX_NODE_LENGTH,
  parseClientMessage,
  parseEnvelope,
} from "./guards.ts";
export { normalizeAddress, parseAddress } from "./address.ts";
export type { AddressBytes } from "./address.ts";
export { maskAddress, maskLinks, maskStatus } from "./mask.ts";
export * from "./node_detail.ts";
export * from "./node_history.ts";
export * from "./node_network.ts";
export * from "./node_lookup.ts";
export type { NodeObject, NodeObjectMessage, RemoteNode } from "./node_object.ts";
export * from "./accounts.ts";
export * from "./admin.ts";
export type { HostFacts, HostRoom, HostState } from "./host.ts";
export * from "./commands.ts";
export * from "./favorite_activity.ts";
export * from "./voters.ts";
