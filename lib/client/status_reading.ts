import type { AmiState, DatabaseStatus, ServerStatus } from "../wire/mod.ts";

/** What `/health` tells and the streams do not. */
export interface HealthReading {
  readonly servers: readonly ServerStatus[];
  readonly database: DatabaseStatus;
}

const AMI_STATES: ReadonlySet<string> = new Set<AmiState>([
  "disabled",
  "connecting",
  "connected",
  "retrying",
  "refused",
  "stopped",
]);

/** Reads the answer of `/health`, bare or in the envelope of the API; `undefined` when it is not one. */
export function readHealthAnswer(answer: unknown): HealthReading | undefined {
  const health = isRecord(answer) && isRecord(answer.data) ? answer.data : answer;
  if (!isRecord(health) || !Array.isArray(health.ami) || !isDatabaseStatus(health.database)) return undefined;
  return { servers: health.ami.filter(isServerStatus), database: health.database };
}

/** Reads which local nodes `/api/status` has; `undefined` when it is not such an answer. */
export function readNodeIds(answer: unknown): ReadonlySet<string> | undefined {
  if (!isRecord(answer) || !isRecord(answer.data) || !Array.isArray(answer.data.nodes)) return undefined;
  const nodeIds = new Set<string>();
  for (const node of answer.data.nodes) {
    if (isRecord(node) && typeof node.node_id === "string") nodeIds.add(node.node_id);
  }
  return nodeIds;
}

function isDatabaseStatus(value: unknown): value is DatabaseStatus {
  return isRecord(value) && (value.state === "ok" || value.state === "failing") &&
    typeof value.since === "string" && isTextOrNull(value.error) && typeof value.dropped_writes === "number";
}

function isServerStatus(value: unknown): value is ServerStatus {
  return isRecord(value) && typeof value.server === "string" && typeof value.state === "string" &&
    AMI_STATES.has(value.state) && typeof value.since === "string" && typeof value.attempts === "number" &&
    isTextOrNull(value.retry_at) && isTextOrNull(value.last_error);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
