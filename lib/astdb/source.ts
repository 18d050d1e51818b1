import { createHash } from "node:crypto";
import type { Clock } from "../clock/mod.ts";
import type { Facts } from "./staging.ts";

/** Where AllStarLink publishes who its nodes are. */
export const PUBLIC_DIRECTORY_URL = "https://allmondb.allstarlink.org/";

/** The whole public directory has 1.4 MB; what goes far beyond is something else. */
const MAX_BYTES = 16_000_000;

/** A slow line needs a minute for it. */
const TIMEOUT_MS = 120_000;

/** Something new to import, or the news that there is nothing. */
export type Fetched =
  | { readonly kind: "unchanged" }
  | {
    readonly kind: "new";
    readonly body: AsyncIterable<Uint8Array>;
    /** How to ask next time whether it changed. */
    readonly facts: Facts;
  };

/** Where a directory comes from. */
export interface Source {
  /** Names it without saying it. */
  readonly fingerprint: string;
  /** Asks for what is newer than the copy these facts are of. Errors: throws when it does not answer as it should. */
  fetch(known: Facts, signal: AbortSignal): Promise<Fetched>;
}

/** A directory of the web, asked conditionally. */
export function webSource(url: string, userAgent: string, clock: Clock): Source {
  return {
    fingerprint: fingerprintOf(`url ${url}`),
    async fetch(known, signal) {
      const limit = timeLimit(clock, signal);
      try {
        const response = await fetch(url, { headers: conditions(known, userAgent), signal: limit.signal });
        if (response.status === 304) {
          await response.body?.cancel();
          limit.end();
          return { kind: "unchanged" };
        }
        if (!response.ok || response.body === null) {
          await response.body?.cancel();
          throw new Error(`the server answers with status ${response.status}`);
        }
        const etag = response.headers.get("ETag") ?? "";
        const modified = response.headers.get("Last-Modified") ?? "";
        return { kind: "new", body: bounded(response.body, limit), facts: { etag, modified } };
      } catch (error) {
        limit.end();
        throw describe(error, limit.isOver());
      }
    },
  };
}

/** What is read of a file at a time. */
const READ_BYTES = 16_384;

/** A file that is being written is left alone for so long after its last change. */
const FILE_REST_MS = 2_000;

/** A file of this machine; it is new when its size or time of change is another. */
export function fileSource(path: string, clock: Clock): Source {
  return {
    fingerprint: fingerprintOf(`file ${path}`),
    async fetch(known) {
      const { size, mtime } = await Deno.stat(path);
      const changedMs = mtime?.getTime() ?? 0;
      const facts = { size: String(size), modified: String(changedMs) };
      if (known.size === facts.size && known.modified === facts.modified) return { kind: "unchanged" };
      const isFresh = Math.abs(clock.now() - changedMs) < FILE_REST_MS;
      if (isFresh && known.size !== undefined) return { kind: "unchanged" };
      if (size > MAX_BYTES) throw new Error(`the file is longer than ${MAX_BYTES} bytes: ${size}`);
      return { kind: "new", body: pieces(path), facts };
    },
  };
}

/** A file that is read through one buffer, which each piece is overwritten in by the next. */
async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(path, { read: true });
  const buffer = new Uint8Array(READ_BYTES);
  for (let count = await file.read(buffer); count !== null; count = await file.read(buffer)) {
    yield buffer.subarray(0, count);
  }
}

function conditions(known: Facts, userAgent: string): Record<string, string> {
  const headers: Record<string, string> = { "User-Agent": userAgent, Accept: "text/plain" };
  if (known.etag) headers["If-None-Match"] = known.etag;
  if (known.modified) headers["If-Modified-Since"] = known.modified;
  return headers;
}

interface TimeLimit {
  readonly signal: AbortSignal;
  isOver(): boolean;
  end(): void;
}

/** Ends a request after `TIMEOUT_MS` of the clock's time, or with the signal. */
function timeLimit(clock: Clock, outer: AbortSignal): TimeLimit {
  const own = new AbortController();
  let isOver = false;
  const timer = clock.after(TIMEOUT_MS, () => {
    isOver = true;
    own.abort();
  });
  const onOuter = () => own.abort();
  outer.addEventListener("abort", onOuter, { once: true });
  if (outer.aborted) own.abort();
  return {
    signal: own.signal,
    isOver: () => isOver,
    end() {
      timer.cancel();
      outer.removeEventListener("abort", onOuter);
    },
  };
}

async function* bounded(body: ReadableStream<Uint8Array>, limit: TimeLimit): AsyncGenerator<Uint8Array> {
  let total = 0;
  try {
    for await (const bytes of body) {
      total += bytes.length;
      if (total > MAX_BYTES) throw new Error(`the answer is longer than ${MAX_BYTES} bytes`);
      yield bytes;
    }
  } catch (error) {
    throw describe(error, limit.isOver());
  } finally {
    limit.end();
  }
}

/** One line without the address, which may hold a secret. */
function describe(error: unknown, isOver: boolean): Error {
  if (isOver) return new Error(`the answer took longer than ${TIMEOUT_MS / 1_000} s`);
  if (!(error instanceof Error)) return new Error("unknown error");
  const reason = error.message.replace(/\(?https?:\/\/\S+/g, "").replace(/\s+/g, " ").trim();
  return new Error(reason.slice(0, 200), { cause: error });
}

function fingerprintOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
