import { AmiError } from "./error.ts";
import type { AmiActionHeader } from "./types.ts";

/** These would end the line, the message or (NUL) the peer's string, and let a value smuggle in headers. */
// deno-lint-ignore no-control-regex
const UNSAFE_VALUE_REGEXP = /[\r\n\u0000]/;

/** A name ends at the colon, and no peer accepts blanks in it. */
// deno-lint-ignore no-control-regex
const UNSAFE_NAME_REGEXP = /[\u0000-\u0020:]/;

const ENCODER = new TextEncoder();

/**
 * The bytes of one action: `Action`, `ActionID` when given, then the headers in order, CRLF line ends.
 *
 * Errors: throws `AmiError` with code `invalid` when a name is empty or has a colon, blank or control
 * character, or a value has CR, LF or NUL. The message names the header, never its value (it may be a secret).
 */
export function encodeAction(
  name: string,
  headers: readonly AmiActionHeader[] = [],
  actionId?: string,
): Uint8Array {
  let text = headerLine("Action", name);
  if (actionId !== undefined) text += headerLine("ActionID", actionId);
  return ENCODER.encode(text + headerLines(headers) + "\r\n");
}

/** The bytes of any message, as a server sends it: the headers in order; refuses what `encodeAction` refuses. */
export function encodeFrame(headers: readonly AmiActionHeader[]): Uint8Array {
  return ENCODER.encode(headerLines(headers) + "\r\n");
}

function headerLines(headers: readonly AmiActionHeader[]): string {
  let text = "";
  for (const [name, value] of headers) text += headerLine(name, value);
  return text;
}

function headerLine(name: string, value: string): string {
  if (name === "" || UNSAFE_NAME_REGEXP.test(name)) {
    throw new AmiError(
      "invalid",
      `write a message, a header name must be one word without a colon: ${JSON.stringify(name)}`,
    );
  }
  if (UNSAFE_VALUE_REGEXP.test(value)) {
    throw new AmiError("invalid", `write a message, a value must not have CR, LF or NUL: header ${name}`);
  }
  return `${name}: ${value}\r\n`;
}
