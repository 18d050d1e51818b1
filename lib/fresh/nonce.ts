/** Where a rendered `Response` carries its nonce to the `csp()` middleware; never sent as a header. */
export const NONCE_SYMBOL: unique symbol = Symbol.for("__freshNonce");

/** The nonce of a response that was rendered, `null` for any other. */
export function nonceOf(response: Response): string | null {
  const nonce: unknown = Reflect.get(response, NONCE_SYMBOL);
  return typeof nonce === "string" ? nonce : null;
}
