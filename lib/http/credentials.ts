import type { Credentials } from "../auth/mod.ts";
import type { State } from "./services.ts";

/** Longest token that is looked at; ours are far shorter. */
const MAX_TOKEN_LENGTH = 2_048;

/** Longest `Cookie` header that is looked at. */
const MAX_COOKIE_LENGTH = 8_192;

/** What a WebSocket's list of protocols carries a token as: `new WebSocket(url, ["nexus", "bearer.TOKEN"])`. */
const PROTOCOL_PREFIX = "bearer.";

const SOCKET_PATH_REGEXP = /\/ws(\/|$)/;

/**
 * What a request brings to say who asks: `Authorization: Bearer`, the session's cookie, and for WebSockets, where browsers can
 * set no header, `?token=` or a protocol.
 */
export function credentialsOf(request: Request, url: URL, state: Pick<State, "cookieName">): Credentials {
  const { headers } = request;
  return {
    bearer: bearerOf(headers),
    socketToken: socketTokenOf(headers, url),
    cookie: cookieOf(headers, state.cookieName),
  };
}

/** The value of one cookie; `null` where it is not sent. */
export function cookieOf(headers: Headers, name: string): string | null {
  const header = headers.get("Cookie");
  if (header === null || header.length > MAX_COOKIE_LENGTH) return null;
  for (const part of header.split(";")) {
    const [key = "", value = ""] = part.trim().split("=", 2);
    if (key === name && value !== "") return shortEnough(value);
  }
  return null;
}

function bearerOf(headers: Headers): string | null {
  const header = headers.get("Authorization");
  return header === null ? null : shortEnough(/^Bearer +(\S+)$/i.exec(header)?.[1] ?? null);
}

function socketTokenOf(headers: Headers, url: URL): string | null {
  if (!SOCKET_PATH_REGEXP.test(url.pathname)) return null;
  const inQuery = url.searchParams.get("token");
  if (inQuery !== null && inQuery !== "") return shortEnough(inQuery);
  const protocols = (headers.get("Sec-WebSocket-Protocol") ?? "").split(",").map((each) => each.trim());
  return shortEnough(
    protocols.find((each) => each.startsWith(PROTOCOL_PREFIX))?.slice(PROTOCOL_PREFIX.length) ?? null,
  );
}

/** Something too long is no token of ours, and must not be taken for none at all. */
function shortEnough(token: string | null): string | null {
  return token !== null && token.length > MAX_TOKEN_LENGTH ? "" : token;
}
