import { statfsSync } from "node:fs";
import { cpuCelsius } from "./cpu_sensor.ts";
import type { HostReader, Room, Sensors } from "./types.ts";

/** Reads the machine that the program runs on. `sensors` is `null` where nobody tells of temperatures. */
export function systemReader(dataDir: string, sensors: Sensors | null): HostReader {
  return {
    cpuCelsius: () => sensors === null ? null : cpuCelsius(sensors),
    load: () => known(readLoad),
    cpus: Math.max(1, navigator.hardwareConcurrency),
    memory: () => known(readMemory),
    disk: () => known(() => readDisk(dataDir)),
    uptimeSec: () => known(() => Deno.osUptime()),
  };
}

/** What the system does not tell, or the program may not ask, is not known. */
function known<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Some systems tell nothing but noughts. */
function readLoad(): readonly [number, number, number] | null {
  const [one = 0, five = 0, fifteen = 0] = Deno.loadavg();
  return Deno.build.os === "windows" ? null : [one, five, fifteen];
}

function readMemory(): Room {
  const { total, available } = Deno.systemMemoryInfo();
  return { totalBytes: total, freeBytes: available };
}

function readDisk(path: string): Room {
  const { bavail, bsize, blocks } = statfsSync(path);
  return { totalBytes: Number(blocks) * Number(bsize), freeBytes: Number(bavail) * Number(bsize) };
}
