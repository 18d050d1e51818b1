import type { AmiFailureCode } from "./types.ts";

/** A failure of this room, with a code to act on. The message is one line and never holds a secret. */
export class AmiError extends Error {
  override readonly name = "AmiError";

  constructor(readonly code: AmiFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
