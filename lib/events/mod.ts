/**
 * @module lib/events: the one way out of the state machines. The bus numbers each domain event and hands it to
 * its sinks in a fixed order (store first, then live, then the rest), so that what viewers see has been handed to the
 * store before.
 */
export { EventBus } from "./bus.ts";
export type { EventSink, NumberedEvent } from "./bus.ts";
