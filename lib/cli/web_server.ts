import { App } from "fresh";
import type { Config } from "../config/mod.ts";
import { ConnectionGuard } from "../guard/mod.ts";
import { hardenedHandler, limitKey, type Services, type State, trustedProxiesOf } from "../http/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { NativeCalls } from "../native/mod.ts";
import { attachWeb } from "../web/mod.ts";
import type { Bound } from "../wire/mod.ts";
import { Listener } from "./listener.ts";
import { readTlsPair, type TlsPair, TlsWatch } from "./tls_watch.ts";

/** The web app as `main.ts` makes it. */
export type WebApp = App<State>;

/** The listening web server. */
export interface RunningWebServer {
  readonly port: number;
  /** How many connections there are, and how many were ended; nothing where they are not guarded. */
  readonly bounds: readonly Bound[];
  /** Whether connections are limited and timed. */
  readonly isGuarded: boolean;
  /** When the certificate in use ends, epoch milliseconds; `null` without one. */
  readonly certificateEndsAtMs: number | null;
  /** Stops accepting at once, lets requests end, cuts off what is left after 2 s. */
  close(): Promise<void>;
}

/**
 * Serves the app with these services; connections are guarded where `native` is given. Errors: throws when the port is taken or a
 * certificate cannot be used, saying which and what to do.
 */
export function startWebServer(
  app: WebApp,
  services: Services,
  config: Config,
  log: Logger,
  native: NativeCalls | null = null,
): RunningWebServer {
  // The pipeline of lib/http logs errors with their request id; what fails around it (an error page itself) shows only here.
  const root = attachWeb(
    withServices(app, services),
    (error) => log.debug("thrown", { error: String(error) }),
  );
  const { clock } = services;
  const guard = new ConnectionGuard({ native, ...guardSettings(config), clock, log });
  const handler = guard.watching(hardenedHandler(root.handler(), services));
  const pair = config.tls === null ? null : requireTlsPair(config.tls);
  const onListening = () => guard.listensAnew();
  const listener = new Listener(config, pair, { handler, clock, log, onListening });
  const watch = config.tls && pair &&
    new TlsWatch({ tls: config.tls, clock, log, take: (next) => listener.renew(next) }, pair);
  guard.start(listener.port);
  watch?.start();
  log.info(`listening on ${addressOf(config, listener.port)}`);
  return {
    port: listener.port,
    get bounds() {
      return guard.bounds;
    },
    isGuarded: guard.isOn,
    get certificateEndsAtMs() {
      return watch?.expiresAtMs ?? null;
    },
    async close() {
      watch?.stop();
      await listener.close();
      guard.stop();
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

function guardSettings({ connections, trustedProxies }: Config) {
  const { max: total, maxPerAddress: perAddress, ...times } = connections;
  const proxies = trustedProxiesOf(trustedProxies);
  // Whoever comes from this machine itself is a proxy or a tunnel, declared or not, and brings everybody.
  const isShared = (address: string) =>
    address === "127.0.0.1" || address === "::1" || proxies.includes(address);
  const groupOf = (address: string) => isShared(address) ? null : limitKey(address);
  return { limits: { total, perAddress }, times, groupOf };
}

function requireTlsPair(tls: NonNullable<Config["tls"]>): TlsPair {
  try {
    return readTlsPair(tls);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`serve https, tls.cert ${tls.cert} or tls.key ${tls.key} cannot be used: ${reason}`);
  }
}

function addressOf({ tls, host, basePath }: Config, port: number): string {
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `${tls === null ? "http" : "https"}://${shown}:${port}${basePath}/`;
}
