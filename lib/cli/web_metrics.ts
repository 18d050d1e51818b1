import { type MetricFamily, one } from "../metrics/mod.ts";
import type { Nexus } from "../nexus.ts";
import type { RunningWebServer } from "./web_server.ts";

/** Has the metrics tell of the web server's connections and certificate. */
export function meterWebServer(meter: Nexus["meter"], web: RunningWebServer): void {
  meter.watch(() => web.bounds);
  meter.tell(() => families(web));
}

function families({ isGuarded, certificateEndsAtMs }: RunningWebServer): readonly MetricFamily[] {
  const guarded = one(
    "nexus_connections_guarded",
    "1 while connections of the web are limited and timed.",
    "gauge",
    Number(isGuarded),
  );
  if (certificateEndsAtMs === null) return [guarded];
  return [
    guarded,
    one(
      "nexus_certificate_ends_seconds",
      "When the certificate in use ends, in seconds since 1970.",
      "gauge",
      certificateEndsAtMs / 1_000,
    ),
  ];
}
