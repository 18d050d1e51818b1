import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Clock } from "../clock/mod.ts";
import type { Bound } from "../wire/mod.ts";
import { acceptsGzip } from "./finish.ts";
import { pageNonce, withNonce } from "./security.ts";

/** What sharing depends on. */
export interface SharedPagesOptions {
  readonly clock: Pick<Clock, "monotonicMs">;
  /** A number that changes with everything anybody is told of: what was made before that is not given out any more. */
  readonly version: () => number;
  /** Pages kept; the oldest gives way. */
  readonly maxPages?: number;
  /** Bytes of all pages kept, compressed ones included. */
  readonly maxBytes?: number;
}

/** As long as key edges are gathered for the streams: nobody sees by a page what is older than what a stream tells. */
const MAX_AGE_MS = 100;

const DEFAULT_MAX_PAGES = 32;

/** A dozen pages of a busy node, or three of one with hundreds of links. */
const DEFAULT_MAX_BYTES = 1_048_576;

/** A page that is kept or still being made; `null` when it turned out to be nobody else's. */
interface Kept {
  readonly madeAtMs: number;
  readonly page: Promise<SharedPage | null>;
  bytes: number;
}

/**
 * Pages that many ask for at once and that are the same for all of them: rendered and compressed for the first. What is
 * given out is at most 100 ms old, and never from before something that anybody was told of.
 */
export class SharedPages {
  readonly #kept = new Map<string, Kept>();
  readonly #options: SharedPagesOptions;
  readonly #maxPages: number;
  readonly #maxBytes: number;
  #version = -1;
  #bytes = 0;
  #dropped = 0;

  constructor(options: SharedPagesOptions) {
    this.#options = options;
    this.#maxPages = options.maxPages ?? DEFAULT_MAX_PAGES;
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  }

  /** How full it is, in pages and in bytes. */
  get bounds(): readonly Bound[] {
    return [
      { name: "shared_pages", used: this.#kept.size, limit: this.#maxPages, dropped: this.#dropped },
      { name: "shared_pages_bytes", used: this.#bytes, limit: this.#maxBytes },
    ];
  }

  /**
   * Answers by what another request with the same `key` got, else by `render`. The key names everything that the page
   * depends on besides the version and the time. Errors: what `render` throws, for whoever it was called for.
   */
  async answer(key: string, request: Request, render: () => Promise<Response>): Promise<Response> {
    this.#forget();
    const kept = this.#kept.get(key);
    if (!kept) return await this.#first(key, request, render);
    const page = await kept.page.catch(() => null); // the error is told to whom it was made for
    return page === null ? await render() : this.#give(key, kept, page, request);
  }

  async #first(key: string, request: Request, render: () => Promise<Response>): Promise<Response> {
    const madeAtMs = this.#options.clock.monotonicMs();
    const { promise: page, resolve, reject } = Promise.withResolvers<SharedPage | null>();
    page.catch(() => null); // where nobody else waits
    const kept: Kept = { madeAtMs, page, bytes: 0 };
    this.#kept.set(key, kept);
    try {
      const response = await render();
      if (!isForAll(response)) {
        resolve(null);
        this.#drop(key, kept);
        return response;
      }
      const made = new SharedPage(response, new Uint8Array(await response.arrayBuffer()));
      resolve(made);
      return this.#give(key, kept, made, request);
    } catch (error) {
      reject(error);
      this.#drop(key, kept);
      throw error;
    }
  }

  #give(key: string, kept: Kept, page: SharedPage, request: Request): Response {
    const response = page.answer(request);
    if (this.#kept.get(key) === kept) {
      this.#bytes += page.bytes - kept.bytes;
      kept.bytes = page.bytes;
      this.#keepWithin();
    }
    return response;
  }

  /** Lets go of what is too old or of before a change. */
  #forget(): void {
    const version = this.#options.version();
    const oldestMs = this.#options.clock.monotonicMs() - MAX_AGE_MS;
    for (const [key, kept] of this.#kept) {
      if (version !== this.#version || kept.madeAtMs <= oldestMs) this.#drop(key, kept);
    }
    this.#version = version;
  }

  #keepWithin(): void {
    for (const [key, kept] of this.#kept) {
      if (this.#kept.size <= this.#maxPages && this.#bytes <= this.#maxBytes) return;
      this.#drop(key, kept);
      this.#dropped++;
    }
  }

  #drop(key: string, kept: Kept): void {
    if (this.#kept.get(key) !== kept) return;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
  }
}

/** Whether an answer says nothing to one client only. */
function isForAll({ status, headers }: Response): boolean {
  return status === 200 && !headers.has("Set-Cookie") &&
    !/no-store|private/.test(headers.get("Cache-Control") ?? "") &&
    (headers.get("Content-Type") ?? "").startsWith("text/html");
}

/**
 * One page as bytes, compressed when the first client takes it so. All who get these bytes get their nonce too: it goes with
 * nothing that was put into a page after somebody could have seen it.
 */
class SharedPage {
  readonly #headers: readonly (readonly [name: string, value: string])[];
  readonly #nonce: string | null;
  readonly #plain: Uint8Array<ArrayBuffer>;
  #gzipped: Uint8Array<ArrayBuffer> | null = null;
  #brotli: Uint8Array<ArrayBuffer> | null = null;

  constructor(response: Response, plain: Uint8Array<ArrayBuffer>) {
    this.#headers = [...response.headers];
    this.#nonce = pageNonce(response);
    this.#plain = plain;
  }

  get bytes(): number {
    return this.#plain.byteLength + (this.#gzipped?.byteLength ?? 0) + (this.#brotli?.byteLength ?? 0);
  }

  answer(request: Request): Response {
    const accepted = request.headers.get("Accept-Encoding") ?? "";
    if (!acceptsGzip(accepted)) return this.#with(this.#plain, null);
    if (BROTLI_REGEXP.test(accepted)) {
      this.#brotli ??= new Uint8Array(brotliCompressSync(this.#plain, BROTLI));
      return this.#with(this.#brotli, "br");
    }
    this.#gzipped ??= new Uint8Array(gzipSync(this.#plain));
    return this.#with(this.#gzipped, "gzip");
  }

  #with(body: Uint8Array<ArrayBuffer>, encoding: "br" | "gzip" | null): Response {
    const response = new Response(body);
    for (const [name, value] of this.#headers) response.headers.append(name, value);
    if (encoding !== null) response.headers.set("Content-Encoding", encoding);
    return withNonce(response, this.#nonce);
  }
}

/** Named without a weight, as browsers do. */
const BROTLI_REGEXP = /(^|,)\s*br\s*(,|$)/;

/** A tenth less than gzip makes of a page, for two milliseconds that all share who see the page within its second. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 7, [constants.BROTLI_PARAM_LGWIN]: 18 } };
