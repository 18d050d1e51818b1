import type { Access } from "../auth/mod.ts";
import type { FieldSpecs } from "./body.ts";
import type { ParamSpecs } from "./params.ts";
import type { SchemaName } from "./schemas.ts";

/** What comes back: JSON in the API's envelope, JSON as it is, a stream, a drawing, a picture of any kind, plain text, a table, or a file. */
export type AnswerKind =
  | "envelope"
  | "plain"
  | "events"
  | "websocket"
  | "image"
  | "picture"
  | "text"
  | "csv"
  | "file";

/** How it is asked for; GET also answers HEAD. */
export type EndpointMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One route and method: what it is called, who may ask, what it takes, what it gives. The handlers read by it, the pipeline
 * lets in by it, and the API is described by it.
 */
export interface Endpoint<S extends ParamSpecs = ParamSpecs, F extends FieldSpecs = FieldSpecs> {
  readonly method: EndpointMethod;
  /** With path parameters in braces: `/api/nodes/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** Who may ask. For `operator`, a path below `/api/nodes/{id}` means of that node. */
  readonly access: Access;
  readonly params: S;
  /** The fields of the JSON that is sent; empty where nothing is. */
  readonly body: F;
  /** Status of a good answer. */
  readonly status: number;
  readonly answers: AnswerKind;
  /** What the data looks like; `null` where it is described in words only. */
  readonly schema: SchemaName | null;
  /** Refusals besides 400 for parameters. */
  readonly refusals: readonly number[];
}

/** The fields of an endpoint that takes no body. */
type NoFields = Readonly<Record<never, never>>;
const NO_FIELDS: NoFields = {};

/** What a definition may leave out: GET, no body, 200. */
type Definition<S extends ParamSpecs, F extends FieldSpecs> =
  & Omit<Endpoint<S, F>, "method" | "body" | "status">
  & Partial<Pick<Endpoint<S, F>, "method" | "body" | "status">>;

/** Makes a definition whole. */
export function define<S extends ParamSpecs, F extends FieldSpecs = NoFields>(
  definition: Definition<S, F>,
): Endpoint<S, F> {
  // Without fields the type of the body is that of none.
  return { method: "GET", body: NO_FIELDS as F, status: 200, ...definition };
}
