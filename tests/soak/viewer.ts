/** Somebody who opens a page and follows the live stream, over real sockets. */
export interface Viewer {
  /** Messages that came so far. */
  readonly messages: number;
  /** Closes everything; resolves when the sockets are gone. */
  leave(): Promise<void>;
}

/** Opens the dashboard, then the stream that it would follow. */
export async function visit(url: string, way: "sse" | "ws"): Promise<Viewer> {
  const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  try {
    const page = await fetch(url, { client });
    if (!(await page.text()).includes("</html>")) {
      throw new Error(`read ${url}, it is no page: ${page.status}`);
    }
    return way === "sse" ? await follow(url, client) : await listen(url, client);
  } catch (error) {
    client.close();
    throw error;
  }
}

async function follow(url: string, client: Deno.HttpClient): Promise<Viewer> {
  const response = await fetch(`${url}api/events`, { client });
  if (!response.ok || !response.body) throw new Error(`follow ${url}api/events, refused: ${response.status}`);
  const reader = response.body.getReader();
  const viewer = { messages: 0, leave };
  const reading = (async () => {
    while (!(await reader.read()).done) viewer.messages++;
  })();
  async function leave(): Promise<void> {
    await reader.cancel();
    await reading;
    client.close();
  }
  return viewer;
}

async function listen(url: string, client: Deno.HttpClient): Promise<Viewer> {
  const socket = new WebSocket(`${url.replace("http", "ws")}ws`);
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const viewer = { messages: 0, leave };
  socket.onopen = () => opened.resolve();
  socket.onerror = () => opened.reject(new Error(`listen at ${url}ws, it failed`));
  socket.onmessage = () => viewer.messages++;
  socket.onclose = () => closed.resolve();
  async function leave(): Promise<void> {
    socket.close();
    await closed.promise;
    client.close();
  }
  await opened.promise;
  return viewer;
}
