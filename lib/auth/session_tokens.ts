/** One algorithm, known to both sides: what a token says of itself is not asked. */
const ALGORITHM = "HS256";
const ISSUER = "nexus";
const AUDIENCE = "nexus";

/** Tokens known to be good that are remembered; the one that was used longest ago is looked at again. */
export const MAX_REMEMBERED = 512;

/** What a session's token says. */
export interface TokenClaims {
  readonly sessionId: string;
  readonly userId: number;
  readonly expiresAtMs: number;
}

/**
 * Makes and checks the tokens of sessions: JWT, signed by HS256. A good token only names its session; whether that has ended is asked
 * of the sessions every time.
 */
export class SessionTokens {
  readonly #known = new Map<string, TokenClaims>();
  #key: Promise<CryptoKey> | null = null;

  constructor(private readonly secret: Uint8Array<ArrayBuffer>) {}

  /** How many are remembered. */
  get remembered(): number {
    return this.#known.size;
  }

  /** Signs a token. */
  async sign({ sessionId, userId, expiresAtMs }: TokenClaims, nowMs: number): Promise<string> {
    const { SignJWT } = await import("./jose_parts.ts");
    return await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(String(userId))
      .setJti(sessionId)
      .setIssuedAt(Math.floor(nowMs / 1_000))
      .setExpirationTime(Math.floor(expiresAtMs / 1_000))
      .sign(await this.#importedKey());
  }

  /** What a token says that was looked at before and found good; undefined for one that has to be looked at. */
  recall(token: string): TokenClaims | undefined {
    const claims = this.#known.get(token);
    if (!claims) return undefined;
    this.#known.delete(token);
    this.#known.set(token, claims);
    return claims;
  }

  /** Looks at a token; `null` when its signature, issuer, audience or time is not good. */
  async verify(token: string, nowMs: number): Promise<TokenClaims | null> {
    const { jwtVerify, errors } = await import("./jose_parts.ts");
    try {
      const { payload } = await jwtVerify(token, await this.#importedKey(), {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ["sub", "jti", "exp"],
        currentDate: new Date(nowMs),
      });
      const claims = {
        sessionId: payload.jti ?? "",
        userId: Number(payload.sub),
        expiresAtMs: (payload.exp ?? 0) * 1_000,
      };
      this.#remember(token, claims);
      return claims;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
      throw error;
    }
  }

  #remember(token: string, claims: TokenClaims): void {
    this.#known.set(token, claims);
    if (this.#known.size <= MAX_REMEMBERED) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      return;
    }
  }

  #importedKey(): Promise<CryptoKey> {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    return this.#key ??= crypto.subtle.importKey("raw", this.secret, algorithm, false, ["sign", "verify"]);
  }
}
