// deno-lint-ignore-file no-console
/**
 * Makes sure that what the tests need is there before they run: Debian's Chromium for the browser tests and its mosquitto for those
 * of MQTT. Where this process may install them, it does; elsewhere it says exactly what to install and fails.
 */
import { CHROMIUM_PATHS, findChromium } from "./browser/chromium.ts";
import { findMosquitto, MOSQUITTO_PATHS } from "./mqtt/mosquitto.ts";

/** A program that tests start, by the name of its package. */
interface Needed {
  readonly name: string;
  readonly paths: readonly string[];
  readonly find: () => Promise<string | null>;
}

const NEEDED: readonly Needed[] = [
  { name: "chromium", paths: CHROMIUM_PATHS, find: findChromium },
  { name: "mosquitto", paths: MOSQUITTO_PATHS, find: findMosquitto },
];

async function run(command: string, ...args: string[]): Promise<boolean> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const { success } = await new Deno.Command(command, { args, env, stdout: "null", stderr: "inherit" })
    .output();
  return success;
}

async function install(name: string): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  try {
    console.error(`${name} is not installed, trying apt-get`);
    return await run("apt-get", "update", "-qq") &&
      await run("apt-get", "install", "-y", "-qq", "--no-install-recommends", name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function prepare({ name, paths, find }: Needed): Promise<boolean> {
  if (await find() !== null || (await install(name) && await find() !== null)) return true;
  const help =
    `install it with \`sudo apt-get install -y ${name}\`, or name another by ${name.toUpperCase()}=/path/to/${name}`;
  console.error(`run tests, no ${name} at ${paths.join(", ")}: ${help}`);
  return false;
}

if (import.meta.main) {
  for (const needed of NEEDED) if (!await prepare(needed)) Deno.exit(1);
}
