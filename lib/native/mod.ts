/**
 * @module lib/native: the system's C library, which is all of native code that the program may reach: a few calls that manage memory and
 * sockets, and that read temperatures.
 */
export { type CLibrary, LIBRARY_PATHS, type NativeCalls, openCLibrary } from "./c_library.ts";
export type { SensorCalls, SensorKind, SensorReading } from "./sensor_calls.ts";
export { type SocketCalls, type Taken } from "./socket_calls.ts";
