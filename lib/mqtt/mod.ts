/**
 * @module lib/mqtt: what happens, told to an MQTT broker. Calls run bus -> outbox (disk) -> sender -> session; states of nodes and
 * extensions run bus -> board of retained topics -> sender -> session. The link dials, and dials again.
 */
export type * from "./session.ts";
export { type MqttCounters, MqttPublisher, type PublisherOptions } from "./publisher.ts";
export { type ProbeAnswer, probeBroker } from "./probe.ts";
