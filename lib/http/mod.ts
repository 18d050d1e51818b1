/**
 * @module lib/http: what every route shares: the services it may call, the answer envelope, parameters, limits and
 * masking. It knows nothing of AMI or SQL.
 */
export type { Services, State, WebSettings } from "./services.ts";
