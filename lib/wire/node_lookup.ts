import type { LinkInfo } from "./nodes.ts";
import { type Check, isFlag, isNumber, isOneOf, isRecord, isText, listOf, orNull, shapeOf } from "./shape.ts";

/** A node that a search found. `linked_to`: the local nodes that it is linked to now. */
export interface NodeLookupResult {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly kind: LinkInfo["kind"];
  readonly linked_to: readonly string[];
}

/** State of the node directory. `source` is `off` without one; `rows` is 0 while there is none yet. */
export interface DirectoryState {
  readonly source: "download" | "file" | "off";
  readonly rows: number;
  readonly imported_at: string | null;
}

/** `GET /api/node-lookup`: by number, then by callsign, then by words. `more`: there are others beyond `limit`. */
export interface NodeLookupAnswer {
  readonly q: string;
  readonly limit: number;
  readonly results: readonly NodeLookupResult[];
  readonly more: boolean;
  readonly directory: DirectoryState;
}

const ANSWER: Check = shapeOf({
  q: isText,
  limit: isNumber,
  results: listOf(shapeOf({
    node: isText,
    callsign: orNull(isText),
    description: orNull(isText),
    location: orNull(isText),
    kind: isOneOf("allstar", "echolink", "irlp", "text", "private"),
    linked_to: listOf(isText),
  })),
  more: isFlag,
  directory: shapeOf({
    source: isOneOf("download", "file", "off"),
    rows: isNumber,
    imported_at: orNull(isText),
  }),
});

/** True for a good answer of the API that holds what a search found. */
export function isNodeLookup(
  body: unknown,
): body is { readonly ok: true; readonly data: NodeLookupAnswer } {
  return isRecord(body) && body.ok === true && ANSWER(body.data);
}
