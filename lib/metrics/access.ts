import { createHash, timingSafeEqual } from "node:crypto";

/** Who may read the counters. */
export interface MetricsAccess {
  readonly access: "off" | "open" | "token";
  readonly token: string | null;
}

/** What somebody gets who asks for the counters. */
export type MetricsAnswer =
  | { readonly state: "off" }
  | { readonly state: "denied" }
  | { readonly state: "ok"; readonly text: string };

/**
 * Answers a request with the bearer token it sent, if it sent one. Tokens are compared by their hashes in constant time, so that
 * the time of a refusal tells nothing of the token.
 */
export function answerMetrics(
  { access, token }: MetricsAccess,
  bearer: string | null,
  render: () => string,
): MetricsAnswer {
  if (access === "off") return { state: "off" };
  if (access === "token" && (token === null || bearer === null || !sameSecret(token, bearer))) {
    return { state: "denied" };
  }
  return { state: "ok", text: render() };
}

function sameSecret(one: string, other: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
