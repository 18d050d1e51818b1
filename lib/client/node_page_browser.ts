import { isNetworkTree, isNodeDetail, isNodeHistory } from "../wire/mod.ts";
import { browserClock } from "./browser.ts";
import type { NodePageEnvironment } from "./node_page_feed.ts";
import type { PartReading } from "./part_reader.ts";

/** How long a reading may take before it counts as failed. */
const READ_TIMEOUT_MS = 10_000;

/** Sessions, and transmissions, that the page of a node is made of at most. */
export const HISTORY_ROWS = 200;

/** The browser as the page of a node needs it; `basePath` is where Nexus is mounted, empty or `/path`. */
export function browserNodePage(basePath: string, nodeId: string): NodePageEnvironment {
  const node = `${basePath}/api/nodes/${encodeURIComponent(nodeId)}`;
  return {
    clock: browserClock,
    readDetail: () => readFrom(`${node}/detail`, isNodeDetail),
    readNetwork: () => readFrom(`${node}/network`, isNetworkTree),
    readHistory: () => readFrom(`${node}/history?limit=${HISTORY_ROWS}`, isNodeHistory),
  };
}

/** Writes a parameter of the address of the page, `null` takes it away; all others stay. */
export function keepInAddress(name: string, value: string | null): void {
  const url = new URL(location.href);
  if (url.searchParams.get(name) === value) return;
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  history.replaceState(history.state, "", url);
}

/** Reads a part of a page from the API; what goes wrong is a reading that failed. `signedOut` is told where one must sign in first. */
export async function readFrom<T>(
  url: string,
  is: (value: unknown) => value is T,
  signedOut: () => void = () => undefined,
): Promise<PartReading<T>> {
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(READ_TIMEOUT_MS),
    });
    if (response.status === 401) signedOut();
    return await readPart(response, is);
  } catch {
    return { kind: "failed" }; // no network, or no JSON: the streams tell how the page stands
  }
}

/** The part in an answer of the API; rejects with `SyntaxError` when the answer is no JSON. */
export async function readPart<T>(
  response: Response,
  is: (value: unknown) => value is T,
): Promise<PartReading<T>> {
  if (response.status === 404) return { kind: "gone" };
  if (!response.ok) return { kind: "failed" };
  const answer: unknown = await response.json();
  const data = typeof answer === "object" && answer !== null && "data" in answer ? answer.data : undefined;
  return is(data) ? { kind: "read", value: data } : { kind: "failed" };
}
