import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { keepAwake, type WakeLockDevice } from "../../lib/client/mod.ts";

/** A screen whose locks a test can see, refuse and take back. */
class FakeScreen implements WakeLockDevice {
  visible = true;
  refuses = false;
  asked = 0;
  released = 0;
  listeners = new Set<() => void>();

  request = () => {
    this.asked++;
    if (this.refuses) return Promise.reject(new DOMException("low battery", "NotAllowedError"));
    return Promise.resolve({
      release: () => {
        this.released++;
        return Promise.reject(new Error("released already"));
      },
    });
  };

  isVisible = () => this.visible;

  onVisibility = (changed: () => void) => {
    this.listeners.add(changed);
    return () => void this.listeners.delete(changed);
  };

  async show(visible: boolean): Promise<void> {
    this.visible = visible;
    for (const listener of this.listeners) listener();
    await settled();
  }

  get held(): number {
    return this.refuses ? 0 : this.asked - this.released;
  }
}

/** Lets what was promised happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

Deno.test("keepAwake asks at once and anew each time the page is shown, never holding two locks", async () => {
  const screen = new FakeScreen();
  const stop = keepAwake(screen);
  await settled();
  deepStrictEqual([screen.asked, screen.held], [1, 1]);
  await screen.show(false);
  strictEqual(screen.asked, 1, "a hidden page would be refused");
  await screen.show(true);
  deepStrictEqual([screen.asked, screen.held], [2, 1]);
  stop();
  await settled();
  deepStrictEqual([screen.held, screen.listeners.size], [0, 0]);
  await screen.show(true);
  strictEqual(screen.asked, 2);
});

Deno.test("keepAwake waits for a page that begins hidden, and tries again after a refusal", async () => {
  const screen = new FakeScreen();
  screen.visible = false;
  const stop = keepAwake(screen);
  await settled();
  strictEqual(screen.asked, 0);
  screen.refuses = true;
  await screen.show(true);
  strictEqual(screen.asked, 1);
  await screen.show(false);
  await screen.show(true);
  strictEqual(screen.asked, 2);
  stop();
});

Deno.test("keepAwake lets go of a lock that is granted after it was stopped", async () => {
  const screen = new FakeScreen();
  const stop = keepAwake(screen);
  stop();
  await settled();
  deepStrictEqual([screen.asked, screen.held], [1, 0]);
});

Deno.test("keepAwake does nothing where the browser knows no wake lock", () => {
  strictEqual(keepAwake(null)(), undefined);
});
