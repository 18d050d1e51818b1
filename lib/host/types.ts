/** Room, and how much of it is left, in bytes. */
export interface Room {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** What the machine says of itself; each is `null` where the system does not tell, or may not be asked. */
export interface HostReader {
  cpuCelsius(): number | null;
  /** Programs that ran or waited, on average over 1, 5 and 15 minutes. */
  load(): readonly [number, number, number] | null;
  readonly cpus: number;
  memory(): Room | null;
  /** Of the data directory. */
  disk(): Room | null;
  uptimeSec(): number | null;
}

/** The temperatures that the kernel tells of. */
export interface Sensors {
  read(kind: "thermal" | "hwmon", index: number): { readonly name: string; readonly value: string } | null;
}
