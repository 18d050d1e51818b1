import type { NodeLookupAnswer, NodeLookupResult } from "../wire/mod.ts";
import type { Services } from "./services.ts";

/** What a search for nodes is answered from. */
export type NodeLookupSource = Pick<Services, "directory" | "linkedTo">;

/** Searches the directory, and marks what is linked to a local node now. An empty query finds nothing. */
export function nodeLookup(source: NodeLookupSource, query: string, limit: number): NodeLookupAnswer {
  const { directory } = source;
  const q = query.trim();
  const hits = q === "" ? [] : directory.search(q, limit + 1);
  const results: readonly NodeLookupResult[] = hits.slice(0, limit).map((hit) => ({
    node: hit.node,
    callsign: hit.callsign,
    description: hit.description,
    location: hit.location,
    kind: hit.kind,
    linked_to: source.linkedTo(hit.node),
  }));
  const { source: kind, rows, importedAtMs } = directory.status;
  const importedAt = importedAtMs === null ? null : new Date(importedAtMs).toISOString();
  return {
    q,
    limit,
    results,
    more: hits.length > limit,
    directory: { source: kind, rows, imported_at: importedAt },
  };
}
