import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { asksForEvents } from "../../lib/station/mod.ts";
import { askRights } from "../../lib/station/rights.ts";
import { lackNotice } from "../../lib/station/notices.ts";
import { Hearing } from "../../lib/station/hearing.ts";
import { FakeAmi } from "../poller/fake_ami.ts";

const PERMS = (read: string, write: string) =>
  `Response: Success\nMessage: Command output follows\nOutput:           read perm: ${read}\nOutput:          write perm: ${write}`;

async function rightsBy(answer: string, username = "nexus") {
  const ami = new FakeAmi();
  const asking = askRights(ami, username);
  const [question] = ami.asked;
  question?.answer(answer);
  return { question: question?.command, rights: await asking };
}

Deno.test("askRights asks for the user's own rights and tells whether events come to him", async () => {
  const all = await rightsBy(PERMS("system,call", "system,command"));
  deepStrictEqual(all, { question: "manager show user nexus", rights: { state: "known", hears: true } });
  deepStrictEqual((await rightsBy(PERMS("dialplan", "command"))).rights, { state: "known", hears: true });
  deepStrictEqual((await rightsBy(PERMS("system,all", "command"))).rights, { state: "known", hears: false });
});

Deno.test("askRights tells that commands are refused, and nothing where the answer tells nothing", async () => {
  const denied = await rightsBy("Response: Error\nMessage: Permission denied");
  deepStrictEqual(denied.rights, { state: "denied" });
  const unknown = await rightsBy("Response: Success\nOutput: There is no manager called nexus");
  deepStrictEqual(unknown.rights, { state: "unknown" });
  const odd = await rightsBy("Response: Error\nMessage: Permission denied", "two words");
  deepStrictEqual(odd, { question: "core show uptime", rights: { state: "denied" } });
});

Deno.test("asksForEvents reads what ami.events lets through", () => {
  for (const events of ["on", "YES", "all", "call,system", "system, dialplan"]) {
    ok(asksForEvents(events), events);
  }
  for (const events of ["off", "no", "system", "", "system,command"]) ok(!asksForEvents(events), events);
});

Deno.test("lackNotice says what is missing, what goes on, and what to do; nothing when nothing is missing", () => {
  strictEqual(lackNotice({ events: null, command: false, polling: true }), null);
  const noCommand = lackNotice({ events: null, command: true, polling: true });
  strictEqual(noCommand?.code, "no_command");
  match(
    noCommand?.message ?? "",
    /lacks write=command, add it.*; links, talk and totals work.*EchoLink.*do not$/,
  );
  const both = lackNotice({ events: "no_right", command: true, polling: true });
  strictEqual(both?.code, "no_events");
  match(both?.message ?? "", /lacks read=call, add it.*polls every 5 s.*\. Also .*write=command/);
  match(
    lackNotice({ events: "off", command: false, polling: false })?.message ?? "",
    /ami\.events.*nothing is live$/,
  );
  match(lackNotice({ events: "silent", command: false, polling: true })?.message ?? "", /has read=call, but/);
});

Deno.test("Hearing is deaf at once when the right is missing, and no longer once it is given", () => {
  const hearing = new Hearing();
  strictEqual(hearing.learn(false), true);
  deepStrictEqual([hearing.deaf, hearing.reason], [true, "no_right"]);
  strictEqual(hearing.learn(false), false);
  hearing.begin();
  strictEqual(hearing.deaf, true);
  strictEqual(hearing.learn(true), true);
  strictEqual(hearing.deaf, false);
  deepStrictEqual([hearing.missed(), hearing.missed(), hearing.deaf, hearing.reason], [
    false,
    true,
    true,
    "silent",
  ]);
  strictEqual(hearing.heard(), true);
  strictEqual(hearing.deaf, false);
});

Deno.test("Hearing of a session that asks for no events is deaf from the start, whatever the user may", () => {
  const hearing = new Hearing(false);
  hearing.learn(false);
  hearing.learn(true);
  deepStrictEqual([hearing.deaf, hearing.reason], [true, "off"]);
});
