/**
 * @module lib/ami: the Asterisk Manager Interface. Bytes go in, frames and answers come out: the decoder cuts a
 * stream into frames, the writer makes actions, a session is one login over one transport, and a connection
 * keeps a session up for ever. It knows neither app_rpt nor calls.
 */
export type * from "./types.ts";
export { AmiError } from "./error.ts";
export { AmiDecoder, type AmiDecoderOptions, DEFAULT_LIMITS } from "./decoder.ts";
export { TextFrame } from "./frame.ts";
export { encodeAction, encodeFrame } from "./writer.ts";
export { AmiSession, type AmiSessionDeps, type AmiSessionOptions } from "./session.ts";
export { type AmiConnectionDeps, createAmiConnection } from "./connection.ts";
export { retryDelayMs, type RetryPace } from "./backoff.ts";
export { type AmiTransport, type Dial, dialDeno } from "./transport.ts";
export type { AmiCounters } from "./counters.ts";
export { isPermissionDenied, type ManagerRights, parseManagerRights, rightsQuestion } from "./rights.ts";
