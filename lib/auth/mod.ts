/**
 * @module lib/auth: who may do what, and who did. Accounts, sessions and tokens, and the record of every act. It knows
 * nothing of HTTP: routes hand it what a request brings and get a `Principal` back.
 */
export type * from "./audit_types.ts";
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
