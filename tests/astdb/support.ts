import { VirtualClock } from "../../lib/clock/mod.ts";
import type { AstdbConfig } from "../../lib/config/mod.ts";
import { createLogger, type LogRecord } from "../../lib/log/mod.ts";
import {
  createNodeDirectory,
  type DirectoryEntry,
  type FurtherNames,
  type NodeDirectory,
} from "../../lib/astdb/mod.ts";

/** Where virtual time begins. */
export const START_MS = Date.UTC(2026, 10, 20, 12, 0, 0);

/** How the scripted server answers one request. */
export type Reply = (request: Request) => Response | Promise<Response>;

/** A directory server on loopback that answers as it is told, the last answer again and again. */
export function startServer(...script: Reply[]) {
  const requests: { readonly headers: Headers }[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => undefined }, (request) => {
    requests.push({ headers: new Headers(request.headers) });
    const reply = script.length > 1 ? script.shift() : script[0];
    return reply ? reply(request) : new Response("nothing", { status: 404 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    requests,
    script,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Breaks off in the middle of an answer that says how long it is, to whoever asks first. */
export function startBreakingServer(text: string) {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const served = (async () => {
    const connection = await listener.accept();
    await connection.read(new Uint8Array(10_000));
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${text.length * 2}\r\n\r\n`;
    await connection.write(new TextEncoder().encode(head + text));
    connection.close();
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}/`,
    async [Symbol.asyncDispose]() {
      await served;
      listener.close();
    },
  };
}

/** A directory of `count` nodes from 2000 on, as text. */
export function rowsText(count: number, more = ""): string {
  const lines = Array.from({ length: count }, (_, index) => `${2_000 + index}|W1A${index}|Repeater|Town, OH`);
  return `${lines.join("\n")}\n${more}`;
}

/** Text as an answer, with a validator. */
export function answer(text: string, etag = '"1"'): Reply {
  return () => new Response(text, { headers: { ETag: etag, "Content-Type": "text/plain" } });
}

/** What a test changes of a directory. */
export interface SceneOptions extends Partial<AstdbConfig> {
  readonly invented?: readonly DirectoryEntry[];
  readonly further?: FurtherNames;
  readonly dataDir?: string;
  readonly startMs?: number;
}

/** A directory on virtual time in a data directory of its own. */
export interface Scene {
  readonly directory: NodeDirectory;
  readonly clock: VirtualClock;
  readonly dataDir: string;
  readonly lines: LogRecord[];
  /** How often names changed. */
  changes: number;
  /** Lets real I/O go on until the condition holds; virtual time stands still. */
  until(what: string, condition: () => boolean): Promise<void>;
  /** Goes to the next attempt; resolves when it is over. Gives how long it took until it was due. */
  attempt(): Promise<number>;
  /** Goes to the next attempt and lets it begin. */
  begin(): Promise<number>;
  /** Lets virtual time pass, and what it leads to happen. */
  pass(ms: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes and starts a directory. */
export async function open(options: SceneOptions = {}): Promise<Scene> {
  const { invented = null, further, startMs = START_MS, ...config } = options;
  const dataDir = options.dataDir ?? await Deno.makeTempDir({ prefix: "nexus-astdb-" });
  const clock = new VirtualClock(startMs);
  const lines: LogRecord[] = [];
  const log = createLogger("astdb", {
    level: "debug",
    now: () => clock.now(),
    sink: (line) => lines.push(line),
  });
  const directory = createNodeDirectory({
    config: { enabled: true, url: null, path: null, updateIntervalMs: 86_400_000, overrides: [], ...config },
    dataDir,
    userAgent: "Nexus/test",
    invented,
    clock,
    log,
  }, further);
  const scene: Scene = {
    directory,
    clock,
    dataDir,
    lines,
    changes: 0,
    async until(what, condition) {
      const endMs = performance.now() + 60_000;
      while (!condition()) {
        if (performance.now() > endMs) throw new Error(`wait until ${what}, it does not happen`);
        await clock.advanceAsync(0);
      }
    },
    async attempt() {
      const waitedMs = await scene.begin();
      await scene.until("the attempt is over", () => directory.status.nextAttemptAtMs !== null);
      return waitedMs;
    },
    async begin() {
      const waitMs = (directory.status.nextAttemptAtMs ?? NaN) - clock.now();
      await clock.advanceAsync(waitMs);
      return waitMs;
    },
    pass: (ms) => clock.advanceAsync(ms),
    async [Symbol.asyncDispose]() {
      const stopped = directory.stop();
      await clock.advanceAsync(0);
      await stopped;
      if (options.dataDir === undefined) await Deno.remove(dataDir, { recursive: true });
    },
  };
  directory.start(() => void scene.changes++);
  return scene;
}
