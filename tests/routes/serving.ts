import { App } from "fresh";
import { hardenedHandler, type Services, type State } from "../../lib/http/mod.ts";
import { attachRoutes } from "../../lib/web/mod.ts";
import { type FakeServices, fakeServices } from "../http/fake_services.ts";

/** Where requests of tests come from. */
export const PEER = { transport: "tcp", hostname: "192.0.2.50", port: 40_000 } as const;

/** The whole web as a function, with services that a test can look into and change. */
export interface Serving {
  readonly services: FakeServices;
  readonly handler: (request: Request, info: Deno.ServeHandlerInfo) => Promise<Response>;
  /** Asks for a path as `PEER`, or as another address. */
  ask(path: string, init?: RequestInit, peer?: string): Promise<Response>;
}

/** Makes the app with all its routes around services that a test made up. */
export function serving(services: FakeServices = fakeServices()): Serving {
  return { services, ...webOf(services) };
}

/** Makes the app with all its routes around any services. */
export function webOf(services: Services): Pick<Serving, "handler" | "ask"> {
  const app = new App<State>({ basePath: services.settings.basePath ?? "" }).use((ctx) => {
    ctx.state.services = services;
    return ctx.next();
  }).fsRoutes();
  const handler = hardenedHandler(attachRoutes(app, () => {}).handler(), services);
  return {
    handler,
    ask(path, init, peer = PEER.hostname) {
      const info = { remoteAddr: { ...PEER, hostname: peer }, completed: Promise.resolve() };
      return handler(new Request(`http://nexus:8080${path}`, init), info);
    },
  };
}

/** The JSON of an answer, whatever it is. */
export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = await response.json();
  if (typeof value !== "object" || value === null) throw new Error(`read an answer, not an object: ${value}`);
  return { ...value };
}
