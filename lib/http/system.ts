import type { AdminSummary } from "../wire/mod.ts";
import type { State } from "./services.ts";

/** How it stands with Nexus, in a few numbers. */
export function adminSummary({ services }: State): AdminSummary {
  const { status, version, uptime_seconds, clients, ami, database } = services.health();
  const { book } = services.auth;
  const nodes = services.nodes();
  return {
    status,
    version,
    uptime_seconds,
    users: book.size,
    sessions: book.sessionCount,
    tokens: book.tokens.length,
    clients,
    nodes: nodes.length,
    links: nodes.reduce((sum, { links }) => sum + links.length, 0),
    servers: ami,
    database,
    given_up: services.admin.givenUp(),
  };
}
