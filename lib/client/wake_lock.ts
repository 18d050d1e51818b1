/** What keeping a screen awake needs of its browser; tests give fakes. */
export interface WakeLockDevice {
  /** Asks for the screen to stay on; rejects where the browser will not, as with a low battery. */
  readonly request: () => Promise<{ release(): Promise<void> }>;
  /** True while the page can be seen: only then is a lock granted, and hiding the page releases it. */
  readonly isVisible: () => boolean;
  /** Calls `changed` whenever the page is shown or hidden; gives a function that stops it. */
  readonly onVisibility: (changed: () => void) => () => void;
}

/**
 * Keeps the screen awake while the page is visible, asking anew each time it is shown. Where the browser cannot or will
 * not, nothing happens. Gives a function that lets the screen sleep again.
 */
export function keepAwake(device: WakeLockDevice | null = browserDevice()): () => void {
  if (device === null) return () => {};
  let stopped = false;
  const locks = new Set<{ release(): Promise<void> }>();
  const releaseAll = () => {
    // A lock that the browser took back already may refuse; it is released either way.
    for (const lock of locks) lock.release().catch(() => {});
    locks.clear();
  };
  const ask = async () => {
    if (stopped || !device.isVisible()) return;
    releaseAll();
    try {
      locks.add(await device.request());
    } catch {
      return; // refused, as with a low battery: the next time the page is shown is the next chance
    }
    if (stopped) releaseAll();
  };
  const stopListening = device.onVisibility(() => void ask());
  void ask();
  return () => {
    stopped = true;
    stopListening();
    releaseAll();
  };
}

/** This browser, `null` where it knows no wake lock, as on a page that did not come over https. */
function browserDevice(): WakeLockDevice | null {
  if (!("wakeLock" in navigator)) return null;
  return {
    request: () => navigator.wakeLock.request("screen"),
    isVisible: () => document.visibilityState === "visible",
    onVisibility(changed) {
      document.addEventListener("visibilitychange", changed);
      return () => document.removeEventListener("visibilitychange", changed);
    },
  };
}
