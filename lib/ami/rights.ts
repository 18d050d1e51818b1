import type { AmiReply } from "./types.ts";

/** Classes of events that a user may read and of actions that he may write, by their names in manager.conf. */
export interface ManagerRights {
  readonly read: ReadonlySet<string>;
  readonly write: ReadonlySet<string>;
}

/** A name that can stand in a line of Asterisk's command line as it is. */
const PLAIN_NAME_REGEXP = /^[\w.@-]{1,80}$/;

/** The line of Asterisk's command line that tells a user's rights; `null` for a name that it could misread. */
export function rightsQuestion(username: string): string | null {
  return PLAIN_NAME_REGEXP.test(username) ? `manager show user ${username}` : null;
}

/**
 * Reads the output of `manager show user`; `null` where it does not tell. `all` is no class of its own: old releases list it
 * for everybody, and new ones list it after all the others.
 */
export function parseManagerRights(lines: readonly string[]): ManagerRights | null {
  const classesOf = (kind: string): ReadonlySet<string> | undefined => {
    const line = lines.find((each) => new RegExp(`^\\s*${kind} perm:`).test(each));
    if (line === undefined) return undefined;
    return new Set(line.slice(line.indexOf(":") + 1).split(",").map((word) => word.trim()));
  };
  const [read, write] = [classesOf("read"), classesOf("write")];
  return read && write ? { read, write } : null;
}

/** True for an answer to an action that the user may not send. */
export function isPermissionDenied({ ok, message }: Pick<AmiReply, "ok" | "message">): boolean {
  return !ok && /permission denied/i.test(message);
}
