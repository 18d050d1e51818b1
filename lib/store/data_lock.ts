import { DatabaseSync } from "node:sqlite";
import { mayPass, StoreError } from "./errors.ts";

/** The file that is locked; nothing is ever written into it. */
const LOCK_FILE = "nexus.lock";

/** A data directory held for this process alone. */
export interface DataLock {
  /** Lets others have it; harmless when repeated. */
  release(): void;
}

/** What is held where the disk lets nobody lock: nothing. */
const NO_LOCK: DataLock = { release: () => {} };

/**
 * Takes the data directory for this process, by a lock of SQLite's that ends with the process, however that ends. Two
 * programs over one database would each count the same talk. Errors: `StoreError` when another one has it. A disk that
 * is full, read-only or missing is no error, as for the store: then there is no lock.
 */
export function lockDataDir(dataDir: string): DataLock {
  let file: DatabaseSync | null = null;
  try {
    Deno.mkdirSync(dataDir, { recursive: true });
    file = new DatabaseSync(`${dataDir}/${LOCK_FILE}`);
    file.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
    return held(file);
  } catch (error) {
    file?.close();
    if (!mayPass(error)) return NO_LOCK;
    const advice = "stop the other one, or give this one a directory of its own with --data";
    throw new StoreError("in_use", `open data directory, another Nexus works on it; ${advice}: ${dataDir}`, {
      cause: error,
    });
  }
}

function held(file: DatabaseSync): DataLock {
  let isHeld = true;
  return {
    release() {
      if (isHeld) file.close();
      isHeld = false;
    },
  };
}
