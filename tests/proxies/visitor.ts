/** A browser's part of the trial: asks through the proxy, and says what was not as it should be. */
import type { AuditAnswer } from "../../lib/wire/mod.ts";
import type { Site } from "./examples.ts";

/** Where the visitor comes from, which the audit has to tell. */
export const VISITOR_ADDRESS = "127.0.0.7";

/** The account that acts. */
export const ACCOUNT = { username: "W1AW", password: "correct horse battery" } as const;

/** A part of the trial, by what it proves. */
export type Check = readonly [what: string, run: () => Promise<void>];

/** Everything that is checked through one proxy. */
export function checksOf(site: Site, caCert: string): { readonly checks: readonly Check[]; close(): void } {
  const client = Deno.createHttpClient({ caCerts: [caCert], localAddress: VISITOR_ADDRESS });
  const visitor = new Visitor(`https://127.0.0.1:${site.port}`, caCert, client);
  const checks: readonly Check[] = [
    ["the way to the path", () => visitor.redirect()],
    ["the page and its files", () => visitor.page()],
    ["events, each as it comes", () => visitor.events()],
    ["WebSocket, and none for other origins", () => visitor.sockets()],
    ["signing in by a secure cookie", () => visitor.signIn()],
    ["commands, and none for other origins", () => visitor.commands()],
    ["the visitor's own address in the audit", () => visitor.audit()],
  ];
  return { checks, close: () => client.close() };
}

class Visitor {
  #cookie = "";

  constructor(
    private readonly origin: string,
    private readonly caCert: string,
    private readonly client: Deno.HttpClient,
  ) {}

  async redirect(): Promise<void> {
    const response = await this.#ask("/nexus", { redirect: "manual" });
    await response.body?.cancel();
    same(response.status, 308);
    same(new URL(response.headers.get("Location") ?? "", this.origin).href, `${this.origin}/nexus/`);
  }

  async page(): Promise<void> {
    const response = await this.#ask("/nexus/");
    same(response.status, 200);
    const html = await response.text();
    const files = [...html.matchAll(/ (?:href|src)="(\/[^"]*\.(?:js|css|svg|png)[^"]*)"/g)];
    same(files.length > 2, true);
    for (const [, path = ""] of files) {
      const file = await this.#ask(path);
      await file.body?.cancel();
      same(`${path} ${file.status}`, `${path} 200`);
    }
  }

  /** Heartbeats come every second; a proxy that gathers them would give several at once, or none. */
  async events(): Promise<void> {
    const response = await this.#ask("/nexus/api/events", { signal: AbortSignal.timeout(15_000) });
    same(response.headers.get("Content-Type")?.split(";")[0], "text/event-stream");
    const arrived: number[] = [];
    for await (const _part of response.body ?? []) {
      arrived.push(performance.now());
      if (arrived.length === 4) break;
    }
    same((arrived[3] ?? Infinity) - (arrived[0] ?? 0) < 6_000, true);
  }

  async sockets(): Promise<void> {
    const answered = await this.#upgrade(this.origin);
    same(answered.split("\r\n")[0], "HTTP/1.1 101 Switching Protocols");
    same(/"messageType":/.test(answered), true);
    const refused = await this.#upgrade("https://evil.example");
    same(refused.split(" ")[1], "403");
  }

  async signIn(): Promise<void> {
    const response = await this.#post("/nexus/api/auth/login", ACCOUNT, this.origin);
    await response.body?.cancel();
    same(response.status, 200);
    const set = response.headers.getSetCookie().find((cookie) => cookie.startsWith("__Secure-")) ?? "";
    same(
      [/; Path=\/nexus\/?(;|$)/.test(set), /; Secure/.test(set), /; HttpOnly/.test(set)].join(),
      "true,true,true",
    );
    this.#cookie = set.split(";")[0] ?? "";
  }

  async commands(): Promise<void> {
    const nodes = await (await this.#ask("/nexus/api/nodes")).json();
    const path = `/nexus/api/nodes/${nodes.data.nodes[0].node_id}/commands`;
    const command = { action: "connect", target: "2001" };
    const refused = await this.#post(path, command, "https://evil.example");
    same(`${refused.status} ${(await refused.json()).error.code}`, "403 origin_refused");
    const taken = await this.#post(path, command, this.origin);
    await taken.body?.cancel();
    same(taken.status, 202);
  }

  /** Whatever the visitor says of itself. */
  async audit(): Promise<void> {
    const headers = { Cookie: this.#cookie, "X-Forwarded-For": "203.0.113.66" };
    const { data } = await (await this.#ask("/nexus/api/admin/audit", { headers })).json();
    const { acts }: AuditAnswer = data;
    const signedIn = acts.find(({ what }) => what === "session.sign_in");
    same(signedIn?.from, VISITOR_ADDRESS);
  }

  #ask(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.origin}${path}`, { ...init, client: this.client });
  }

  #post(path: string, body: unknown, Origin: string): Promise<Response> {
    const headers = {
      Origin,
      Cookie: this.#cookie,
      "Content-Type": "application/json",
      "X-Forwarded-For": "203.0.113.66",
    };
    return this.#ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** The answer to asking for a WebSocket, with the first of what comes by it. */
  async #upgrade(Origin: string): Promise<string> {
    const { hostname, port, host } = new URL(this.origin);
    const conn = await Deno.connectTls({ hostname, port: Number(port), caCerts: [this.caCert] });
    const lines = [
      "GET /nexus/ws HTTP/1.1",
      `Host: ${host}`,
      `Origin: ${Origin}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ];
    const buffer = new Uint8Array(65_536);
    let text = "";
    try {
      await conn.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
      while (!/"messageType":|^HTTP\/1\.1 4/.test(text)) {
        const count = await conn.read(buffer);
        if (count === null) break;
        text += new TextDecoder().decode(buffer.subarray(0, count));
      }
    } finally {
      conn.close();
    }
    return text;
  }
}

/** Errors: throws when they are not the same. */
function same(found: unknown, wanted: unknown): void {
  if (found !== wanted) throw new Error(`expected ${String(wanted)}, found: ${String(found)}`);
}
