import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Logger } from "../log/mod.ts";

/** Fewest characters of a secret. */
export const MIN_SECRET_LENGTH = 32;

const SECRET_FILE = "jwt_secret";
const GENERATED_BYTES = 48;

/** Files of secrets are for their owner alone. */
const OWNER_ONLY = 0o600;

/** Bits of a mode that let others in. */
const OTHERS = 0o077;

/** A kept secret that is too short to sign with. */
class WeakSecretError extends Error {
  override readonly name = "WeakSecretError";
}

/**
 * The secret that sessions are signed with: the configured one, else the one in `dataDir`, made there (mode 0600) when it is missing.
 * Without a directory, or where it cannot be used (which is logged), one that ends with the process. Errors: throws when the file holds
 * something too short.
 */
export function sessionSecret(
  configured: string | null,
  dataDir: string | null,
  log: Logger,
): Uint8Array<ArrayBuffer> {
  if (configured !== null) return new TextEncoder().encode(configured);
  if (dataDir === null) return randomSecret();
  try {
    return new TextEncoder().encode(readSecret(`${dataDir}/${SECRET_FILE}`) ?? makeSecret(dataDir));
  } catch (error) {
    if (error instanceof WeakSecretError) throw error;
    const reason = error instanceof Error ? error.name : String(error);
    log.error("secret of sessions cannot be kept, they end with this run", { error: reason, path: dataDir });
    return randomSecret();
  }
}

/** A secret for what ends with the process, such as a test. */
export function randomSecret(): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(randomBytes(GENERATED_BYTES).toString("base64url"));
}

/** The secret in the file; `null` when there is none. One that others could read is closed to them. */
function readSecret(path: string): string | null {
  try {
    const text = Deno.readTextFileSync(path).trim();
    if (text.length < MIN_SECRET_LENGTH) {
      throw new WeakSecretError(
        `read the secret of sessions, it is shorter than ${MIN_SECRET_LENGTH} characters; delete it: ${path}`,
      );
    }
    if (((Deno.statSync(path).mode ?? 0) & OTHERS) !== 0) Deno.chmodSync(path, OWNER_ONLY);
    return text;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Whoever comes first makes it: a file that is there by now is read, not replaced. */
function makeSecret(dataDir: string): string {
  const path = `${dataDir}/${SECRET_FILE}`;
  const text = randomBytes(GENERATED_BYTES).toString("base64url");
  Deno.mkdirSync(dataDir, { recursive: true });
  try {
    Deno.writeTextFileSync(path, `${text}\n`, { createNew: true, mode: OWNER_ONLY });
    return text;
  } catch (error) {
    const other = error instanceof Deno.errors.AlreadyExists ? readSecret(path) : null;
    if (other === null) throw error;
    return other;
  }
}

/** Signs text for one purpose, so that what was signed for one is no good for another. */
export function sign(secret: Uint8Array, purpose: string, text: string): string {
  return createHmac("sha256", secret).update(`${purpose}:${text}`).digest("base64url");
}

/** Compares two texts in a time that tells nothing of where they differ. */
export function isSameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
