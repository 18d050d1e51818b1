import type { NodeKind } from "../rpt/mod.ts";
import type { Bound } from "../wire/mod.ts";

/** What is known of one node; `null` where nothing is. */
export interface DirectoryEntry {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
}

/** One answer to a search. */
export interface DirectoryHit extends DirectoryEntry {
  readonly kind: NodeKind;
}

/** How it stands with the copy in use. Instants are epoch milliseconds. */
export interface DirectoryStatus {
  /** `off`: by configuration, or a demo. */
  readonly source: "download" | "file" | "off";
  /** Rows of the copy in use; 0 while there is none. */
  readonly rows: number;
  /** When the copy in use was imported; `null` while there is none. */
  readonly importedAtMs: number | null;
  /** When the source was last asked; `null`: never. */
  readonly attemptedAtMs: number | null;
  /** When it is asked next; `null` while it is being asked, or is not asked at all. */
  readonly nextAttemptAtMs: number | null;
  /** Why the last attempt brought nothing; one line without secrets, `null` when it went well. */
  readonly error: string | null;
}

/** What answers questions for names. */
export interface NameSource {
  /** What is known of a node, by its identifier; undefined when nothing is. Quick, never throws. */
  name(node: string): DirectoryEntry | undefined;
  /** Nodes whose number, callsign or words begin as the query's do, at most `limit`, numbers and callsigns first. */
  search(query: string, limit: number): readonly DirectoryHit[];
  readonly status: DirectoryStatus;
}

/** The node directory at work. */
export interface NodeDirectory extends NameSource {
  /** What is kept in memory, and where each ends. */
  readonly bounds: readonly Bound[];
  /** Opens the last good copy and begins to keep it fresh; `onChange` is called when names may have changed. */
  start(onChange: () => void): void;
  /** Ends a download or import under way; resolves when nothing is left running. */
  stop(): Promise<void>;
}
