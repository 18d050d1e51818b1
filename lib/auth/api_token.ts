import { createHash, randomBytes } from "node:crypto";
import { isSameText } from "./secret.ts";

const PREFIX = "nxt_";
const ID_BYTES = 9;
const SECRET_BYTES = 32;
const TOKEN_REGEXP = /^nxt_([A-Za-z0-9-]{12})_([A-Za-z0-9_-]{43})$/;

/** A new API token: the text is shown once; id and hash are kept. */
export interface NewApiToken {
  readonly id: string;
  readonly text: string;
  readonly secretHash: string;
}

/** Makes an API token of 256 random bits, which is why a plain hash is enough to keep it by. */
export function makeApiToken(): NewApiToken {
  const id = randomBytes(ID_BYTES).toString("base64url").replaceAll("_", "-");
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  return { id, text: `${PREFIX}${id}_${secret}`, secretHash: hashOf(secret) };
}

/** The id and secret in a text; `null` when it is no API token. */
export function parseApiToken(text: string): { readonly id: string; readonly secret: string } | null {
  const [, id, secret] = TOKEN_REGEXP.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** Whether a secret is the one of a hash. */
export function isSecretOf(secret: string, hash: string): boolean {
  return isSameText(hashOf(secret), hash);
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
