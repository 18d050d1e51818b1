import type { HostFacts, HostRoom, HostState } from "../wire/mod.ts";
import type { HostReader, Room } from "./types.ts";

/** A Pi 3B+ slows down from 60 degrees Celsius on, every other one from 80; none stays at 75 for long without a reason. */
const WARM_CELSIUS = 60;
const HOT_CELSIUS = 75;

/** Programs for each processor, on average over five minutes: from 1 on some wait, from 2 on most do. */
const BUSY_LOAD = 1;
const OVERLOADED_LOAD = 2;

/** Of the memory: below a tenth the system begins to throw away what it will soon need again. */
const LITTLE_MEMORY = 0.1;
const NO_MEMORY = 0.05;

/** Of the disk: a busy year of one node takes some 100 MB, Asterisk's logs and recordings more. */
const LITTLE_DISK_BYTES = 1_000_000_000;
const NO_DISK_BYTES = 200_000_000;

/** How the machine is at an instant, and what of it is worth a look. */
export function hostFacts(reader: HostReader, nowMs: number): HostFacts {
  const celsius = reader.cpuCelsius();
  const averages = reader.load();
  const { cpus } = reader;
  return {
    at: new Date(nowMs).toISOString(),
    cpu: celsius === null ? null : { celsius, state: rising(celsius, WARM_CELSIUS, HOT_CELSIUS) },
    load: averages === null
      ? null
      : { averages, cpus, state: rising(averages[1] / cpus, BUSY_LOAD, OVERLOADED_LOAD) },
    memory: roomOf(
      reader.memory(),
      ({ freeBytes, totalBytes }) => falling(freeBytes / totalBytes, LITTLE_MEMORY, NO_MEMORY),
    ),
    disk: roomOf(reader.disk(), ({ freeBytes }) => falling(freeBytes, LITTLE_DISK_BYTES, NO_DISK_BYTES)),
    uptime_seconds: reader.uptimeSec(),
  };
}

/** Nothing is known before the first look. */
export function noHostFacts(nowMs: number): HostFacts {
  const at = new Date(nowMs).toISOString();
  return { at, cpu: null, load: null, memory: null, disk: null, uptime_seconds: null };
}

function roomOf(room: Room | null, judge: (room: Room) => HostState): HostRoom | null {
  if (room === null || !(room.totalBytes > 0)) return null;
  return { total_bytes: room.totalBytes, free_bytes: room.freeBytes, state: judge(room) };
}

function rising(value: number, warn: number, bad: number): HostState {
  if (value >= bad) return "bad";
  return value >= warn ? "warn" : "good";
}

function falling(value: number, warn: number, bad: number): HostState {
  if (value < bad) return "bad";
  return value < warn ? "warn" : "good";
}
