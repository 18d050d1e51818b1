import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { Backoff, MAX_KEYS } from "../../lib/auth/backoff.ts";
import { MAX_TICKETS, TICKET_MS, Tickets } from "../../lib/auth/tickets.ts";
import {
  AccountError,
  isSignedIn,
  judge,
  mayCommand,
  mayManage,
  type Principal,
} from "../../lib/auth/mod.ts";
import { SetupCode } from "../../lib/auth/setup_code.ts";

const MINUTE_MS = 60_000;

Deno.test("Backoff lets people mistype, then doubles the wait up to its limit, and forgets after an hour", () => {
  const backoff = new Backoff({ free: 3, maxWaitMs: 10_000 });
  const waits: number[] = [];
  for (let count = 0; count < 8; count++) {
    backoff.fail("a", 0);
    waits.push(backoff.waitMs("a", 0));
  }
  deepStrictEqual(waits, [0, 0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  strictEqual(backoff.waitMs("b", 0), 0);
  strictEqual(backoff.waitMs("a", 10_000), 0);
  backoff.fail("a", 60 * MINUTE_MS);
  strictEqual(backoff.waitMs("a", 60 * MINUTE_MS), 0, "as if it were the first");
  backoff.succeed("a");
  strictEqual(backoff.size, 0);
});

Deno.test("Backoff remembers so many keys and no more", () => {
  const backoff = new Backoff({ free: 1, maxWaitMs: 10_000 });
  for (let at = 0; at < MAX_KEYS + 10; at++) backoff.fail(`k${at}`, 0);
  strictEqual(backoff.size, MAX_KEYS);
  strictEqual(backoff.waitMs("k9", 0), 0);
  ok(backoff.waitMs(`k${MAX_KEYS + 9}`, 0) > 0);
});

Deno.test("Tickets are good once, for half a minute, and only so many are out", () => {
  const tickets = new Tickets();
  const { ticket, expiresAtMs } = tickets.issue("s:1", 0);
  deepStrictEqual([expiresAtMs, Tickets.looksLike(ticket)], [TICKET_MS, true]);
  strictEqual(tickets.redeem(ticket, 1), "s:1");
  strictEqual(tickets.redeem(ticket, 2), null);
  strictEqual(tickets.redeem(tickets.issue("s:1", 0).ticket, TICKET_MS), null);
  const first = tickets.issue("t:2", 0).ticket;
  for (let count = 0; count < MAX_TICKETS; count++) tickets.issue("s:1", 1);
  strictEqual(tickets.size, MAX_TICKETS);
  strictEqual(tickets.redeem(first, 1), null, "the oldest went");
});

Deno.test("SetupCode is told apart from any other, however it is written", () => {
  const code = new SetupCode();
  strictEqual(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/.test(code.text), true, code.text);
  strictEqual(code.matches(code.text.toLowerCase().replaceAll("-", "")), true);
  for (const wrong of ["", "-", new SetupCode().text, code.text.slice(1)]) {
    strictEqual(code.matches(wrong), false);
  }
});

const session = (
  role: "viewer" | "operator" | "admin" | "superadmin",
  nodes: "all" | string[] = "all",
): Principal => ({
  kind: "session",
  userId: 1,
  username: "u",
  role,
  nodes,
  sessionId: "s",
  expiresAtMs: 1,
});

Deno.test("mayCommand is for operators of the node, and tokens that may command", () => {
  strictEqual(mayCommand(session("viewer"), "1999"), false);
  strictEqual(mayCommand(session("operator", ["1999"]), "1999"), true);
  strictEqual(mayCommand(session("operator", ["1999"]), "2000"), false);
  strictEqual(mayCommand(session("superadmin", []), "1999"), false, "a limit holds for every role");
  const principal = session("operator");
  if (!isSignedIn(principal)) throw new Error("it is signed in");
  const token = { ...principal, kind: "token", tokenId: "t", tokenName: "n", expiresAtMs: null } as const;
  strictEqual(mayCommand({ ...token, scopes: ["command"] }, "1999"), true);
  strictEqual(mayCommand({ ...token, scopes: ["read", "admin"] }, "1999"), false);
});

Deno.test("mayManage keeps superadmins for superadmins", () => {
  strictEqual(mayManage(session("admin"), "admin"), true);
  strictEqual(mayManage(session("admin"), "superadmin"), false);
  strictEqual(mayManage(session("superadmin"), "superadmin"), true);
  strictEqual(mayManage(session("operator"), "viewer"), false);
});

Deno.test("judge tells who has to sign in from who may not", () => {
  const question = { allowAnonymous: false, nodeId: "1999" };
  strictEqual(judge("anonymous", { kind: "anonymous" }, question), "unauthenticated");
  strictEqual(judge("anonymous", { kind: "anonymous" }, { ...question, allowAnonymous: true }), "allowed");
  strictEqual(judge("operator", session("operator", ["43732"]), question), "forbidden");
  strictEqual(judge("operator", session("operator", ["43732"]), { ...question, nodeId: null }), "allowed");
  strictEqual(judge("all", { kind: "anonymous" }, question), "allowed");
  throws(() => {
    throw new AccountError("bad", "x");
  }, { name: "AccountError" });
});
