/**
 * @module lib/auth: who may do what, and who did. Accounts, sessions and tokens, and the record of every act. It knows
 * nothing of HTTP: routes hand it what a request brings and get a `Principal` back.
 */
export type * from "./audit_types.ts";
export { AccountError } from "./account_error.ts";
export type { AccountReason } from "./account_error.ts";
export { Accounts, credentialOf } from "./accounts.ts";
export type { ApiTokenRequest, NewSession, Registration } from "./accounts.ts";
export { Auth } from "./auth.ts";
export type { AuthOptions } from "./auth.ts";
export { AccountBook } from "./book.ts";
export type { ApiToken, CredentialId, Ended, User } from "./book.ts";
export { COST, PasswordHasher, scryptKey } from "./hash.ts";
export type { Derive, ScryptCost } from "./hash.ts";
export { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, passwordFault } from "./password_rules.ts";
export { MIN_SECRET_LENGTH, randomSecret, sessionSecret } from "./secret.ts";
export type { Caller } from "./sign_in_guard.ts";
export { madeUpPassword } from "./readable_code.ts";
export { UserAdmin } from "./user_admin.ts";
export type { Actor, NewUser, UserAdminOptions, UserInfo } from "./user_admin.ts";
export { type FavoriteRow, FavoriteTable, UnavailableError } from "../store/mod.ts";
export { USERNAME_REGEXP } from "./user_rules.ts";
export { createAudit } from "./audit.ts";
export type { AuditOptions, RunningAudit } from "./audit.ts";
export {
  isSignedIn,
  judge,
  mayAdminister,
  mayCommand,
  mayCommandAny,
  mayLook,
  mayManage,
  mayRule,
  maySeeAddresses,
  nameOf,
  roleOf,
} from "./capabilities.ts";
export type { Access, AccessQuestion, Verdict } from "./capabilities.ts";
export type { Credentials, Gate, Identified } from "./identify.ts";
export { ANYBODY } from "./types.ts";
export type {
  AnonymousPrincipal,
  NodeLimit,
  Principal,
  SessionPrincipal,
  SignedIn,
  TokenPrincipal,
} from "./types.ts";
