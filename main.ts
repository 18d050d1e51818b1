/** The command line, and the web app that `serve` answers requests with. Importing this file starts nothing. */
import { App, staticFiles } from "fresh";
import config from "./fresh.config.ts";
import { processIo, run } from "./lib/cli/mod.ts";
import type { State } from "./lib/http/mod.ts";

/** Every route and file of the web. */
export const app: App<State> = new App<State>(config).use(staticFiles()).fsRoutes();

if (import.meta.main) Deno.exit(await run(Deno.args, app, processIo));
