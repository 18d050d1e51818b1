import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { isPermissionDenied, parseManagerRights, rightsQuestion } from "../../lib/ami/mod.ts";

Deno.test("parseManagerRights reads what Asterisk prints of a user", () => {
  const lines = [
    "",
    "         username: nexus",
    "        read perm: system,call",
    "       write perm: command",
  ];
  const rights = parseManagerRights(lines);
  deepStrictEqual([[...rights?.read ?? []], [...rights?.write ?? []]], [["system", "call"], ["command"]]);
});

Deno.test("parseManagerRights gives nothing for `all`, which an old Asterisk lists for everybody", () => {
  const rights = parseManagerRights(["read perm: system,all", "write perm: <none>"]);
  strictEqual(rights?.read.has("call"), false);
  strictEqual(rights?.write.has("command"), false);
});

Deno.test("parseManagerRights is null where a command is not there or only half is told", () => {
  for (
    const lines of [[], ["No such command 'manager show'"], ["read perm: call"], [
      "There is no manager called x",
    ]]
  ) {
    strictEqual(parseManagerRights(lines), null);
  }
});

Deno.test("rightsQuestion takes no name that a command line could misread", () => {
  strictEqual(rightsQuestion("nexus"), "manager show user nexus");
  strictEqual(rightsQuestion("club.nexus@hill-2"), "manager show user club.nexus@hill-2");
  for (const name of ["", "two words", "a\nb", "a;b", "x".repeat(81), "ä"]) {
    strictEqual(rightsQuestion(name), null);
  }
});

Deno.test("isPermissionDenied tells a refusal from other failures", () => {
  strictEqual(isPermissionDenied({ ok: false, message: "Permission denied" }), true);
  strictEqual(isPermissionDenied({ ok: true, message: "Permission denied" }), false);
  strictEqual(isPermissionDenied({ ok: false, message: "RptStatus unknown command" }), false);
});
