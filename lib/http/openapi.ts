import { type AnswerKind, type Endpoint, ENDPOINTS } from "./endpoints.ts";
import type { JsonSchema, Param } from "./params.ts";
import { ref, type SchemaName, SCHEMAS } from "./schemas.ts";

/** The description of the API in OpenAPI 3.1, made from the very definitions that the handlers read by. */
export function openApiDocument(version: string): JsonSchema {
  return {
    openapi: "3.1.0",
    info: { title: "Nexus", version, description: "AllStarLink nodes, their links and who is talking." },
    paths: Object.fromEntries(Object.values(ENDPOINTS).map((each) => [each.path, { get: operation(each) }])),
    components: { schemas: SCHEMAS },
  };
}

function operation(endpoint: Endpoint): JsonSchema {
  return {
    summary: endpoint.summary,
    parameters: [
      ...pathParameters(endpoint.path),
      ...headerParameters(endpoint),
      ...queryParameters(endpoint),
    ],
    responses: { ...goodResponse(endpoint), ...refusals(endpoint) },
  };
}

function pathParameters(path: string): readonly JsonSchema[] {
  if (!path.includes("{id}")) return [];
  return [{
    name: "id",
    in: "path",
    required: true,
    description: "A local node.",
    schema: { type: "string" },
  }];
}

function headerParameters({ answers }: Endpoint): readonly JsonSchema[] {
  if (answers !== "events") return [];
  const description = "Where the client was cut off; something else is taken as nothing.";
  return [{ name: "Last-Event-ID", in: "header", required: false, description, schema: { type: "string" } }];
}

function queryParameters({ params }: Endpoint): readonly JsonSchema[] {
  return Object.entries(params).map(([name, param]) => ({
    name,
    in: "query",
    required: false,
    ...listStyle(param),
    description: param.description,
    schema: param.schema,
  }));
}

function listStyle(param: Param<unknown>): JsonSchema {
  return param.isList ? { style: "form", explode: false } : {};
}

function goodResponse({ answers, schema }: Endpoint): JsonSchema {
  if (answers === "websocket") {
    return { 101: { description: `WebSocket; each message is ${article(schema)}.` } };
  }
  if (answers === "events") {
    return { 200: { description: "Each event's data is an Envelope.", content: content(answers, schema) } };
  }
  return {
    200: { description: "Good.", content: content(answers, schema) },
    304: { description: "Not modified." },
  };
}

function content(answers: AnswerKind, schema: SchemaName | null): JsonSchema {
  if (answers === "image") return PICTURE;
  if (answers === "text") return TEXT;
  if (answers === "events") return { "text/event-stream": { schema: { type: "string" } } };
  const data = schema === null ? { type: "object" } : ref(schema);
  if (answers === "plain") return { "application/json": { schema: data } };
  const properties = { ok: { type: "boolean", const: true }, data };
  return {
    "application/json": {
      schema: { type: "object", properties, required: ["ok", "data"], additionalProperties: false },
    },
  };
}

const TEXT: JsonSchema = { "text/plain": { schema: { type: "string" } } };

/** A picture says itself what is wrong, because pages show nothing else of it. */
const PICTURE: JsonSchema = { "image/svg+xml": { schema: { type: "string" } } };

function article(schema: SchemaName | null): string {
  return schema === "Envelope" ? "an Envelope" : `a ${schema}`;
}

const REFUSAL_TEXT: Readonly<Record<number, string>> = {
  400: "A parameter is unknown or not understood; `field` names it.",
  401: "A token is needed.",
  403: "The page's origin may not open sockets here.",
  404: "No such node.",
  426: "Not a WebSocket request.",
  429: "Too many requests; `Retry-After` tells when to come back.",
  503: "Degraded, or too many clients.",
};

function refusals(endpoint: Endpoint): JsonSchema {
  const statuses = [400, ...endpoint.refusals];
  return Object.fromEntries(statuses.map((status) => [status, refusal(endpoint, status)]));
}

/** A degraded server says so with its whole state, not with an error. */
function refusal({ answers, schema }: Endpoint, status: number): JsonSchema {
  if (answers === "image" && status !== 400) return { description: REFUSAL_TEXT[status], content: PICTURE };
  const isState = status === 503 && answers === "plain" && schema !== null;
  const body = isState ? ref(schema) : ref("Error");
  return { description: REFUSAL_TEXT[status], content: { "application/json": { schema: body } } };
}
