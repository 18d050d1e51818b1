/** A page's inline scripts carry this nonce; Fresh hands it over under this registered symbol, never as a header. */
const NONCE_SYMBOL = Symbol.for("__freshNonce");

/** A host as browsers send it: names, IPv4, bracketed IPv6, a port. Anything else has no place in a header. */
const HOST_REGEXP = /^[A-Za-z0-9.\-_[\]:]+$/;

/** They concern what is opened by itself, not the parts that pages are made of. */
const DOCUMENT_HEADERS: Readonly<Record<string, string>> = {
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/** What other sites may show in their pages: nothing below it asks for anything or can be worked. */
const EMBEDDABLE_PATH = "/embed/";

/** Parts of pages: style sheets, pictures, and modules, which are never run as workers. */
const PART_TYPE_REGEXP = /^(text\/css|image\/)/;
const MODULE_PATH_REGEXP = /\/(_fresh\/js\/|theme\.js$)/;

/** What is part of a page obeys the page's policy; opened by itself it may load nothing, which is said in few bytes. */
const PART_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** What an answer's security headers depend on. */
export interface Answered {
  /** The request's own. */
  readonly url: URL;
  /** Where Nexus is mounted; nothing where it has the whole site. */
  readonly basePath?: string;
}

/** Sets what every answer carries, whatever it is. */
export function setSecurityHeaders(
  headers: Headers,
  { url, basePath = "" }: Answered,
  nonce: string | null,
): void {
  headers.set("X-Content-Type-Options", "nosniff");
  const embeddable = url.pathname.startsWith(basePath + EMBEDDABLE_PATH);
  // Sites that isolate themselves from others could else show neither card nor badge.
  headers.set("Cross-Origin-Resource-Policy", embeddable ? "cross-origin" : "same-origin");
  const type = headers.get("Content-Type") ?? "";
  // Browsers that are too old for `frame-ancestors`.
  if (!embeddable && type.startsWith("text/html")) headers.set("X-Frame-Options", "DENY");
  const isPart = PART_TYPE_REGEXP.test(type) ||
    MODULE_PATH_REGEXP.test(url.pathname);
  if (isPart && !embeddable) return headers.set("Content-Security-Policy", PART_POLICY);
  for (const [name, value] of Object.entries(DOCUMENT_HEADERS)) headers.set(name, value);
  const frames = embeddable ? "*" : "'none'";
  headers.set(
    "Content-Security-Policy",
    `${contentSecurityPolicy(url.host, nonce)}; frame-ancestors ${frames}`,
  );
}

/** The nonce of a rendered page; `null` for every other answer. */
export function pageNonce(response: Response): string | null {
  const nonce: unknown = Reflect.get(response, NONCE_SYMBOL);
  return typeof nonce === "string" ? nonce : null;
}

/** The same response as one of a page rendered with this nonce. */
export function withNonce(response: Response, nonce: string | null): Response {
  return nonce === null ? response : Object.defineProperty(response, NONCE_SYMBOL, { value: nonce });
}

/** Everything from here, nothing from elsewhere; the sockets are named because some browsers do not count them as 'self'. */
function contentSecurityPolicy(host: string, nonce: string | null): string {
  const inline = nonce === null ? "" : ` 'nonce-${nonce}'`;
  const sockets = HOST_REGEXP.test(host) ? ` ws://${host} wss://${host}` : "";
  return [
    "default-src 'none'",
    `script-src 'self'${inline}`,
    `style-src 'self'${inline}`,
    "img-src 'self' data:",
    `connect-src 'self'${sockets}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}
