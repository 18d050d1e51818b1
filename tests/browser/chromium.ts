import { type Browser, chromium } from "playwright-core";

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

/** Starts the browser. Errors: throws with what to install when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === null) {
    throw new Error(`launch browser, none at ${CHROMIUM_PATHS.join(", ")}: sudo apt-get install -y chromium`);
  }
  return await chromium.launch({ executablePath, args: [...FLAGS] });
}
