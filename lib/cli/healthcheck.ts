import { type CliIo, EXIT } from "./io.ts";
import { parseCommandArgs } from "./args.ts";

/** A service manager asks every few seconds; an answer that takes longer than this is no answer. */
const TIMEOUT_MS = 5_000;

/** `nexus healthcheck [--url URL]`: exit 0 when `/health` answers healthy, for service managers and containers. */
export async function healthcheck(args: readonly string[], io: CliIo): Promise<number> {
  const hint = "usage: nexus healthcheck [--url URL]";
  const { values } = parseCommandArgs(args, { url: { type: "string" } }, hint);
  const url = values.url ?? `http://127.0.0.1:${io.env("PORT") ?? "8080"}${basePathOf(io)}/health`;
  const found = await askHealth(url);
  await io.stdout(`${found.line}\n`);
  return found.healthy ? EXIT.ok : EXIT.failed;
}

/** As the configuration reads it from the environment. */
function basePathOf(io: CliIo): string {
  return (io.env("BASE_PATH") ?? "").replace(/\/$/, "");
}

async function askHealth(url: string): Promise<{ readonly healthy: boolean; readonly line: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body: unknown = await response.json();
    const status = typeof body === "object" && body !== null && "status" in body
      ? String(body.status)
      : "unknown";
    return { healthy: response.ok && status === "healthy", line: status };
  } catch (error) {
    return { healthy: false, line: `unreachable: ${error instanceof Error ? error.message : String(error)}` };
  }
}
