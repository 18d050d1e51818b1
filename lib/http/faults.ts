import type { Logger } from "../log/mod.ts";
import { Refusal, refusalResponse } from "./answers.ts";
import { shownPath } from "./shown_path.ts";

/** Logs an unexpected error and answers it (500) in general words, with the id to find it in the log by. */
export function faultResponse(
  services: { readonly log: Logger },
  requestId: string,
  path: string,
  error: unknown,
): Response {
  logFault(services, requestId, path, error);
  const message = `something went wrong here, see the log for request: ${requestId}`;
  return refusalResponse(new Refusal(500, { code: "internal", message }));
}

/** Logs an unexpected error; where it was thrown only at the level for it. */
export function logFault(
  { log }: { readonly log: Logger },
  requestId: string,
  path: string,
  error: unknown,
): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  log.error("request failed", { requestId, path: shownPath(path), error: message });
  if (error instanceof Error && error.stack) {
    log.debug("request failed at", { requestId, stack: error.stack });
  }
}
