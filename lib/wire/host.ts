/** How one measure of the machine stands: as it should be, worth a look, or about to fail. */
export type HostState = "good" | "warn" | "bad";

/** How the machine is that Nexus runs on. `null`: not known there. */
export interface HostFacts {
  /** When it was looked. */
  readonly at: string;
  readonly cpu: { readonly celsius: number; readonly state: HostState } | null;
  readonly load: {
    /** How many programs ran or waited, on average over 1, 5 and 15 minutes. */
    readonly averages: readonly [number, number, number];
    readonly cpus: number;
    readonly state: HostState;
  } | null;
  readonly memory: HostRoom | null;
  /** Where the database is. */
  readonly disk: HostRoom | null;
  readonly uptime_seconds: number | null;
}

/** Room, and how much of it is left. */
export interface HostRoom {
  readonly total_bytes: number;
  readonly free_bytes: number;
  readonly state: HostState;
}
