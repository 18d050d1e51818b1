import { COMMAND_ACTIONS } from "../wire/mod.ts";
import {
  flag,
  instant,
  instantOrNull,
  integer,
  list,
  object,
  oneOf,
  ref,
  role,
  text,
  textOrNull,
} from "./schema_parts.ts";

/** Shapes of accounts, sessions and tokens, and of commands to nodes. */
export const ACCOUNT_SCHEMAS = {
  SignedIn: object({ token: text, expires_at: instant, role }),
  SignedOut: object({ signed_out: flag }),
  Ticket: object({ ticket: text, expires_at: instant }),
  Me: object({
    user: text,
    role,
    nodes: {
      type: ["array", "null"],
      items: text,
      description: "Nodes that may be commanded; null: every one.",
    },
    expires_at: instantOrNull,
    by: oneOf("session", "token"),
  }),
  OwnSessions: object({
    sessions: list(object({
      id: text,
      created_at: instant,
      expires_at: instant,
      address: text,
      agent: textOrNull,
      current: flag,
    })),
  }),
  ApiToken: object({
    id: text,
    name: text,
    scopes: list(oneOf("read", "command", "admin")),
    created_at: instant,
    expires_at: instantOrNull,
    used_at: instantOrNull,
  }),
  ApiTokens: object({ tokens: list(ref("ApiToken")) }),
  NewApiToken: object({ token: ref("ApiToken"), secret: text }),
  Deleted: object({ deleted: flag }),
  CommandInfo: object({
    id: text,
    node: text,
    action: oneOf(...COMMAND_ACTIONS),
    target: textOrNull,
    permanent: flag,
    disconnect_first: flag,
    by: text,
    state: oneOf("accepted", "confirmed", "failed", "unknown"),
    message: text,
    accepted_at: instant,
    finished_at: instantOrNull,
  }),
  Favorite: object({ id: integer, node: text, label: textOrNull, shared: flag }),
  Favorites: object({ favorites: list(ref("Favorite")) }),
  CommandsAnswer: object({
    named: list(object({ name: text, label: text, ask: flag })),
    recent: list(ref("CommandInfo")),
  }),
} as const;
