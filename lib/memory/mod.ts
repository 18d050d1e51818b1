/**
 * @module lib/memory: gives back to the system what the process holds and does not need: pages of its own file that only the start
 * touched, and freed blocks that the allocator of the C library would keep.
 */
export { MemoryReturn } from "./memory_return.ts";
export { type Segment, unwrittenSegments } from "./segments.ts";
