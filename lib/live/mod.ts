/**
 * @module lib/live: the streams. The hub is a sink of the bus: it numbers messages, makes each into text once, keeps a
 * ring for clients that come back, and fans out to bounded clients over SSE and WebSocket.
 *
 * Way of a message: bus -> hub (number, batch of key edges) -> session (topics, nodes) -> outlet (bounds) -> port.
 */
export type * from "./types.ts";
export { ANONYMOUS, EVERYTHING } from "./types.ts";
export { createLiveHub } from "./hub.ts";
export type { LiveHubOptions } from "./hub.ts";
export { ConnectionCounter, DEFAULT_LIMITS } from "./limits.ts";
export type { ConnectionLimits } from "./limits.ts";
export { DEFAULT_BOUNDS } from "./outlet.ts";
export type { QueueBounds } from "./outlet.ts";
export { nodeObject } from "./node_object.ts";
export { changedSubscription, parseResume } from "./subscription.ts";
export { isOriginAllowed } from "./origin.ts";
export { sseResponse } from "./sse.ts";
export type { StreamRequest } from "./sse.ts";
export { acceptNodeSocket, acceptWebSocket } from "./websocket.ts";
export type { NodeStreamRequest } from "./websocket.ts";
