/**
 * @module lib/calls: what people call a call. Events of channels, dials, bridges, transfers, holds, queues and parking
 * come in, what there is to tell about calls comes out. Pure: time is an argument.
 */
export type * from "./types.ts";
export { createCorrelator } from "./correlator.ts";
export { type Cause, causeOf } from "./causes.ts";
export { lostCall } from "./lost.ts";
