/** What an id given by the client or a proxy may look like; anything else is replaced. */
const REQUEST_ID_REGEXP = /^[A-Za-z0-9._-]{1,64}$/;

const KNOWN = new WeakMap<Request, string>();

/** The id of a request: the one it came with where that is harmless, else a new one; always the same for one request. */
export function requestIdOf(request: Request): string {
  const known = KNOWN.get(request);
  if (known !== undefined) return known;
  const given = request.headers.get("X-Request-ID");
  const id = given !== null && REQUEST_ID_REGEXP.test(given) ? given : crypto.randomUUID();
  KNOWN.set(request, id);
  return id;
}
