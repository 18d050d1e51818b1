import type { ApiTokenEntry, Role } from "./accounts.ts";
import type { DatabaseStatus, Health, ServerStatus } from "./api.ts";
import type { Bound } from "./bound.ts";
import type { HostFacts } from "./host.ts";

/** One account as admins see it. */
export interface UserEntry {
  readonly id: number;
  readonly user: string;
  readonly role: Role;
  /** Local nodes that the user may command; `null`: every one. */
  readonly nodes: readonly string[] | null;
  readonly created_at: string;
  readonly password_at: string;
  /** `null`: never. */
  readonly signed_in_at: string | null;
  readonly sessions: number;
  readonly tokens: number;
  /** True where whoever asks may change the account. */
  readonly manageable: boolean;
}

/** `GET /api/admin/users`, oldest first. */
export interface UsersAnswer {
  readonly users: readonly UserEntry[];
}

/** `POST /api/admin/users` and `PATCH /api/admin/users/{id}`; `password` where one was made up, told this once. */
export interface UserAnswer {
  readonly user: UserEntry;
  readonly password: string | null;
}

/** One setting as it holds. */
export interface SettingEntry {
  /** `ami.host`, `servers[0].host`. */
  readonly key: string;
  /** As an operator writes it; `null`: nothing, or a secret. */
  readonly value: string | null;
  readonly secret: boolean;
  /** Whether somebody set it. */
  readonly set: boolean;
  readonly source: "file" | "environment" | "flag" | "default";
  /** `nexus.yaml:12`, `AMI_HOST`, `--port`. */
  readonly place: string | null;
}

/** `GET /api/admin/config`. */
export interface ConfigAnswer {
  readonly file: string | null;
  readonly settings: readonly SettingEntry[];
}

/** One line of the log. */
export interface LogEntry {
  readonly id: number;
  readonly at: string;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly room: string;
  readonly text: string;
}

/** `GET /api/admin/log`: newest first. */
export interface LogAnswer {
  readonly lines: readonly LogEntry[];
}

/** Something of the system that goes up and down, and how it went. */
export interface SystemGauge {
  readonly name: string;
  readonly label: string;
  readonly unit: "bytes" | "seconds" | "count" | "per_second";
  readonly value: number;
  /** One value a period, oldest first, the last the newest. */
  readonly history: readonly number[];
}

/** One server of the report, with what runs there; `null` where it did not tell. */
export interface SystemServer extends ServerStatus {
  readonly asterisk: string | null;
  readonly app_rpt: string | null;
  /** When Asterisk started, else app_rpt, where only that is told; `null`: not known. */
  readonly booted_at: string | null;
}

/** A sum of things that were dropped, refused or failed. */
export interface SystemCount {
  readonly name: string;
  readonly help: string;
  /** Which: a server, a reason. */
  readonly of: string;
  readonly value: number;
  /** What it grew by in each period, oldest first; empty for one that is still nothing. */
  readonly history: readonly number[];
}

/** Something that cannot grow for ever. */
export interface SystemBound extends Bound {
  readonly of: string;
}

/** `GET /api/admin/system`: what the program says of itself. */
export interface SystemReport {
  readonly generated_at: string;
  readonly started_at: string;
  readonly uptime_seconds: number;
  readonly version: string;
  readonly commit: string | null;
  readonly deno: string;
  readonly sqlite: string | null;
  readonly servers: readonly SystemServer[];
  readonly database: DatabaseStatus;
  readonly mqtt: Health["mqtt"];
  /** The machine that Nexus runs on; `null` where nobody looks. */
  readonly host: HostFacts | null;
  readonly gauges: readonly SystemGauge[];
  /** Between two values of a gauge's history. */
  readonly period_seconds: number;
  readonly counts: readonly SystemCount[];
  /** Between two values of a sum's history. */
  readonly count_period_seconds: number;
  readonly bounds: readonly SystemBound[];
}

/** `GET /api/admin/summary`. */
export interface AdminSummary {
  readonly status: Health["status"];
  readonly version: string;
  readonly uptime_seconds: number;
  readonly users: number;
  readonly sessions: number;
  readonly tokens: number;
  readonly clients: number;
  readonly nodes: number;
  readonly links: number;
  readonly servers: readonly ServerStatus[];
  readonly database: DatabaseStatus;
  /** What was dropped or refused since the start. */
  readonly given_up: number;
}

/** One act of the audit. */
export interface AuditAct {
  readonly id: number;
  readonly at: string;
  /** `null`: nobody that is known. */
  readonly who: string | null;
  /** The address; `console` for the command line, `nexus` for the program itself. */
  readonly from: string;
  readonly what: string;
  readonly node: string | null;
  readonly target: string | null;
  readonly result: string;
  readonly ref: string | null;
  readonly detail: string | null;
}

/** `GET /api/admin/audit`: newest first. */
export interface AuditAnswer {
  readonly acts: readonly AuditAct[];
  /** What `before` is to be for the next page; `null`: there is none. */
  readonly next: number | null;
}

/** One running session of anybody. */
export interface AdminSessionEntry {
  readonly id: string;
  readonly user: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly address: string;
  readonly agent: string | null;
  /** True for the session that asks. */
  readonly current: boolean;
  readonly manageable: boolean;
}

/** One API token of anybody. */
export interface AdminTokenEntry extends ApiTokenEntry {
  readonly user: string;
  readonly manageable: boolean;
}

/** `GET /api/admin/sessions`: newest first. */
export interface AdminSessionsAnswer {
  readonly sessions: readonly AdminSessionEntry[];
  readonly tokens: readonly AdminTokenEntry[];
}
