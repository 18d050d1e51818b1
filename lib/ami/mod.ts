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
