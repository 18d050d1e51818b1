import { App } from "fresh";
import type { Config } from "../config/mod.ts";
import { hardenedHandler, type Services, type State } from "../http/mod.ts";
import type { Logger } from "../log/mod.ts";
import { attachWeb } from "../web/mod.ts";

/** The web app as `main.ts` makes it. */
export type WebApp = App<State>;

/** Requests under way get this long to end before they are cut off; the whole stop has 5 s. */
const DRAIN_MS = 2_000;

/** The listening web server. */
export interface RunningWebServer {
  readonly port: number;
  /** Stops accepting at once, lets requests end, cuts off what is left after 2 s. */
  close(): Promise<void>;
}

/**
 * Serves the app with these services. Errors: throws when the port is taken or a certificate cannot be read, saying
 * which and what to do.
 */
export function startWebServer(
  app: WebApp,
  services: Services,
  config: Config,
  log: Logger,
): RunningWebServer {
  // The pipeline of lib/http logs errors with their request id; what fails around it (an error page itself) shows only here.
  const root = attachWeb(
    withServices(app, services),
    (error) => log.debug("thrown", { error: String(error) }),
  );
  const handler = hardenedHandler(root.handler(), services);
  const abort = new AbortController();
  const server = listen(config, abort.signal, handler, log);
  return {
    port: server.addr.port,
    async close() {
      const cut = services.clock.after(DRAIN_MS, () => abort.abort());
      await server.shutdown();
      cut.cancel();
    },
  };
}

/** The app below one that puts the services where every route finds them. */
export function withServices(app: WebApp, services: Services): WebApp {
  return new App<State>({ basePath: services.settings.basePath ?? "" })
    .use((ctx) => {
      ctx.state.services = services;
      return ctx.next();
    })
    .mountApp("/", app);
}

function listen(
  config: Config,
  signal: AbortSignal,
  handler: Deno.ServeHandler<Deno.NetAddr>,
  log: Logger,
): Deno.HttpServer<Deno.NetAddr> {
  const { port, host: hostname, tls } = config;
  const onListen = (address: Deno.NetAddr) => {
    const scheme = tls === null ? "http" : "https";
    const shown = hostname === "0.0.0.0" || hostname === "::" ? "localhost" : hostname;
    log.info(`listening on ${scheme}://${shown}:${address.port}${config.basePath}/`);
  };
  const options = { port, hostname, signal, onListen };
  try {
    if (tls === null) return Deno.serve(options, handler);
    return Deno.serve({
      ...options,
      cert: Deno.readTextFileSync(tls.cert),
      key: Deno.readTextFileSync(tls.key),
    }, handler);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`listen on ${hostname}:${port}, choose another with --port: ${reason}`);
  }
}
