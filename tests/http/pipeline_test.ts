import { deepStrictEqual } from "node:assert/strict";
import { hardenedHandler } from "../../lib/http/mod.ts";
import { fakeServices } from "./fake_services.ts";

const PEER: Deno.ServeHandlerInfo<Deno.NetAddr> = {
  remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 1 },
  completed: Promise.resolve(),
};

Deno.test("hardenedHandler logs what no middleware has seen, at debug, without its query", async () => {
  const services = fakeServices();
  const handler = hardenedHandler(() => new Response("body{}"), services);
  await (await handler(
    new Request("http://x/styles.css?token=1", { headers: { "X-Request-ID": "f1" } }),
    PEER,
  ))
    .text();
  deepStrictEqual(services.lines.map(({ level, message, fields }) => ({ level, message, fields })), [{
    level: "debug",
    message: "request",
    fields: { requestId: "f1", method: "GET", path: "/styles.css", status: 200 },
  }]);
});

Deno.test("hardenedHandler leaves to the middleware what that has logged", async () => {
  const services = fakeServices();
  const handler = hardenedHandler(() => new Response(null, { headers: { "X-Request-ID": "r1" } }), services);
  await handler(new Request("http://x/"), PEER);
  deepStrictEqual(services.lines, []);
});
