import { X509Certificate } from "node:crypto";
import type { Clock, Timer } from "../clock/mod.ts";
import type { Config } from "../config/mod.ts";
import type { Logger } from "../log/mod.ts";

/** How often it is looked whether certificate or key were renewed. */
const LOOK_EVERY_MS = 30_000;

/** A certificate that ends so soon was not renewed when it should have been. */
const WARN_BEFORE_MS = 14 * 86_400_000;

/** Lines about that are no more frequent. */
const WARN_EVERY_MS = 86_400_000;

/** Where certificate and key are. */
export type TlsPaths = NonNullable<Config["tls"]>;

/** A certificate with those that vouch for it and its key, as PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** What the watch works with. */
export interface TlsWatchOptions {
  readonly tls: TlsPaths;
  readonly clock: Clock;
  readonly log: Logger;
  /** Uses a pair for all who connect from now on; throws when it is none. */
  readonly take: (pair: TlsPair) => Promise<void> | void;
}

/** Reads certificate and key, and that they belong together. Errors: throws, without a word of the key, when they cannot be used. */
export function readTlsPair({ cert, key }: TlsPaths): TlsPair {
  const pair = { cert: Deno.readTextFileSync(cert), key: Deno.readTextFileSync(key) };
  expiryOf(pair);
  return pair;
}

/** When the certificate ends, epoch milliseconds. Errors: throws for what is no certificate. */
export function expiryOf({ cert }: TlsPair): number {
  return Date.parse(new X509Certificate(cert).validTo);
}

/** Takes a renewed certificate by itself; one that cannot be used is refused in the log, once, and the old one stays. */
export class TlsWatch {
  #timer: Timer | null = null;
  #seen: string;
  #expiresAtMs: number;
  #warnedAtMs = -Infinity;

  /** `pair` is the one in use. */
  constructor(private readonly options: TlsWatchOptions, pair: TlsPair) {
    this.#seen = stampOf(options.tls);
    this.#expiresAtMs = expiryOf(pair);
  }

  /** When the certificate in use ends, epoch milliseconds. */
  get expiresAtMs(): number {
    return this.#expiresAtMs;
  }

  /** Begins to look. */
  start(): void {
    this.#warn();
    this.#timer ??= this.options.clock.every(LOOK_EVERY_MS, () => void this.look());
  }

  /** Looks no more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Looks now; resolves when a renewed certificate is in use. */
  async look(): Promise<void> {
    const stamp = stampOf(this.options.tls);
    if (stamp !== this.#seen) {
      this.#seen = stamp;
      await this.#renew();
    }
    this.#warn();
  }

  async #renew(): Promise<void> {
    const { tls, log, take } = this.options;
    try {
      const pair = readTlsPair(tls);
      await take(pair);
      this.#expiresAtMs = expiryOf(pair);
      const until = new Date(this.#expiresAtMs).toISOString();
      log.info("certificate renewed, new connections get it", { cert: tls.cert, until });
    } catch (error) {
      // The message names no content; a key must not get into the log.
      const reason = error instanceof Error ? error.message : String(error);
      log.error("certificate refused, the old one stays", { cert: tls.cert, key: tls.key, error: reason });
    }
  }

  #warn(): void {
    const { clock, log, tls } = this.options;
    const nowMs = clock.now();
    if (this.#expiresAtMs - nowMs > WARN_BEFORE_MS || nowMs - this.#warnedAtMs < WARN_EVERY_MS) return;
    this.#warnedAtMs = nowMs;
    const until = new Date(this.#expiresAtMs).toISOString();
    const message = this.#expiresAtMs > nowMs ? "certificate ends soon" : "certificate has ended";
    log.warn(`${message}, renew it`, { cert: tls.cert, until });
  }
}

/** What changes when a file does, links followed: tools renew by pointing a link at another file. */
function stampOf({ cert, key }: TlsPaths): string {
  return [cert, key].map((path) => {
    try {
      const { mtime, size, ino } = Deno.statSync(path);
      return `${mtime?.getTime() ?? 0}.${size}.${ino ?? 0}`;
    } catch (error) {
      return error instanceof Error ? error.name : String(error); // gone for a moment, as it is replaced
    }
  }).join(" ");
}
