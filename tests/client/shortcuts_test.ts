import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type KeyPress, NO_KEYS, pressKey, type ShortcutAction, SHORTCUTS } from "../../lib/client/mod.ts";

const press = (key: string, fields: Partial<KeyPress> = {}): KeyPress => ({
  key,
  modified: false,
  typing: false,
  atMs: 0,
  ...fields,
});

function actions(...presses: KeyPress[]): (ShortcutAction | null)[] {
  let state = NO_KEYS;
  return presses.map((each) => {
    const step = pressKey(state, each);
    state = step.state;
    return step.action;
  });
}

Deno.test("pressKey does what each shortcut says", () => {
  for (const { keys, action } of SHORTCUTS) {
    const done = actions(...keys.map((key) => press(key)));
    deepStrictEqual(done, [...keys.slice(1).map(() => null), action]);
  }
});

Deno.test("pressKey never acts while something is typed or with keys of the browser", () => {
  deepStrictEqual(actions(press("?", { typing: true }), press("t", { modified: true })), [null, null]);
  deepStrictEqual(actions(press("g"), press("x", { typing: true }), press("h")), [null, null, null]);
});

Deno.test("pressKey waits for the second key for a moment only, and takes another shortcut instead", () => {
  deepStrictEqual(actions(press("g"), press("h", { atMs: 1_500 })), [null, "home"]);
  deepStrictEqual(actions(press("g"), press("h", { atMs: 1_501 })), [null, null]);
  deepStrictEqual(actions(press("g"), press("t")), [null, "theme"]);
  deepStrictEqual(actions(press("g"), press("g"), press("h")), [null, null, "home"]);
  deepStrictEqual(actions(press("x"), press("H")), [null, null]);
});

Deno.test("no shortcut is the beginning of another", () => {
  const texts = SHORTCUTS.map(({ keys }) => keys.join(" "));
  for (const one of texts) {
    for (const other of texts) {
      strictEqual(one !== other && other.startsWith(`${one} `), false, `${one}, ${other}`);
    }
  }
});
