import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** How much work one hash is. */
export interface ScryptCost {
  /** Binary logarithm of N, the size of the memory. */
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/**
 * One of OWASP's equivalents for scrypt (Password Storage Cheat Sheet), the one with the least memory: 128 * N * r is 8 MB, where
 * N=2^17 with p=1 would take 128 MB, more than the whole of Nexus. It takes about 0.25 s of one core of a small cloud machine.
 */
export const COST: ScryptCost = { logN: 13, r: 8, p: 10 };

const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** What a hash may take: its memory and some slack. */
const MAX_MEMORY_BYTES = 64 * 1_048_576;

/** Hashes that wait for their turn; with one at a time the last would be done after some seconds. */
const MAX_WAITING = 8;

/** Places more for whoever signed in before, which a flood of strangers cannot take. */
const RESERVED = 4;

const PHC_REGEXP =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** Thrown when too many passwords wait to be hashed. */
export class BusyError extends Error {
  override readonly name = "BusyError";
}

/** Whether a password is the one of a hash, and whether the hash is weaker than today's. */
export interface Verified {
  readonly isGood: boolean;
  /** A hash of another cost: to be made anew while the password is at hand. */
  readonly isOutdated: boolean;
}

/** Makes the key of a password: all the work there is in comparing one. */
export type Derive = (password: string, salt: Buffer, cost: ScryptCost) => Promise<Buffer>;

/**
 * Hashes passwords off the event loop, one at a time: each takes 8 MB and a core, and a small machine has neither to spare. More
 * than a few that wait are refused.
 */
export class PasswordHasher {
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #dummy: string | null = null;

  constructor(private readonly cost: ScryptCost = COST, private readonly derive: Derive = scryptKey) {}

  /** Hashes that run or wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Most hashes that may wait. */
  get limit(): number {
    return MAX_WAITING + RESERVED;
  }

  /** The password as it is stored: `$scrypt$ln=13,r=8,p=10$salt$hash`. Throws `BusyError`. */
  async hash(password: string, isKnown = false): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const key = await this.#queued(() => this.derive(password, salt, this.cost), isKnown);
    const { logN, r, p } = this.cost;
    return `$scrypt$ln=${logN},r=${r},p=${p}$${unpadded(salt)}$${unpadded(key)}`;
  }

  /**
   * Compares a password with a stored hash; `null` for an account that is not there, which takes as long and is never good.
   * `isKnown`: of somebody who signed in before. Throws `BusyError`.
   */
  async verify(password: string, stored: string | null, isKnown = false): Promise<Verified> {
    const hash = parse(stored ?? this.#dummyHash());
    const key = await this.#queued(() => this.derive(password, hash.salt, hash.cost), isKnown);
    const isSame = timingSafeEqual(key, hash.key);
    return { isGood: isSame && stored !== null, isOutdated: !isSameCost(hash.cost, this.cost) };
  }

  /** Nobody knows what it is the hash of, not even this program: so it needs no hashing. */
  #dummyHash(): string {
    const { logN, r, p } = this.cost;
    return this.#dummy ??= `$scrypt$ln=${logN},r=${r},p=${p}` +
      `$${unpadded(randomBytes(SALT_BYTES))}$${unpadded(randomBytes(KEY_BYTES))}`;
  }

  async #queued<T>(action: () => Promise<T>, isKnown: boolean): Promise<T> {
    if (this.#waiting >= MAX_WAITING + (isKnown ? RESERVED : 0)) {
      throw new BusyError("check a password, too many wait: try again in some seconds");
    }
    this.#waiting++;
    const turn = this.#tail.then(action);
    this.#tail = turn.catch(() => undefined); // whoever asked hears of it; the next one has its turn all the same
    try {
      return await turn;
    } finally {
      this.#waiting--;
    }
  }
}

interface ParsedHash {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly key: Buffer;
}

function parse(stored: string): ParsedHash {
  const [, logN, r, p, salt = "", key = ""] = PHC_REGEXP.exec(stored) ?? [];
  if (logN === undefined) throw new TypeError("read a password hash, it is none: expected $scrypt$...");
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    key: Buffer.from(key, "base64"),
  };
}

/** The key by scrypt, on a thread of the runtime. */
export function scryptKey(password: string, salt: Buffer, { logN, r, p }: ScryptCost): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: MAX_MEMORY_BYTES };
  return new Promise((resolve, reject) => {
    // The same text typed on another system may come composed in another way.
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(Buffer.from(key));
    });
  });
}

function isSameCost(one: ScryptCost, other: ScryptCost): boolean {
  return one.logN === other.logN && one.r === other.r && one.p === other.p;
}

/** PHC strings have no padding. */
function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
