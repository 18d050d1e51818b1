import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "../auth/mod.ts";
import { TOKEN_SCOPES } from "../wire/mod.ts";
import { define } from "./endpoint.ts";
import { choiceField, flagField, integerField, listField, nullable, optional, textField } from "./fields.ts";

/** Longest name that is looked up; what is longer is of nobody. */
const MAX_NAME_LENGTH = 64;

/** Longest life that an API token can be given; one without an end can be had too. */
const MAX_TOKEN_DAYS = 3_650;

const username = textField("The account's name, in any case.", { min: 1, max: MAX_NAME_LENGTH });
const password = textField("The password.", { min: 1, max: MAX_PASSWORD_LENGTH });
const newPassword = textField(`At least ${MIN_PASSWORD_LENGTH} characters, of any kind.`, {
  min: 1,
  max: MAX_PASSWORD_LENGTH,
});

/** Signing in and out, and the own account. */
export const ACCOUNT_ENDPOINTS = {
  login: define({
    method: "POST",
    path: "/api/auth/login",
    summary: "Signs in: a token for scripts, and a cookie for browsers.",
    access: "all",
    params: {},
    body: { username, password },
    answers: "envelope",
    schema: "SignedIn",
    refusals: [401, 429, 503],
  }),
  register: define({
    method: "POST",
    path: "/api/auth/register",
    summary:
      "Makes the first account, with the set-up code; later, where that is allowed, one that may look. Signs it in.",
    access: "all",
    params: {},
    body: {
      username,
      password: newPassword,
      code: optional(textField("The set-up code in the log, for the first account.", { min: 1, max: 64 })),
    },
    answers: "envelope",
    schema: "SignedIn",
    status: 201,
    refusals: [403, 409, 429, 503],
  }),
  logout: define({
    method: "POST",
    path: "/api/auth/logout",
    summary: "Ends the session that asks, or every session of its account; their streams end too.",
    access: "session",
    params: {},
    body: { everywhere: optional(flagField("Every session of the account.")) },
    answers: "envelope",
    schema: "SignedOut",
    refusals: [503],
  }),
  changePassword: define({
    method: "POST",
    path: "/api/auth/password",
    summary: "Changes the own password; every session of the account ends, and a new one begins.",
    access: "session",
    params: {},
    body: { current_password: password, password: newPassword },
    answers: "envelope",
    schema: "SignedIn",
    refusals: [429, 503],
  }),
  ticket: define({
    method: "POST",
    path: "/api/auth/ticket",
    summary: "A ticket to open one WebSocket with, as `?token=`, within half a minute.",
    access: "session",
    params: {},
    answers: "envelope",
    schema: "Ticket",
    refusals: [],
  }),
  me: define({
    path: "/api/me",
    summary: "Who asks.",
    access: "session",
    params: {},
    answers: "envelope",
    schema: "Me",
    refusals: [],
  }),
  ownSessions: define({
    path: "/api/auth/sessions",
    summary: "The own sessions, newest first.",
    access: "session",
    params: {},
    answers: "envelope",
    schema: "OwnSessions",
    refusals: [],
  }),
  endOwnSession: define({
    method: "DELETE",
    path: "/api/auth/sessions/{id}",
    summary: "Ends one of the own sessions.",
    access: "session",
    params: {},
    answers: "envelope",
    schema: "Deleted",
    refusals: [404, 503],
  }),
  ownTokens: define({
    path: "/api/auth/tokens",
    summary: "The own API tokens, without their secrets.",
    access: "session",
    params: {},
    answers: "envelope",
    schema: "ApiTokens",
    refusals: [],
  }),
  createToken: define({
    method: "POST",
    path: "/api/auth/tokens",
    summary: "Makes an API token for scripts; it may what both its scopes and the account's role allow.",
    access: "session",
    params: {},
    body: {
      name: textField("What it is for.", { min: 1, max: 60 }),
      scopes: listField(
        "What it may be used for.",
        choiceField("A scope.", TOKEN_SCOPES),
        { min: 1, max: TOKEN_SCOPES.length },
      ),
      expires_in_days: nullable(
        integerField("Days that it is good for; null: until it is deleted.", { min: 1, max: MAX_TOKEN_DAYS }),
      ),
    },
    answers: "envelope",
    schema: "NewApiToken",
    status: 201,
    refusals: [409, 503],
  }),
  deleteToken: define({
    method: "DELETE",
    path: "/api/auth/tokens/{id}",
    summary: "Deletes one of the own API tokens.",
    access: "session",
    params: {},
    answers: "envelope",
    schema: "Deleted",
    refusals: [404, 503],
  }),
};
