/**
 * `deno task compile [--target TRIPLE]`: builds the web, bundles it with the server into one module and compiles that
 * to `dist/nexus`, one file that runs in an empty directory. `DENO_COMPILE_BIN` names another Deno to compile with.
 */
import { stop } from "esbuild";
import { buildForBrowser, bundleServer, writeManifest } from "fresh/dev";
import config from "../fresh.config.ts";
import { PERMISSIONS } from "./permissions.ts";

const root = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** Makes the program `outFile`. Errors: throws when the compiler fails; it has said why on stderr. */
export async function compileNexus(outFile: string, compilerArgs: readonly string[] = []): Promise<void> {
  const bundle = await Deno.makeTempFile({ prefix: "nexus-", suffix: ".js" });
  try {
    await bundleNexus(bundle);
    await run([
      "compile",
      // The bundle needs neither the project's configuration nor any package, so none can slip in.
      ...["--no-config", "--no-check", "--no-lock", "--no-remote", "--no-npm", "--quiet"],
      ...PERMISSIONS,
      ...compilerArgs,
      ...["--output", outFile, bundle],
    ]);
  } finally {
    await Deno.remove(bundle);
  }
}

/** Builds the web and writes the whole program as one module. */
async function bundleNexus(outFile: string): Promise<void> {
  const { routeDir: routesDir, islandDir: islandsDir } = config;
  try {
    await writeManifest({ root, routesDir, islandsDir, manifest: "lib/web/fresh.gen.ts" });
    const manifest = await buildForBrowser({ ...config, root });
    const commit = await gitCommit();
    const define: Record<string, string> = commit === null ? {} : { NEXUS_COMMIT: commit };
    await bundleServer({ ...config, root }, { outFile, assetsModule: "lib/web/assets.ts", manifest, define });
  } finally {
    await stop();
  }
}

async function run(args: readonly string[]): Promise<void> {
  const deno = Deno.env.get("DENO_COMPILE_BIN") || Deno.execPath();
  const { success, code } = await new Deno.Command(deno, { args: [...args], stdin: "null" }).spawn().status;
  if (!success) throw new Error(`compile the program, ${deno} ended with exit code: ${code}`);
}

/** The commit that is being built; `null` outside of a checkout. */
async function gitCommit(): Promise<string | null> {
  try {
    const args = ["rev-parse", "--short=12", "HEAD"];
    const { success, stdout } = await new Deno.Command("git", { args, cwd: root, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

if (import.meta.main) {
  await Deno.mkdir(`${root}/dist`, { recursive: true });
  await compileNexus(`${root}/dist/nexus`, Deno.args);
}
