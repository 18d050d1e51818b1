import type { ApiError, ApiOk } from "../wire/mod.ts";

const JSON_TYPE = "application/json; charset=utf-8";

/** Caches keep an answer but ask whether it still holds. */
const REVALIDATE = "no-cache";

/** What a refusal says besides its status. */
export interface RefusalDetails {
  readonly code: string;
  readonly message: string;
  /** The parameter at fault. */
  readonly field?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by whoever finds that a request of the API cannot be answered; `machineRoute` turns it into JSON. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(readonly status: number, readonly details: RefusalDetails) {
    super(details.message);
  }
}

/** Plain JSON, without the envelope of the API. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": JSON_TYPE, "Cache-Control": REVALIDATE, ...headers },
  });
}

/** A good answer of the API. */
export function ok<T>(data: T): Response {
  const body: ApiOk<T> = { ok: true, data };
  return json(body);
}

/** A refusal of the API; `field` names the parameter at fault. */
export function fail(status: number, code: string, message: string, field?: string): Response {
  return refusalResponse(
    new Refusal(status, field === undefined ? { code, message } : { code, message, field }),
  );
}

/** A thrown refusal as an answer. */
export function refusalResponse({ status, details }: Refusal): Response {
  const { code, message, field, headers } = details;
  const body: ApiError = {
    ok: false,
    error: field === undefined ? { code, message } : { code, message, field },
  };
  return json(body, status, { "Cache-Control": "no-store", ...headers });
}

/** Refuses an identifier that names nothing. */
export function notFound(what: string, id: string): Refusal {
  return new Refusal(404, { code: "not_found", message: `find ${what}, unknown: ${id}` });
}
