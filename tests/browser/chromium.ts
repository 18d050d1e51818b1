import { type Browser, type BrowserServer, chromium, type LaunchOptions } from "playwright-core";

/** Where Debian and its kin put Chromium; `CHROMIUM` in the environment names another. */
export const CHROMIUM_PATHS: readonly string[] = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** The browser to test with, or `null` when there is none. */
export async function findChromium(): Promise<string | null> {
  const named = Deno.env.get("CHROMIUM");
  for (const path of named ? [named] : CHROMIUM_PATHS) {
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

/** Flags that keep the browser to itself: no sandbox (tests run as root in containers), no traffic but the page's. */
const FLAGS: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Names the browser that runs already, for all tests: its address. Whoever closes it closes his own pages only. */
export const SHARED_BROWSER = "NEXUS_TEST_BROWSER";

/** Gives a browser: the one that runs for all tests, else one of its own. Errors: throws with what to install when there is none. */
export async function launchChromium(): Promise<Browser> {
  const shared = Deno.env.get(SHARED_BROWSER);
  return shared ? await chromium.connect(shared) : await chromium.launch(await launchOptions());
}

/** Starts a browser for many processes. */
export async function serveChromium(): Promise<BrowserServer> {
  return await chromium.launchServer(await launchOptions());
}

async function launchOptions(): Promise<LaunchOptions> {
  const executablePath = await findChromium();
  if (executablePath === null) {
    throw new Error(`launch browser, none at ${CHROMIUM_PATHS.join(", ")}: sudo apt-get install -y chromium`);
  }
  return { executablePath, args: [...FLAGS] };
}
