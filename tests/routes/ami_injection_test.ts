import { deepStrictEqual, doesNotMatch, match, ok } from "node:assert/strict";
import { PasswordHasher } from "../../lib/auth/mod.ts";
import { ENDPOINT_LIST, PAGES } from "../../lib/http/mod.ts";
import { ControlBench, somebody } from "../control/bench.ts";
import { webOf } from "./serving.ts";

/** What ends a line, a header, a message or a command somewhere, before another action that must never be sent. */
const BREAKS = [
  "\r\n",
  "\n",
  "\r",
  "\0",
  "\u0085",
  "\u2028",
  "\u2029",
  "\u000b",
  "\u000c",
  ";",
  "|",
  "&",
  "%0d%0a",
  "\\r\\n",
];
/** Whole pages take their time; they read what they are asked for as everything else does. */
const PAGE_BREAKS = ["\r\n", "\0"];
const EVIL = BREAKS.map((end) => `2001${end}Action: Originate${end}Channel: Local/evil${end}${end}`);

/** Values that the other fields of a request need, so that the hostile one is reached. */
const GOOD: Readonly<Record<string, unknown>> = {
  action: "connect",
  role: "operator",
  scopes: ["read"],
  expires_in_days: 1,
  node: "2001",
  username: "someone",
  password: "correct horse battery",
  current_password: "correct horse battery",
  name: "script",
};

const ACTIONS_WITH_TEXT = [["connect", "target"], ["disconnect", "target"], ["dtmf", "digits"], [
  "named",
  "name",
]];

/** Every request with one hostile value in it: bodies, addresses, queries, forms. */
function* requests(): Iterable<readonly [path: string, init: RequestInit]> {
  const json = (method: string, body: unknown) => ({
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  for (const evil of EVIL) {
    const quoted = encodeURIComponent(evil);
    for (const { method, path, params, body, answers } of ENDPOINT_LIST) {
      if (answers === "websocket" || answers === "events") continue;
      const needed = Object.fromEntries(
        Object.keys(body).flatMap((name) => name in GOOD ? [[name, GOOD[name]]] : []),
      );
      if (path.includes("{")) {
        yield [path.replace(/\{\w+\}/, quoted), method === "GET" ? { method } : json(method, needed)];
      }
      const there = path.replace(/\{\w+\}/g, "1998");
      for (const name of Object.keys(params)) yield [`${there}?${name}=${quoted}`, { method }];
      for (const name of Object.keys(body)) yield [there, json(method, { ...needed, [name]: evil })];
    }
    for (const [action = "", field = ""] of ACTIONS_WITH_TEXT) {
      yield ["/api/nodes/1998/commands", json("POST", { action, [field]: evil })];
      const form = {
        node: "1998",
        do: action,
        target: evil,
        digits: evil,
        name: evil,
        sure: "yes",
        return: evil,
      };
      yield ["/control", { method: "POST", body: new URLSearchParams(form) }];
      yield ["/control", {
        method: "POST",
        body: new URLSearchParams({ ...form, node: evil, do: `${action}:${evil}` }),
      }];
    }
    for (const { path, methods } of PAGES) {
      if (methods.includes("GET") && PAGE_BREAKS.some((end) => evil.includes(end))) {
        yield [`${path.replace(/\{\w+\}/, quoted)}?q=${quoted}&node=${quoted}`, {}];
      }
    }
  }
}

/** Runs `act` while passwords take no time. */
async function withoutHashing(act: () => Promise<void>): Promise<void> {
  const { hash, verify } = PasswordHasher.prototype;
  const quick = new PasswordHasher({ logN: 1, r: 1, p: 1 });
  PasswordHasher.prototype.hash = (...args) => hash.apply(quick, args);
  PasswordHasher.prototype.verify = (...args) => verify.apply(quick, args);
  try {
    await act();
  } finally {
    Object.assign(PasswordHasher.prototype, { hash, verify });
  }
}

Deno.test("nothing that anybody sends by any field reaches Asterisk but the commands that there are", () =>
  withoutHashing(async () => {
    const named = "commands:\n  - {name: time, label: Time, run: rpt cmd %node% status 12 0}\n";
    await using bench = await new ControlBench(undefined, `public_stats_rpm: 1000000\n${named}`).start();
    const account = {
      name: "ruler",
      password: "correct horse battery",
      role: "superadmin",
      nodes: "all",
    } as const;
    const actor = { principal: "console", name: "test", from: "console" } as const;
    const { id } = await bench.nexus.services.auth.users.create(actor, account);
    const ruler = somebody("superadmin", "all", id);
    const gate = { identify: () => ({ kind: "known", principal: ruler }) as const };
    const { ask } = webOf({ ...bench.nexus.services, gate });
    const statuses = new Map<number, number>();
    let count = 0;
    for (const [path, init] of requests()) {
      const response = await ask(path, { headers: { "User-Agent": EVIL[count % 2 + 9] ?? "" }, ...init });
      await response.body?.cancel();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      count++;
    }
    ok(count > 1_500, `${count} requests`);
    deepStrictEqual([...statuses.keys()].filter((status) => status >= 500), []);
    // What is allowed still goes through, so that the silence above is not the silence of a broken line.
    await bench.outcome({ action: "connect", target: "2001" }, "1998", ruler);
    await bench.clock.advanceAsync(30_000);
    match(bench.written, /^Command: rpt cmd 1998 ilink 3 2001\r$/m);
    doesNotMatch(bench.written, /Originate|evil/i);
    const actions = new Set([...bench.written.matchAll(/^Action: (.*)$/gm)].map(([, name]) => name?.trim()));
    const known = [
      "BridgeList",
      "Challenge",
      "Command",
      "CoreShowChannels",
      "Login",
      "Ping",
      "RptStatus",
      "VoterStatus",
    ];
    deepStrictEqual([...actions].filter((name) => !known.includes(name ?? "")), []);
    deepStrictEqual(bench.lines(), ["rpt cmd 1998 ilink 3 2001"]);
  }));
