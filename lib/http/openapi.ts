import type { Access } from "../auth/mod.ts";
import type { AnswerKind, Endpoint } from "./endpoint.ts";
import { ENDPOINT_LIST } from "./endpoints.ts";
import type { JsonSchema, Param } from "./params.ts";
import { ref } from "./schema_parts.ts";
import { type SchemaName, SCHEMAS } from "./schemas.ts";

/** The description of the API in OpenAPI 3.1, made from the very definitions that the handlers read by. */
export function openApiDocument(version: string): JsonSchema {
  return {
    openapi: "3.1.0",
    info: { title: "Nexus", version, description: "AllStarLink nodes, their links and who is talking." },
    paths: paths(),
    components: { schemas: SCHEMAS, securitySchemes: SECURITY_SCHEMES },
  };
}

/** How somebody says who asks: a session's token or an API token, or the cookie of a browser. */
const SECURITY_SCHEMES: JsonSchema = {
  bearer: { type: "http", scheme: "bearer", description: "A session's token, or an API token." },
  cookie: { type: "apiKey", in: "cookie", name: "nexus_session", description: "What signing in sets." },
};

const WHO: Readonly<Record<Access, string>> = {
  all: "everybody",
  anonymous: "everybody where allow_anon_dashboard is true, else who signed in",
  session: "who signed in",
  operator: "operators of the node",
  admin: "admins",
  superadmin: "superadmins",
};

function paths(): JsonSchema {
  const byPath = new Map<string, Record<string, JsonSchema>>();
  for (const endpoint of ENDPOINT_LIST) {
    const operations = byPath.get(endpoint.path) ?? {};
    operations[endpoint.method.toLowerCase()] = operation(endpoint);
    byPath.set(endpoint.path, operations);
  }
  return Object.fromEntries(byPath);
}

function operation(endpoint: Endpoint): JsonSchema {
  return {
    summary: endpoint.summary,
    description: `For ${WHO[endpoint.access]}.`,
    "x-access": endpoint.access,
    security: security(endpoint.access),
    parameters: [
      ...pathParameters(endpoint.path),
      ...headerParameters(endpoint),
      ...queryParameters(endpoint),
    ],
    ...requestBody(endpoint),
    responses: { ...goodResponse(endpoint), ...refusals(endpoint) },
  };
}

function security(access: Access): readonly JsonSchema[] {
  if (access === "all") return [];
  const signedIn = [{ bearer: [] }, { cookie: [] }];
  return access === "anonymous" ? [{}, ...signedIn] : signedIn;
}

function requestBody({ body }: Endpoint): JsonSchema {
  const fields = Object.entries(body);
  if (fields.length === 0) return {};
  const properties = Object.fromEntries(
    fields.map(([name, { schema, description }]) => [name, { ...schema, description }]),
  );
  const required = fields.filter(([, field]) => !field.optional).map(([name]) => name);
  const schema = { type: "object", properties, required, additionalProperties: false };
  return { requestBody: { required: true, content: { "application/json": { schema } } } };
}

function pathParameters(path: string): readonly JsonSchema[] {
  const ofNode = /\/nodes\/\{id\}/.test(path);
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    description: ofNode && name === "id" ? "A local node." : "An identifier.",
    schema: { type: "string" },
  }));
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

function goodResponse({ answers, schema, method, status }: Endpoint): JsonSchema {
  if (answers === "websocket") {
    return { 101: { description: `WebSocket; each message is ${article(schema)}.` } };
  }
  if (answers === "events") {
    return {
      200: { description: `Each event's data is ${article(schema)}.`, content: content(answers, schema) },
    };
  }
  const good = { [status]: { description: "Good.", content: content(answers, schema) } };
  return method === "GET" ? { ...good, 304: { description: "Not modified." } } : good;
}

function content(answers: AnswerKind, schema: SchemaName | null): JsonSchema {
  if (answers === "image") return PICTURE;
  if (answers === "picture") return ANY_PICTURE;
  if (answers === "text") return TEXT;
  if (answers === "csv") return CSV;
  if (answers === "file") return FILE;
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

const FILE: JsonSchema = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };

const TEXT: JsonSchema = { "text/plain": { schema: { type: "string" } } };

const CSV: JsonSchema = { "text/csv": { schema: { type: "string" } } };

const ANY_PICTURE: JsonSchema = { "image/*": { schema: { type: "string", format: "binary" } } };

/** A picture says itself what is wrong, because pages show nothing else of it. */
const PICTURE: JsonSchema = { "image/svg+xml": { schema: { type: "string" } } };

function article(schema: SchemaName | null): string {
  return schema === "Envelope" ? "an Envelope" : `a ${schema}`;
}

const REFUSAL_TEXT: Readonly<Record<number, string>> = {
  400: "A parameter is unknown or not understood; `field` names it.",
  401: "Sign in, or send a token that is good.",
  403: "Not with this account, or not from a page of another origin.",
  404: "No such thing.",
  409: "It does not go with what there is.",
  413: "The body is too long.",
  415: "The body is not JSON.",
  426: "Not a WebSocket request.",
  429: "Too many requests; `Retry-After` tells when to come back.",
  503: "Degraded, or too many clients.",
};

function refusals(endpoint: Endpoint): JsonSchema {
  const { access, body, method } = endpoint;
  const statuses = new Set([
    400,
    ...(access === "all" ? [] : [401]),
    ...(access === "all" || access === "anonymous" ? [] : [403]),
    ...(method === "GET" ? [] : [403]),
    ...(Object.keys(body).length === 0 ? [] : [413, 415]),
    ...endpoint.refusals,
  ]);
  return Object.fromEntries([...statuses].sort().map((status) => [status, refusal(endpoint, status)]));
}

/** A degraded server says so with its whole state, not with an error. */
function refusal({ answers, schema }: Endpoint, status: number): JsonSchema {
  if (answers === "image" && status !== 400) return { description: REFUSAL_TEXT[status], content: PICTURE };
  const isState = status === 503 && answers === "plain" && schema !== null;
  const body = isState ? ref(schema) : ref("Error");
  return { description: REFUSAL_TEXT[status], content: { "application/json": { schema: body } } };
}
