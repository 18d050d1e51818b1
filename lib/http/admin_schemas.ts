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

/** Shapes of what only admins are told. */
export const ADMIN_SCHEMAS = {
  Users: object({ users: list(ref("User")) }),
  User: object({
    id: integer,
    user: text,
    role,
    nodes: { type: ["array", "null"], items: text },
    created_at: instant,
    password_at: instant,
    signed_in_at: instantOrNull,
    sessions: integer,
    tokens: integer,
    manageable: flag,
  }),
  ChangedUser: object({
    user: ref("User"),
    password: { ...textOrNull, description: "Where one was made up; told this once." },
  }),
  AllSessions: object({
    sessions: list(object({
      id: text,
      user: text,
      created_at: instant,
      expires_at: instant,
      address: text,
      agent: textOrNull,
      current: flag,
      manageable: flag,
    })),
    tokens: list(object({
      id: text,
      user: text,
      name: text,
      scopes: list(oneOf("read", "command", "admin")),
      created_at: instant,
      expires_at: instantOrNull,
      used_at: instantOrNull,
      manageable: flag,
    })),
  }),
};
