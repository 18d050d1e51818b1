import { refusalOf } from "./account_refusal.ts";

/** What a form that was not taken says: the sentence, the field at fault, the status and headers of the page. */
export interface FormFault {
  readonly message: string;
  /** `null`: none of them, or all. */
  readonly field: string | null;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Pages about accounts are kept nowhere. */
export const PRIVATE_PAGE = { "Cache-Control": "no-store" };

/** What a page says of an error that a form led to. Throws the error on where nobody meant it. */
export function formFault(error: unknown): FormFault {
  const refusal = refusalOf(error);
  if (!refusal) throw error;
  const { status, details: { message, field = null, headers = {} } } = refusal;
  return { message: sentence(message), field, status, headers: { ...PRIVATE_PAGE, ...headers } };
}

/** Leads on to a page after a form was taken, so that loading it again sends nothing again. */
export function seeOther(location: string, headers: Headers = new Headers()): Response {
  headers.set("Location", location);
  headers.set("Cache-Control", "no-store");
  return new Response(null, { status: 303, headers });
}

/** `change an account, it is the last superadmin: W1AW` is `It is the last superadmin: W1AW.` to people. */
function sentence(message: string): string {
  const words = message.replace(/^[^,]*, /, "");
  return `${words[0]?.toUpperCase() ?? ""}${words.slice(1)}.`;
}
