/** The close code of a stream whose session ended. */
const CLOSE_UNAUTHORIZED = 4401;

/** WebSockets of this page that are open. */
let openSockets = 0;

/** Who the streams of this page are for, as the first of them said; undefined until then. */
let shownTo: string | null | undefined;

/**
 * Opens a WebSocket. Whoever was signed out, here or elsewhere, awake or not, gets the page as it now is for them: it may ask to
 * sign in.
 */
export function browserSocket(url: string): WebSocket {
  const socket = new WebSocket(url);
  let isOpen = false;
  socket.addEventListener("open", () => {
    isOpen = true;
    openSockets++;
  });
  socket.addEventListener("message", ({ data }) => welcomed(data), { once: true });
  socket.addEventListener("close", ({ code }) => {
    if (isOpen) openSockets--;
    if (code === CLOSE_UNAUTHORIZED) location.reload();
    else if (!isOpen) {
      void reloadIfShutOut(url.replace(/^ws/, "http").replace(/\/ws(\?.*)?$/, "/api/version"));
    }
  });
  return socket;
}

/** Opens a stream of events; the same as for a WebSocket, but that it has no codes to close with: what comes before its end says why. */
export function browserEvents(url: string): EventSource {
  const source = new EventSource(url);
  source.addEventListener("WELCOME", ({ data }) => welcomed(data));
  source.addEventListener("ERROR", ({ data }) => {
    // A socket that is open hears of it by itself.
    if (openSockets === 0 && Reflect.get(Object(dataOf(data)), "code") === "session_ended") location.reload();
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) {
      void reloadIfShutOut(url.replace(/\/events(\?.*)?$/, "/version"));
    }
  });
  return source;
}

/** A page that was made for somebody else is made anew. */
function welcomed(text: unknown): void {
  const user: unknown = Reflect.get(Object(dataOf(text)), "user");
  if (typeof user !== "string" && user !== null) return;
  if (shownTo !== undefined && shownTo !== user) location.reload();
  shownTo = user;
}

function dataOf(text: unknown): unknown {
  try {
    return Reflect.get(Object(JSON.parse(String(text))), "data");
  } catch {
    return undefined; // the stream itself tells what it does not understand
  }
}

/** A stream that is refused does not say why; asking without it does. Whoever may not ask gets the page as it now is for them. */
export async function reloadIfShutOut(url: string): Promise<void> {
  try {
    const { status } = await fetch(url, { method: "HEAD" });
    if (status === 401 || status === 403) location.reload();
  } catch {
    // no network: the stream is dialled again
  }
}
