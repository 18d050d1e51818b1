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
const GENERATED_AT = '"generated_at":"';

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
  if (!isText(response.headers) || response.headers.has("Content-Encoding")) {
    return finished(exchange, response, response.body);
  }
  const body = new Uint8Array(await response.arrayBuffer());
  // Nothing to tell of, as of an answer to HEAD: it may have more than is seen here.
  if (body.byteLength === 0) return finished(exchange, response, null);
  const tag = tagOf(response, body);
  if (isFresh(exchange.request, tag, response.status)) return notModified(exchange, response, tag);
  return withBody(exchange, response, body, tag);
}

/**
 * The same answer with another body, and status if given. Headers are set where they stay: a response that is made with many of
 * them reads each several times.
 */
function finished(
  exchange: Exchange,
  before: Response,
  body: ReadableStream<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer> | null,
  status = before.status,
): Response {
  const response = new Response(body, { status, statusText: before.statusText });
  const { headers } = response;
  for (const [name, value] of before.headers) headers.append(name, value);
  headers.set("X-Request-ID", exchange.requestId);
  if (exchange.isPrivate) keepPrivate(headers);
  setSecurityHeaders(headers, exchange, pageNonce(before));
  return response;
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

/** The answer's own tag, else one of its content where it is of a kind that has one. */
function tagOf({ status, headers }: Response, body: Uint8Array<ArrayBuffer>): string | null {
  const own = headers.get("ETag");
  return own === null && status === 200 && isTagged(headers) ? entityTag(body) : own;
}

/** Content that is the same but for the instant it was made at has the same, then weak, tag. */
function entityTag(body: Uint8Array<ArrayBuffer>): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const hash = createHash("sha1");
  const from = bytes.indexOf(GENERATED_AT);
  const to = from === -1 ? -1 : bytes.indexOf('"', from + GENERATED_AT.length) + 1;
  if (to <= 0) return `"${hash.update(bytes).digest("base64url")}"`;
  hash.update(bytes.subarray(0, from)).update(bytes.subarray(to));
  return `W/"${hash.digest("base64url")}"`;
}

/** Whether the client has this very content; compared weakly, as is right for GET and HEAD. */
function isFresh(request: Request, tag: string | null, status: number): boolean {
  const known = request.headers.get("If-None-Match");
  if (status !== 200 || tag === null || known === null) return false;
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const opaque = (text: string) => text.trim().replace(/^W\//, "");
  return known.trim() === "*" || known.split(",").some((each) => opaque(each) === opaque(tag));
}

function notModified(exchange: Exchange, before: Response, tag: string | null): Response {
  const response = finished(exchange, before, null, 304);
  const { headers } = response;
  if (tag !== null) headers.set("ETag", tag);
  headers.delete("Content-Type");
  headers.delete("Content-Length");
  headers.append("Vary", "Accept-Encoding");
  return response;
}

/** The answer with its body as it is sent. Compressed bytes are not the bytes that a strong tag names, so the tag becomes weak. */
function withBody(
  exchange: Exchange,
  before: Response,
  body: Uint8Array<ArrayBuffer>,
  tag: string | null,
): Response {
  const isLong = body.byteLength >= GZIP_FROM_BYTES && body.byteLength <= GZIP_UP_TO_BYTES;
  const isGzip = isLong && acceptsGzip(exchange.request.headers.get("Accept-Encoding") ?? "");
  const sent = isGzip ? new Uint8Array(gzipSync(body)) : body;
  const response = finished(exchange, before, sent);
  const { headers } = response;
  if (tag !== null) headers.set("ETag", isGzip && tag.startsWith('"') ? `W/${tag}` : tag);
  if (isLong) headers.append("Vary", "Accept-Encoding");
  if (isGzip) headers.set("Content-Encoding", "gzip");
  headers.set("Content-Length", String(sent.byteLength));
  return response;
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
