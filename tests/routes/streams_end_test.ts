import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { parseEnvelope } from "../../lib/wire/mod.ts";
import { type AccountSite, accountSite, addPeople, bearer } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

const DAY_MS = 86_400_000;

/** What a socket gets first, and how it ends. */
interface Watched {
  readonly first: Promise<string>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

function watch(url: string, protocols: string[] = []): Watched {
  const socket = new WebSocket(url, protocols);
  return {
    first: new Promise((resolve, reject) => {
      socket.addEventListener("message", ({ data }) => resolve(String(data)), { once: true });
      socket.addEventListener("close", () => reject(new Error("closed before a message")), { once: true });
    }),
    closed: new Promise((resolve) => {
      socket.addEventListener("close", ({ code, reason }) => resolve({ code, reason }), { once: true });
    }),
  };
}

/** Runs `act` with the web of real accounts on a free port. */
async function listening(act: (site: AccountSite, host: string) => Promise<void>): Promise<void> {
  const site = accountSite();
  await addPeople(site);
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, site.handler);
  try {
    await act(site, `127.0.0.1:${server.addr.port}`);
  } finally {
    site.close();
    site.services.live.stop();
    await server.shutdown();
  }
}

async function ticketOf(site: AccountSite, token: string): Promise<string> {
  const answer = await jsonOf(await site.ask("/api/auth/ticket", { method: "POST", headers: bearer(token) }));
  return String(Reflect.get(Object(answer.data), "ticket"));
}

Deno.test("WELCOME names who is signed in, who sees addresses whole, by ticket, token or protocol", () =>
  listening(async (site, host) => {
    const token = await site.token("viewer");
    const ticket = await ticketOf(site, token);
    const sockets = [
      watch(`ws://${host}/ws?token=${ticket}`),
      watch(`ws://${host}/ws?token=${token}`),
      watch(`ws://${host}/ws`, ["nexus", `bearer.${token}`]),
      watch(`ws://${host}/ws`),
    ];
    const welcomes = await Promise.all(sockets.map(async ({ first }) => parseEnvelope(await first)));
    deepStrictEqual(
      welcomes.map((each) => each?.messageType === "WELCOME" && [each.data.user, each.data.role]),
      [["viewer", "viewer"], ["viewer", "viewer"], ["viewer", "viewer"], [null, "anonymous"]],
    );
    strictEqual(
      site.services.lines.some(({ fields }) => JSON.stringify(fields).includes(token)),
      false,
      "no token is logged",
    );
    const again = await site.ask(`/ws?token=${ticket}`, { headers: { Upgrade: "websocket" } });
    strictEqual(again.status, 401, "a ticket is good once");
    const late = await ticketOf(site, token);
    site.services.clock.advance(30_000);
    strictEqual((await site.ask(`/ws?token=${late}`, { headers: { Upgrade: "websocket" } })).status, 401);
    const node = watch(`ws://${host}/ws/nodes/1999?token=${token}`);
    match(await node.first, /192\.0\.2\.7/);
    site.services.live.stop();
    await Promise.all([...sockets, node].map(({ closed }) => closed));
  }));

Deno.test("signing out closes the sockets and ends the event stream of that session, and no other", () =>
  listening(async (site, host) => {
    const [ending, staying] = [await site.token("operator"), await site.token("operator")];
    const [one, node, other, anonymous] = [
      watch(`ws://${host}/ws?token=${ending}`),
      watch(`ws://${host}/ws/nodes/1999?token=${ending}`),
      watch(`ws://${host}/ws?token=${staying}`),
      watch(`ws://${host}/ws`),
    ];
    await Promise.all([one, node, other, anonymous].map(({ first }) => first));
    const events = await fetch(`http://${host}/api/events`, { headers: bearer(ending) });
    const text = events.text();
    strictEqual(site.services.live.counters.clients, 5);
    await site.ask("/api/auth/logout", { method: "POST", headers: bearer(ending) });
    deepStrictEqual(await Promise.all([one.closed, node.closed]), [
      { code: 4401, reason: "revoked" },
      { code: 4401, reason: "revoked" },
    ]);
    match(await text, /event: WELCOME/);
    strictEqual(site.services.live.counters.clients, 2);
    site.services.live.stop();
    deepStrictEqual((await other.closed).code, 1001);
    deepStrictEqual((await anonymous.closed).code, 1001);
  }));

Deno.test("an open stream tells of the nodes that its account may work now, not of those that it might before", () =>
  listening(async (site, host) => {
    const token = await site.token("operator");
    const socket = new WebSocket(`ws://${host}/ws?token=${token}`);
    const told: string[] = [];
    const pong = () =>
      new Promise<void>((resolve) => {
        socket.addEventListener("message", function take({ data }) {
          const envelope = parseEnvelope(String(data));
          if (envelope?.messageType === "COMMAND_RESULT") told.push(envelope.data.id);
          if (envelope?.messageType !== "PONG") return;
          socket.removeEventListener("message", take);
          resolve();
        });
        socket.send('{"type":"ping"}');
      });
    await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
    const { live, auth } = site.services;
    const end = async (id: string) => {
      const data = { id, node: "1999", action: "connect", state: "confirmed", message: "" } as const;
      const answered = pong();
      live.take({ event: { kind: "COMMAND_RESULT", atMs: site.services.clock.now(), data }, number: 1 });
      await answered;
    };
    await end("before");
    const actor = { principal: "console", name: "test", from: "console" } as const;
    auth.users.setNodes(actor, auth.users.find("operator").id, ["43732"]);
    await end("after");
    deepStrictEqual(told, ["before"]);
    const closed = new Promise((resolve) => socket.addEventListener("close", resolve, { once: true }));
    socket.close();
    await closed;
  }));

Deno.test("a session whose time is over closes its sockets, and so do another role and a deleted account", () =>
  listening(async (site, host) => {
    const actor = { principal: "console", name: "test", from: "console" } as const;
    const { users } = site.services.auth;
    const open = async (name: string) => {
      const socket = watch(`ws://${host}/ws?token=${await site.token(name)}`);
      await socket.first;
      return socket;
    };
    const operator = await open("operator");
    users.setRole(actor, users.find("operator").id, "viewer");
    deepStrictEqual((await operator.closed).code, 4401);
    const elsewhere = await open("elsewhere");
    users.remove(actor, users.find("elsewhere").id);
    deepStrictEqual((await elsewhere.closed).code, 4401);
    const admin = await open("admin");
    await users.setPassword(actor, users.find("admin").id, "yet another password");
    deepStrictEqual((await admin.closed).code, 4401);
    const viewer = await open("viewer");
    site.services.clock.advance(DAY_MS);
    deepStrictEqual(await viewer.closed, { code: 4401, reason: "expired" });
  }));
