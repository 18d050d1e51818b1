/** Stands between a client and a broker, and cuts one connection in the middle. */
export interface CuttingProxy {
  readonly port: number;
  /** The next connection is cut after this many bytes of the client; those after it are left alone. */
  cutNextAfter(bytes: number): void;
  /** Cuts those that are there. */
  cutAll(): void;
  /** How many were cut after their bytes. */
  readonly cuts: number;
  close(): Promise<void>;
}

/** Listens on a free port. */
export function startCuttingProxy(brokerPort: number): CuttingProxy {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  let cutAfter = Infinity;
  let cuts = 0;
  const pairs = new Set<Promise<void>>();
  const open = new Set<() => void>();
  const accepting = (async () => {
    for await (const client of listener) {
      const limit = cutAfter;
      cutAfter = Infinity;
      const pair = serve(client, brokerPort, limit, open, () => void cuts++).finally(() =>
        pairs.delete(pair)
      );
      pairs.add(pair);
    }
  })();
  return {
    port: listener.addr.port,
    cutNextAfter: (bytes) => void (cutAfter = bytes),
    cutAll: () => {
      for (const cut of open) cut();
    },
    get cuts() {
      return cuts;
    },
    close: async () => {
      listener.close();
      await accepting;
      await Promise.all(pairs);
    },
  };
}

async function serve(
  client: Deno.TcpConn,
  port: number,
  limit: number,
  open: Set<() => void>,
  onCut: () => void,
): Promise<void> {
  const broker = await Deno.connect({ port, hostname: "127.0.0.1" });
  const cut = () => {
    if (!open.delete(cut)) return;
    for (const connection of [client, broker]) connection.close();
  };
  open.add(cut);
  await Promise.all(
    [pump(client, broker, limit, onCut), pump(broker, client, Infinity, onCut)].map((pumped) =>
      pumped.finally(cut)
    ),
  );
}

async function pump(from: Deno.TcpConn, to: Deno.TcpConn, limit: number, onCut: () => void): Promise<void> {
  const buffer = new Uint8Array(4_096);
  try {
    for (let left = limit; left > 0;) {
      const count = await from.read(buffer);
      if (count === null) return;
      const bytes = buffer.subarray(0, Math.min(count, left));
      for (let done = 0; done < bytes.length;) done += await to.write(bytes.subarray(done));
      left -= bytes.length;
    }
    onCut();
  } catch (error) {
    if (!(error instanceof Error)) throw error; // the other end went first
  }
}
