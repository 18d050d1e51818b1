/**
 * @module lib/http: what every route shares: the services it may call, the answer envelope, parameters, limits and
 * masking. It knows nothing of AMI or SQL.
 *
 * Way of a request: `hardenedHandler` -> Fresh -> `answerRequest` (who asks, errors, finishing) -> route.
 */
export type { Services, State, WebSettings } from "./services.ts";
export { define } from "./define.ts";
export { fail, json, notFound, ok, Refusal } from "./answers.ts";
export { refusalOf } from "./account_refusal.ts";
export {
  actorOf,
  admitSignIn,
  callerOf,
  meOf,
  privately,
  requireSession,
  senderOf,
  sessionHeaders,
  signedInAnswer,
  signedOutHeaders,
  tokenEntry,
} from "./accounts.ts";
export type { AccountContext } from "./accounts.ts";
export { allSessions, changeUser, createUser, resetPassword, userEntries, userEntry } from "./admin_users.ts";
export type { UserChanges } from "./admin_users.ts";
export type { AdmissionContext } from "./admission.ts";
export {
  admitStats,
  hostFor,
  visibleHost,
  visibleLinks,
  visibleNode,
  visibleNodeOrNull,
  visibleNodes,
} from "./access.ts";
export { callDetail, isCallCursor, listCalls, pastCalls } from "./calls.ts";
export type { CallsAsked, CallsPage, CallsSource } from "./calls.ts";
export { callsCsv } from "./calls_csv.ts";
export {
  clientAddress,
  clientHost,
  clientScheme,
  limitKey,
  TrustedProxies,
  trustedProxiesOf,
} from "./address.ts";
export { badField, DEFAULT_BODY_BYTES, readBody, readForm } from "./body.ts";
export type { BodyOf, Field, FieldSpecs } from "./body.ts";
export { controlView } from "./control_view.ts";
export type { ControlView } from "./control_view.ts";
export { cookieOf, credentialsOf } from "./credentials.ts";
export { ENDPOINT_LIST, ENDPOINTS } from "./endpoints.ts";
export type { AnswerKind, Endpoint, EndpointMethod } from "./endpoint.ts";
export { choiceField, flagField, integerField, listField, nullable, optional, textField } from "./fields.ts";
export { acceptsGzip, finishResponse } from "./finish.ts";
export { formFault, PRIVATE_PAGE, seeOther } from "./form_answer.ts";
export type { FormFault } from "./form_answer.ts";
export { machineRoute } from "./machine_route.ts";
export type { RouteCall, RouteContext } from "./machine_route.ts";
export { healthOf } from "./health.ts";
export type { HealthSources } from "./health.ts";
export { isNameless, namedReaders } from "./named_readers.ts";
export { nodeLookup } from "./node_lookup.ts";
export { compareNodeIds } from "./node_order.ts";
export { HISTORY_DAYS, nodeHistory } from "./node_history.ts";
export type { HistorySource } from "./node_history.ts";
export { networkTree } from "./network_tree.ts";
export type { NetworkSource } from "./network_tree.ts";
export { openApiDocument } from "./openapi.ts";
export { ownAccount, ownChange } from "./own_account.ts";
export type { OwnChange } from "./own_account.ts";
export { auditCsv, auditPage, readAuditFilter } from "./audit.ts";
export { backupResponse } from "./backup.ts";
export { logEntry, logStream } from "./log_stream.ts";
export { adminSummary } from "./system.ts";
export { AUDIT_RESULTS } from "./audit_endpoints.ts";
export type { AuditFilterText } from "./audit.ts";
export { accessOf, PAGES } from "./pages.ts";
export type { PageRule, RouteRule } from "./pages.ts";
export { pageStart } from "./page_start.ts";
export { readParams } from "./params.ts";
export type { Param, ParamsOf, ParamSpecs } from "./params.ts";
export { answerRequest, hardenedHandler } from "./pipeline.ts";
export type { RequestContext, SharedAs } from "./pipeline.ts";
export { createRateLimiter } from "./rate_limit.ts";
export type { Admission, RateLimiter, RateLimitOptions } from "./rate_limit.ts";
export { returnPath } from "./return_path.ts";
export { requestIdOf } from "./request_id.ts";
export { sitePicture } from "./site_picture.ts";
export { SharedPages } from "./shared_pages.ts";
export type { SharedPagesOptions } from "./shared_pages.ts";
export { eventStream, liveSocket, nodeSocket, nodeSocketOf } from "./streams.ts";
export type { StreamParams } from "./streams.ts";
export { readTransmissions } from "./transmissions.ts";
export type { TransmissionsAsked } from "./transmissions.ts";
export { nodesOfForm, passwordOfForm, roleOfForm, rolesToGive } from "./user_form.ts";
export { topLinks } from "./top_links.ts";
export type { TopLinksSource } from "./top_links.ts";
export { visibleVoters, voterStream } from "./voters.ts";
