import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "../auth/mod.ts";
import { MAX_NODE_LENGTH, ROLES } from "../wire/mod.ts";
import { define } from "./endpoint.ts";
import { choiceField, flagField, listField, nullable, optional, textField } from "./fields.ts";

/** Nodes that one account may be limited to. */
const MAX_NODES = 100;

const role = choiceField("What the account may do.", ROLES);
const nodes = nullable(
  listField(
    "Local nodes that it may command; null: every one.",
    textField("A local node.", { min: 1, max: MAX_NODE_LENGTH }),
    { max: MAX_NODES },
  ),
);
const password = textField(
  `At least ${MIN_PASSWORD_LENGTH} characters, of any kind; where it is left out, one is made up and told.`,
  { min: 1, max: MAX_PASSWORD_LENGTH },
);

/** Managing accounts, sessions and tokens of everybody. */
export const ADMIN_USER_ENDPOINTS = {
  users: define({
    path: "/api/admin/users",
    summary: "Every account, oldest first.",
    access: "admin",
    params: {},
    answers: "envelope",
    schema: "Users",
    refusals: [],
  }),
  createUser: define({
    method: "POST",
    path: "/api/admin/users",
    summary: "Makes an account; only a superadmin makes another one.",
    access: "admin",
    params: {},
    body: {
      username: textField("The account's name.", { min: 1, max: 40 }),
      password: optional(password),
      role,
      nodes: optional(nodes),
    },
    answers: "envelope",
    schema: "ChangedUser",
    status: 201,
    refusals: [409, 503],
  }),
  changeUser: define({
    method: "PATCH",
    path: "/api/admin/users/{id}",
    summary: "Gives an account another role, which ends its sessions, or other nodes.",
    access: "admin",
    params: {},
    body: { role: optional(role), nodes: optional(nodes) },
    answers: "envelope",
    schema: "ChangedUser",
    refusals: [404, 409, 503],
  }),
  deleteUser: define({
    method: "DELETE",
    path: "/api/admin/users/{id}",
    summary: "Deletes an account with its sessions and tokens; the last superadmin stays.",
    access: "admin",
    params: {},
    answers: "envelope",
    schema: "Deleted",
    refusals: [404, 409, 503],
  }),
  resetPassword: define({
    method: "POST",
    path: "/api/admin/users/{id}/password",
    summary: "Gives an account another password, which ends its sessions and tokens.",
    access: "admin",
    params: {},
    body: { password: optional(password) },
    answers: "envelope",
    schema: "ChangedUser",
    refusals: [404, 503],
  }),
  signOutUser: define({
    method: "POST",
    path: "/api/admin/users/{id}/signout",
    summary: "Ends every session of an account, with `tokens` its API tokens too.",
    access: "admin",
    params: {},
    body: { tokens: optional(flagField("API tokens as well.")) },
    answers: "envelope",
    schema: "SignedOut",
    refusals: [404, 503],
  }),
  allSessions: define({
    path: "/api/admin/sessions",
    summary: "Every running session, newest first, and every API token.",
    access: "admin",
    params: {},
    answers: "envelope",
    schema: "AllSessions",
    refusals: [],
  }),
  endAnySession: define({
    method: "DELETE",
    path: "/api/admin/sessions/{id}",
    summary: "Ends one session of anybody.",
    access: "admin",
    params: {},
    answers: "envelope",
    schema: "Deleted",
    refusals: [404, 503],
  }),
  deleteAnyToken: define({
    method: "DELETE",
    path: "/api/admin/tokens/{id}",
    summary: "Deletes one API token of anybody.",
    access: "admin",
    params: {},
    answers: "envelope",
    schema: "Deleted",
    refusals: [404, 503],
  }),
};
