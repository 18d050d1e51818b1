import type { ClientClock } from "./connection.ts";
import type { FeedEnvironment } from "./feed_environment.ts";
import { browserEvents, browserSocket } from "./browser_streams.ts";
import { FramePlan } from "./frame_plan.ts";
import { watchSleep } from "./sleep_watch.ts";
import { readHealthAnswer, readNodeIds } from "./status_reading.ts";

/** The browser's own time and chance. */
export const browserClock: ClientClock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const id = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(id) };
  },
  random: () => Math.random(),
};

/** The frames of the browser's screen. */
export const browserFrames = new FramePlan((callback) => requestAnimationFrame(callback));

/** Lists and drawings beside the links follow them twice a second: often enough to be live, half as much to draw. */
const CALM_MS = 500;

/** Frames for what need not be drawn at every change: at once after a rest, else twice a second. */
export function calmFrames(): (callback: () => void) => void {
  return browserFrames.paced(CALM_MS, browserClock);
}

/** The browser as the feed needs it; `basePath` is where Nexus is mounted, empty or `/path`. */
export function browserEnvironment(basePath: string): FeedEnvironment {
  return {
    clock: browserClock,
    openSocket: browserSocket,
    openEvents: browserEvents,
    nextFrame,
    freeFrame: (callback) => browserFrames.whenFree(callback),
    readHealth: () => read(`${basePath}/health`, readHealthAnswer),
    readNodeIds: () => read(`${basePath}/api/status`, readNodeIds),
  };
}

/** A window behind others draws no frames without being hidden; then this is waited for and no longer. */
const LONGEST_FRAME_MS = 250;

function nextFrame(callback: () => void): { cancel(): void } {
  const drawn = browserFrames.reserve();
  const cancel = (frameMs?: number) => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    drawn(frameMs);
  };
  const run = (frameMs?: number) => {
    cancel(frameMs);
    callback();
  };
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, LONGEST_FRAME_MS);
  return { cancel: () => cancel() };
}

/** Where the two streams of a page at `origin` are. */
export function streamUrls(
  origin: string,
  basePath: string,
): { readonly socketUrl: string; readonly eventsUrl: string } {
  return {
    socketUrl: `${origin.replace(/^http/, "ws")}${basePath}/ws`,
    eventsUrl: `${origin}${basePath}/api/events`,
  };
}

/** A failed reading is not worth a word: the streams go on, and the next reading comes. */
async function read<T>(url: string, parse: (answer: unknown) => T | undefined): Promise<T | undefined> {
  try {
    const response = await fetch(url, { headers: { accept: "application/json" } });
    return response.ok ? parse(await response.json()) : undefined;
  } catch {
    return undefined; // no network, or no JSON: the streams tell how the page stands
  }
}

/** What follows the life of a page. */
export interface PageFeed {
  start(): void;
  stop(): void;
  setVisible(visible: boolean): void;
  wake(networkChanged: boolean): void;
}

/**
 * Lets the feed follow the life of the page: hidden and shown, put into the back-forward cache and taken out, a network
 * that comes back. Gives a function that stops it.
 */
export function followPage(feed: PageFeed): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal };
  const isVisible = () => document.visibilityState !== "hidden";
  const sleep = watchSleep(browserClock, () => isVisible() && feed.wake(true));
  const visibility = () => {
    sleep.awake();
    feed.setVisible(isVisible());
  };
  document.addEventListener("visibilitychange", visibility, options);
  const shown = () => {
    sleep.awake();
    feed.start();
  };
  globalThis.addEventListener("pageshow", shown, options);
  // An open socket would keep the page out of the back-forward cache.
  globalThis.addEventListener("pagehide", () => feed.stop(), options);
  globalThis.addEventListener("online", () => feed.wake(true), options);
  // No network need not mean no Nexus, which may run on this very machine: it is asked.
  globalThis.addEventListener("offline", () => feed.wake(false), options);
  // A browser that froze the page in the background may not have closed its streams.
  document.addEventListener("resume", () => feed.wake(true), options);
  followNetwork(feed, options);
  visibility();
  feed.start();
  return () => {
    listening.abort();
    sleep.cancel();
    feed.stop();
  };
}

/** A phone that goes from one network to another need not have been without one. Only some browsers tell which it is. */
function followNetwork(feed: PageFeed, options: AddEventListenerOptions): void {
  const network: unknown = Reflect.get(navigator, "connection");
  if (!(network instanceof EventTarget)) return;
  const kind = (): unknown => Reflect.get(network, "type");
  let before = kind();
  // It also tells of every guess how fast the network is.
  const changed = () => {
    if (kind() === before) return;
    before = kind();
    feed.wake(true);
  };
  network.addEventListener("change", changed, options);
}
