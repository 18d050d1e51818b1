/**
 * `deno task compile [--target TRIPLE]`: builds the web, bundles it with the server and compiles that
 * to `dist/nexus`, one file that runs in an empty directory. `DENO_COMPILE_BIN` names another Deno to compile with.
 */
import { bundleServer } from "fresh/dev";
import config from "../fresh.config.ts";
import { PERMISSIONS, V8_FLAGS } from "./permissions.ts";
import { buildWeb, ROOT, stopBundler } from "./web_build.ts";

/** Makes the program `outFile`. Errors: throws when the compiler fails; it has said why on stderr. */
export async function compileNexus(
  outFile: string,
  compilerArgs: readonly string[] = [],
  env: Readonly<Record<string, string>> = Deno.env.toObject(),
): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "nexus-" });
  try {
    await bundleNexus(`${directory}/nexus.js`);
    await compileBundle(`${directory}/nexus.js`, outFile, compilerArgs, env);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Compiles a module, with what was bundled beside it, into the program `outFile`. Errors: as `compileNexus`. */
export async function compileBundle(
  bundle: string,
  outFile: string,
  compilerArgs: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await run([
    "compile",
    // The bundle needs neither the project's configuration nor any package, so none can slip in.
    ...["--no-config", "--no-check", "--no-lock", "--no-remote", "--no-npm", "--quiet"],
    ...PERMISSIONS,
    V8_FLAGS,
    ...compilerArgs,
    ...["--output", outFile, bundle],
  ], env);
}

/**
 * Builds the web and writes the whole program, or another that begins with `serverEntry`: `outFile` and modules beside it, which
 * `deno run --no-config` takes as they are.
 */
export async function bundleNexus(outFile: string, serverEntry: string = config.serverEntry): Promise<void> {
  try {
    const { manifest } = await buildWeb();
    const commit = await gitCommit();
    const define: Record<string, string> = commit === null ? {} : { NEXUS_COMMIT: commit };
    await bundleServer({ ...config, root: ROOT, serverEntry }, {
      outFile,
      parts: await rooms(),
      assetsModule: "lib/web/assets.ts",
      manifest,
      define,
    });
  } finally {
    await stopBundler();
  }
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const deno = env.DENO_COMPILE_BIN || Deno.execPath();
  const command = new Deno.Command(deno, { args: [...args], stdin: "null", env: { ...env } });
  const { success, code } = await command.spawn().status;
  if (!success) throw new Error(`compile the program, ${deno} ended with exit code: ${code}`);
}

/**
 * What a module of the program begins with. One module for all of it takes 6 MB more: they are read and parsed as a whole, and what
 * that needs for a moment is not given back.
 */
async function rooms(): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${ROOT}/lib`)) {
    if (isDirectory && await exists(`${ROOT}/lib/${name}/mod.ts`)) found.push(`lib/${name}/mod.ts`);
  }
  return [...found.sort(), "lib/web/assets.ts", "islands/Dashboard.tsx", "islands/NodePage.tsx"];
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The commit that is being built; `null` outside of a checkout. */
async function gitCommit(): Promise<string | null> {
  try {
    const args = ["rev-parse", "--short=12", "HEAD"];
    const { success, stdout } = await new Deno.Command("git", { args, cwd: ROOT, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

if (import.meta.main) {
  await Deno.mkdir(`${ROOT}/dist`, { recursive: true });
  await compileNexus(`${ROOT}/dist/nexus`, Deno.args);
}
