export type * from "./session.ts";
export { type MqttCounters, MqttPublisher, type PublisherOptions } from "./publisher.ts";
export { type ProbeAnswer, probeBroker } from "./probe.ts";
