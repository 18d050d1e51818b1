// deno-lint-ignore-file no-console
/**
 * Makes sure that a browser is there before the tests run: the browser tests need Debian's Chromium. Where this process
 * may install it, it does; elsewhere it says exactly what to install and fails.
 */
import { CHROMIUM_PATHS, findChromium } from "./browser/chromium.ts";

const HELP =
  "install it with `sudo apt-get install -y chromium`, or name another by CHROMIUM=/path/to/chromium";

async function run(command: string, ...args: string[]): Promise<boolean> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const { success } = await new Deno.Command(command, { args, env, stdout: "null", stderr: "inherit" })
    .output();
  return success;
}

async function installChromium(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  try {
    console.error("chromium is not installed, trying apt-get");
    return await run("apt-get", "update", "-qq") &&
      await run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

if (import.meta.main) {
  const there = await findChromium() !== null || (await installChromium() && await findChromium() !== null);
  if (!there) {
    console.error(`run browser tests, no chromium at ${CHROMIUM_PATHS.join(", ")}: ${HELP}`);
    Deno.exit(1);
  }
}
