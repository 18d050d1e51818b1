import { instantMs } from "./views.ts";

/** One transmission of a link. */
export interface LinkTransmission {
  readonly startedAtMs: number;
  /** `null` while it runs. */
  readonly endedAtMs: number | null;
}

/** How many transmissions a link's details show. */
const LIMIT = "10";

/**
 * Asks for the last transmissions of a link, newest first; `undefined` when Nexus gave no such answer or the asking was
 * aborted.
 */
export async function readLinkTransmissions(
  basePath: string,
  link: { readonly localNode: string; readonly node: string },
  aborted: AbortSignal,
): Promise<readonly LinkTransmission[] | undefined> {
  const query = new URLSearchParams({ node: link.localNode, link: link.node, limit: LIMIT });
  try {
    const url = `${basePath}/api/transmissions?${query}`;
    const response = await fetch(url, { headers: { accept: "application/json" }, signal: aborted });
    return response.ok ? parseLinkTransmissions(await response.json()) : undefined;
  } catch {
    return undefined; // no network, no JSON, or nobody waits any more: the details say so
  }
}

/** Reads such an answer; `undefined` when it is none. */
export function parseLinkTransmissions(answer: unknown): readonly LinkTransmission[] | undefined {
  const list = isRecord(answer) && isRecord(answer.data) ? answer.data.transmissions : undefined;
  if (!Array.isArray(list)) return undefined;
  const read: LinkTransmission[] = [];
  for (const entry of list) {
    const startedAtMs = isRecord(entry) ? instantOf(entry.started_at) : null;
    if (startedAtMs !== null) read.push({ startedAtMs, endedAtMs: instantOf(entry.ended_at) });
  }
  return read;
}

function instantOf(value: unknown): number | null {
  return typeof value === "string" ? instantMs(value) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
