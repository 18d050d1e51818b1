/**
 * @module lib/cli: the command line, one file per subcommand. Commands get their arguments and a `CliIo`, and answer
 * with an exit code: 0 done, 1 failed while running, 2 called wrongly.
 */
import type { WebApp } from "./web_server.ts";
import { type CliIo, EXIT, UsageError } from "./io.ts";
import { healthcheck } from "./healthcheck.ts";
import { serve } from "./serve.ts";
import { version } from "./version.ts";

export type { CliIo } from "./io.ts";
export { processIo } from "./process_io.ts";
export type { State } from "../http/mod.ts";

const USAGE = `usage: nexus [serve] [--config FILE] [--demo] [--port N] [--data DIR]
       nexus check [--config FILE]
       nexus wiretap capture --out DIR [--host HOST --port N --username NAME] [--duration 10m]
       nexus wiretap sanitize FILE... [--out FILE]
       nexus wiretap replay FILE... [--only frames|nodes|calls] [--node N]
       nexus user add|passwd|role|list|signout|delete ...
       nexus backup FILE [--config FILE] [--data DIR]
       nexus healthcheck [--url URL]
       nexus version [--json]
`;

/** Runs the command that `args` names; without one, `serve`. Faults are one line on stderr, never a stack trace. */
export async function run(args: readonly string[], app: WebApp, io: CliIo): Promise<number> {
  const [first = "serve", ...rest] = args;
  try {
    if (first === "help" || first === "--help" || first === "-h") {
      await io.stdout(USAGE);
      return EXIT.ok;
    }
    if (first.startsWith("-")) return await serve(args, app, io);
    // What a server never runs is read only by who asks for it.
    switch (first) {
      case "serve":
        return await serve(rest, app, io);
      case "check":
        return await (await import("./check.ts")).check(rest, io);
      case "wiretap":
        return await (await import("./wiretap.ts")).wiretap(rest, io);
      case "user":
        return await (await import("./user.ts")).user(rest, io);
      case "backup":
        return await (await import("./backup.ts")).backup(rest, io);
      case "healthcheck":
        return await healthcheck(rest, io);
      case "version":
        return await version(rest, io);
      default:
        throw new UsageError(`run command, no such command: ${first}`, "nexus help lists the commands");
    }
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: CliIo): number {
  if (error instanceof UsageError) {
    io.stderr(`nexus: ${error.message} (${error.hint})`);
    return EXIT.usage;
  }
  const message = error instanceof Error ? error.message : String(error);
  io.stderr(`nexus: ${message}`);
  if (io.env("LOG_LEVEL") === "debug" && error instanceof Error && error.stack) io.stderr(error.stack);
  return EXIT.failed;
}
