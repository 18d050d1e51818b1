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
  const viewer = { messages: 0, leave };
  let reader = await openEvents(url, client);
  let isLeaving = false;
  // A stream that the server ends is opened again, as a browser does.
  const reading = (async () => {
    while (!isLeaving) {
      if ((await reader.read()).done) {
        if (!isLeaving) reader = await openEvents(url, client);
      } else viewer.messages++;
    }
  })();
  async function leave(): Promise<void> {
    isLeaving = true;
    await reader.cancel();
    await reading;
    await reader.cancel();
    client.close();
  }
  return viewer;
}

async function openEvents(url: string, client: Deno.HttpClient) {
  const response = await fetch(`${url}api/events`, { client });
  if (!response.ok || !response.body) throw new Error(`follow ${url}api/events, refused: ${response.status}`);
  return response.body.getReader();
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
