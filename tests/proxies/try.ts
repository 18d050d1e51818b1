// deno-lint-ignore-file no-console
/**
 * `deno task try:proxies [nginx] [apache] [caddy]`: starts each proxy with the example of docs/behind-a-proxy.md in front of the demo and
 * checks what a visitor needs. Not part of the tests, since it needs all three installed.
 */
import { makeCertificate } from "../ami/support/certificate.ts";
import { eventually, startServer } from "../support/server_process.ts";
import { exampleOf, PROXY_NAMES, type ProxyName, readPage, type Site, writeConfig } from "./examples.ts";
import { ACCOUNT, checksOf } from "./visitor.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** A port that nobody listens on. */
function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

async function addAccount(dataDir: string): Promise<void> {
  const args = ["run", "-A", MAIN, "user", "add", ACCOUNT.username, "--password-stdin", "--data", dataDir];
  const process = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "null" }).spawn();
  const input = process.stdin.getWriter();
  await input.write(new TextEncoder().encode(`${ACCOUNT.password}\n`));
  await input.close();
  if (!(await process.status).success) throw new Error("make an account, it failed");
}

async function textOf(command: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(command, { args: [...args] }).output();
  return (new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr)).trim().split("\n")[0] ?? "";
}

/** Starts the proxy, has it checked, and ends it; gives whether all was well. */
async function tryProxy(name: ProxyName, site: Site, caCert: string): Promise<boolean> {
  const { command, args, version } = writeConfig(name, site, exampleOf(readPage(), name));
  console.log(`${name}: ${await textOf(command, version)}`);
  const env = { HOME: site.directory, XDG_DATA_HOME: site.directory, XDG_CONFIG_HOME: site.directory };
  const process = new Deno.Command(command, { args: [...args], env, stdout: "null", stderr: "null" }).spawn();
  try {
    await eventually(`${name} to listen`, () => isListening(site.port));
    return await allWell(site, caCert);
  } finally {
    process.kill("SIGTERM");
    await process.status;
  }
}

async function isListening(port: number): Promise<true | undefined> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return undefined;
    throw error;
  }
}

async function allWell(site: Site, caCert: string): Promise<boolean> {
  const { checks, close } = checksOf(site, caCert);
  let isWell = true;
  for (const [what, run] of checks) {
    const fault = await run().then(() => null, (error: unknown) => String(error));
    console.log(`  ${fault === null ? "ok" : "FAILED"}  ${what}${fault === null ? "" : `: ${fault}`}`);
    isWell &&= fault === null;
  }
  close();
  return isWell;
}

async function main(names: readonly ProxyName[]): Promise<boolean> {
  const directory = await Deno.makeTempDir({ prefix: "nexus-proxies-" });
  const pair = await makeCertificate();
  await Deno.writeTextFile(`${directory}/nexus.yaml`, exampleOf(readPage(), "yaml"));
  await Deno.writeTextFile(`${directory}/cert.pem`, pair.cert);
  await Deno.writeTextFile(`${directory}/key.pem`, pair.key);
  // The proxies' workers are other users.
  await Deno.chmod(directory, 0o755);
  const args = ["run", "-A", MAIN, "--demo", "--config", `${directory}/nexus.yaml`, "--port", "0"];
  const server = await startServer({ command: Deno.execPath(), args, env: { HEARTBEAT_INTERVAL: "1s" } });
  try {
    await addAccount(`${server.directory}/data/demo`);
    let isWell = true;
    for (const name of names) {
      const site = {
        directory,
        port: freePort(),
        nexusPort: Number(new URL(server.url).port),
        cert: `${directory}/cert.pem`,
        key: `${directory}/key.pem`,
      };
      isWell = await tryProxy(name, site, pair.cert) && isWell;
    }
    return isWell;
  } finally {
    await server.dispose();
    await Deno.remove(directory, { recursive: true });
  }
}

if (import.meta.main) {
  const wanted = PROXY_NAMES.filter((name) => Deno.args.length === 0 || Deno.args.includes(name));
  Deno.exit(await main(wanted) ? 0 : 1);
}
