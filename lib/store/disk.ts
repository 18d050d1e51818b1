import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import { type Connection, openConnection } from "./connection.ts";
import { describeFailure, mayPass, StoreError } from "./errors.ts";
import type { Reader } from "./reader.ts";
import type { Batch } from "./rows.ts";
import type { Written } from "./writer.ts";

/** How it stands with the file. While failing there may still be a connection: a full disk can be read. */
export type DiskState =
  | { readonly state: "ok"; readonly sinceMs: number; readonly connection: Connection }
  | {
    readonly state: "failing";
    readonly sinceMs: number;
    readonly error: string;
    readonly attempts: number;
    readonly connection: Connection | null;
  }
  | { readonly state: "closed"; readonly sinceMs: number };

/** The file behind the store: opened, lost and opened again. Nothing here throws but the first `open`. */
export class Disk {
  #state: DiskState;
  #failures = 0;

  constructor(
    private readonly path: string,
    private readonly connect: (path: string) => DatabaseSync,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    this.#state = { state: "closed", sinceMs: clock.now() };
  }

  /** How it stands. */
  get state(): DiskState {
    return this.#state;
  }

  /** Transactions, reads and openings that failed. */
  get failures(): number {
    return this.#failures;
  }

  /** Opens the file. Throws `StoreError` when it must not be written to; a disk that does not let it is `failing`. */
  open(): void {
    try {
      const connection = openConnection(this.path, this.connect);
      this.#state = { state: "ok", sinceMs: this.clock.now(), connection };
    } catch (error) {
      if (error instanceof StoreError) throw error;
      this.#fail(error);
    }
  }

  /** Opens the file again when it was lost; whether there is a connection now. */
  reopen(): boolean {
    if (this.#state.state !== "failing" || this.#state.connection) return this.#state.state !== "closed";
    try {
      this.#state = { ...this.#state, connection: openConnection(this.path, this.connect) };
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Reads; gives `otherwise` when there is no connection or it fails. */
  read<T>(action: (reader: Reader) => T, otherwise: T): T {
    if (this.#state.state === "closed" || !this.#state.connection) return otherwise;
    try {
      return action(this.#state.connection.reader);
    } catch (error) {
      this.#fail(error);
      return otherwise;
    }
  }

  /** Writes; undefined when there is no connection or it fails. */
  write(batch: Batch): Written | undefined {
    if (this.#state.state === "closed" || !this.#state.connection) return undefined;
    try {
      const written = this.#state.connection.writer.write(batch);
      this.recovered();
      return written;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** Takes that the file can be used again. */
  recovered(): void {
    if (this.#state.state !== "failing" || !this.#state.connection) return;
    const sinceMs = this.clock.now();
    const failedForSec = Math.round((sinceMs - this.#state.sinceMs) / 1_000);
    this.log.info("database is written again", { failedForSec, attempts: this.#state.attempts });
    this.#state = { state: "ok", sinceMs, connection: this.#state.connection };
  }

  /** Closes the file. */
  close(): void {
    if (this.#state.state === "closed") return;
    const { connection } = this.#state;
    this.#state = { state: "closed", sinceMs: this.clock.now() };
    if (connection) this.#release(connection);
  }

  /** The first failure is logged; what follows until the recovery is counted. */
  #fail(error: unknown): void {
    this.#failures++;
    const reason = describeFailure(error);
    const was = this.#state;
    const connection = was.state === "closed" ? null : was.connection;
    const kept = connection && mayPass(error) ? connection : null;
    if (connection && !kept) this.#release(connection);
    const attempts = was.state === "failing" ? was.attempts + 1 : 1;
    const sinceMs = was.state === "failing" ? was.sinceMs : this.clock.now();
    this.#state = { state: "failing", sinceMs, error: reason, attempts, connection: kept };
    if (was.state === "failing" && was.error === reason) return;
    this.log.error("database cannot be used, what changes is kept in memory", {
      error: reason,
      path: this.path,
    });
  }

  #release(connection: Connection): void {
    try {
      connection.close();
    } catch (error) {
      this.log.warn("database did not close", { error: describeFailure(error), path: this.path });
    }
  }
}
