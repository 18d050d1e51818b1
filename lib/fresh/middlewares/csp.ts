import { nonceOf } from "../nonce.ts";
import type { Middleware } from "../types.ts";

/** Options of {@linkcode csp}. */
export interface CSPOptions {
  /** Only reports what it would refuse. */
  reportOnly?: boolean;
  /** Where browsers report to. */
  reportTo?: string;
  /** Directives that are added, or replace the default of the same name: `"img-src 'self' https:"`. */
  csp?: string[];
  /** Puts the nonce of the page in place of `'unsafe-inline'`. */
  useNonce?: boolean;
}

const DEFAULT_DIRECTIVES = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

/** Sends a Content-Security-Policy with every answer. */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const { reportOnly = false, reportTo, csp: own = [], useNonce = false } = options;
  const name = `Content-Security-Policy${reportOnly ? "-Report-Only" : ""}`;
  const replaced = new Set(own.map(nameOf));
  const directives = [...DEFAULT_DIRECTIVES.filter((directive) => !replaced.has(nameOf(directive))), ...own];
  if (reportTo !== undefined) directives.push("report-to csp-endpoint", `report-uri ${reportTo}`);
  const policy = directives.join("; ");
  return async (ctx) => {
    const response = await ctx.next();
    // An answer that switches protocols is no document, and not every Deno lets its headers be changed.
    if (response.status === 101) return response;
    const nonce = useNonce ? nonceOf(response) : null;
    response.headers.set(name, nonce === null ? policy : withNonce(policy, nonce));
    if (reportTo !== undefined) response.headers.set("Reporting-Endpoints", `csp-endpoint="${reportTo}"`);
    return response;
  };
}

function nameOf(directive: string): string {
  return directive.split(" ", 1)[0] ?? directive;
}

function withNonce(policy: string, nonce: string): string {
  return policy.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`);
}
