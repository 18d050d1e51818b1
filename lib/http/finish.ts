import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { pageNonce, setSecurityHeaders } from "./security.ts";

/** Text shorter than this is sent as it is: gzip would save less than a packet. */
const GZIP_FROM_BYTES = 1_024;

/** Longer bodies are sent as they are: compressing them in one go would hold up everybody else. */
const GZIP_UP_TO_BYTES = 4_194_304;

const TEXT_TYPE_REGEXP =
  /^(text\/(?!event-stream)|application\/(json|javascript|manifest\+json|xml)|image\/svg\+xml)/;
const GENERATED_AT_REGEXP = /"generated_at":"[^"]*"/;

/** One request, as far as finishing its answer needs it. */
export interface Exchange {
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  /** Where Nexus is mounted; nothing where it has the whole site. */
  readonly basePath?: string;
  /** Made for somebody who signed in: caches that others share must not keep it. */
  readonly isPrivate?: boolean;
}

/**
 * Gives an answer what every answer has: request id, security headers, and for text a validator and compression.
 * Streams and sockets are left as they are. An answer that was finished before comes back untouched.
 */
export async function finishResponse(exchange: Exchange, response: Response): Promise<Response> {
  if (response.headers.has("X-Request-ID")) return response;
  if (response.status === 101) return withRequestId(response, exchange.requestId);
  if (isSentAsItIs(exchange.request, response)) return withHeaders(exchange, response);
  const headers = new Headers(response.headers);
  headers.set("X-Request-ID", exchange.requestId);
  if (exchange.isPrivate) keepPrivate(headers);
  setSecurityHeaders(headers, exchange, pageNonce(response));
  if (!isText(headers) || response.body === null || headers.has("Content-Encoding")) {
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  }
  const body = new Uint8Array(await response.arrayBuffer());
  if (isTagged(headers) && response.status === 200 && !headers.has("ETag")) {
    headers.set("ETag", entityTag(body));
  }
  if (isFresh(exchange.request, headers, response.status)) return notModified(headers);
  const sent = compressed(exchange.request, headers, body);
  headers.set("Content-Length", String(sent.byteLength));
  return new Response(sent, { status: response.status, statusText: response.statusText, headers });
}

/** A page that is compressed, or for a client that takes it plain: it goes on without being read here, which costs a copy or two. */
function isSentAsItIs(request: Request, { headers }: Response): boolean {
  return request.method === "GET" && (headers.get("Content-Type") ?? "").startsWith("text/html") &&
    (headers.has("Content-Encoding") || !acceptsGzip(request.headers.get("Accept-Encoding") ?? ""));
}

function withHeaders(exchange: Exchange, response: Response): Response {
  const { requestId, isPrivate } = exchange;
  const { headers } = response;
  headers.set("X-Request-ID", requestId);
  if (isPrivate) keepPrivate(headers);
  headers.append("Vary", "Accept-Encoding");
  setSecurityHeaders(headers, exchange, pageNonce(response));
  return response;
}

function keepPrivate(headers: Headers): void {
  const before = headers.get("Cache-Control");
  if (before?.includes("no-store")) return;
  headers.set("Cache-Control", before === null ? "private, no-cache" : `private, ${before}`);
}

/** An answer that switches protocols cannot be built anew, and not every runtime lets its headers be changed. */
function withRequestId(response: Response, requestId: string): Response {
  try {
    response.headers.set("X-Request-ID", requestId);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return response;
}

/** Content that is the same but for the instant it was made at has the same, then weak, tag. */
function entityTag(body: Uint8Array): string {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1");
  const lasting = text.replace(GENERATED_AT_REGEXP, "");
  const hash = createHash("sha1").update(lasting, "latin1").digest("base64url");
  return lasting === text ? `"${hash}"` : `W/"${hash}"`;
}

/** Whether the client has this very content; compared weakly, as is right for GET and HEAD. */
function isFresh(request: Request, headers: Headers, status: number): boolean {
  const tag = headers.get("ETag");
  const known = request.headers.get("If-None-Match");
  if (status !== 200 || tag === null || known === null) return false;
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const opaque = (text: string) => text.trim().replace(/^W\//, "");
  return known.trim() === "*" || known.split(",").some((each) => opaque(each) === opaque(tag));
}

function notModified(headers: Headers): Response {
  headers.delete("Content-Type");
  headers.delete("Content-Length");
  headers.append("Vary", "Accept-Encoding");
  return new Response(null, { status: 304, headers });
}

/** The body as it is sent. Compressed bytes are not the bytes that a strong tag names, so the tag becomes weak. */
function compressed(
  request: Request,
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  if (body.byteLength < GZIP_FROM_BYTES || body.byteLength > GZIP_UP_TO_BYTES) return body;
  headers.append("Vary", "Accept-Encoding");
  if (!acceptsGzip(request.headers.get("Accept-Encoding") ?? "")) return body;
  headers.set("Content-Encoding", "gzip");
  const tag = headers.get("ETag");
  if (tag?.startsWith('"')) headers.set("ETag", `W/${tag}`);
  return new Uint8Array(gzipSync(body));
}

/** Whether a client takes gzip: named, or by `*`, with a weight above 0. */
export function acceptsGzip(header: string): boolean {
  const weights = new Map(
    header.split(",").map((entry) => {
      const [coding = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
      return [coding, Number(quality)];
    }),
  );
  const weight = weights.get("gzip") ?? weights.get("*") ?? 0;
  return weight > 0;
}

/** What says `no-transform` is a stream that may be longer than memory: it is passed on piece by piece. */
function isText(headers: Headers): boolean {
  if (headers.get("Cache-Control")?.includes("no-transform")) return false;
  return TEXT_TYPE_REGEXP.test(headers.get("Content-Type") ?? "");
}

/** Pages say when they were made, so no two are the same; data and pictures often are. */
function isTagged(headers: Headers): boolean {
  return /^(application\/json|image\/svg\+xml)/.test(headers.get("Content-Type") ?? "");
}
