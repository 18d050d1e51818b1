import type { DatabaseStatus, Health, MqttStatus, ServerStatus } from "../wire/mod.ts";

/** What health is read from. */
export interface HealthSources {
  readonly servers: readonly ServerStatus[];
  readonly database: DatabaseStatus;
  readonly mqtt: MqttStatus | null;
  /** Clients of the streams. */
  readonly clients: number;
  readonly version: string;
  readonly uptimeMs: number;
}

/** Healthy while everything that is configured works: servers, database, broker. */
export function healthOf(sources: HealthSources): Health {
  const { servers, database, mqtt, clients, version, uptimeMs } = sources;
  const healthy = servers.every(({ state }) => state === "connected") && database.state === "ok" &&
    (mqtt === null || mqtt.state === "connected");
  return {
    status: healthy ? "healthy" : "degraded",
    clients,
    uptime_seconds: Math.floor(uptimeMs / 1_000),
    version,
    ami: servers,
    database,
    mqtt,
  };
}
