/** The session's cookie over plain http, which is all that a node in a shack often has. */
const PLAIN_NAME = "nexus_session";

/**
 * What the session's cookie is called. Over https browsers hold the prefixes to their promises: `__Host-` binds the cookie to this
 * very host and to every path, so it is used only where Nexus has the whole host; below a base path it is `__Secure-`.
 */
export function sessionCookieName(scheme: "http" | "https", basePath: string): string {
  if (scheme === "http") return PLAIN_NAME;
  return basePath === "" ? `__Host-${PLAIN_NAME}` : `__Secure-${PLAIN_NAME}`;
}

/** How a session's cookie is set. */
export interface CookieScope {
  readonly name: string;
  readonly scheme: "http" | "https";
  readonly basePath: string;
}

/** The header that gives a browser its session. */
export function sessionCookie(scope: CookieScope, token: string, maxAgeSec: number): string {
  return `${scope.name}=${token}; Max-Age=${Math.max(0, Math.floor(maxAgeSec))}; ${attributes(scope)}`;
}

/** The header that takes it away again. */
export function endedCookie(scope: CookieScope): string {
  return `${scope.name}=; Max-Age=0; ${attributes(scope)}`;
}

function attributes({ scheme, basePath }: CookieScope): string {
  return `Path=${basePath || "/"}; HttpOnly; SameSite=Lax${scheme === "https" ? "; Secure" : ""}`;
}

/** What a browser is remembered by after its session ended, so that others' wrong passwords do not hold it up. */
export const DEVICE_COOKIE = "nexus_device";

const DEVICE_MAX_AGE_SEC = 365 * 86_400;

/** The header that has a browser remember that it signed in. It lets nobody in. */
export function deviceCookie(scope: CookieScope, mark: string): string {
  return `${DEVICE_COOKIE}=${mark}; Max-Age=${DEVICE_MAX_AGE_SEC}; ${attributes(scope)}`;
}
