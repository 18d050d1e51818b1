/**
 * @module lib/host: how the machine is that the program runs on: temperature of its processor, load, memory, disk, uptime. A reader
 * that can be any other reads, facts judge, a watch looks now and then.
 */
export { cpuCelsius } from "./cpu_sensor.ts";
export { hostFacts } from "./facts.ts";
export { HostWatch, LOOK_EVERY_MS } from "./host_watch.ts";
export { systemReader } from "./system_reader.ts";
export type { HostReader, Room, Sensors } from "./types.ts";
