/** How one thing stands: well, so that something is missing, or so that Nexus cannot do its work. */
export type Verdict = "ok" | "warn" | "fail";

/** One line of `nexus check`. `text` says what was found and, where it is not well, what to do. */
export interface Finding {
  readonly verdict: Verdict;
  readonly subject: string;
  readonly text: string;
}

/** Something that is as it should be. */
export function good(subject: string, text: string): Finding {
  return { verdict: "ok", subject, text };
}

/** Something that is missing and that Nexus can do without. */
export function warn(subject: string, text: string): Finding {
  return { verdict: "warn", subject, text };
}

/** Something that keeps Nexus from its work. */
export function bad(subject: string, text: string): Finding {
  return { verdict: "fail", subject, text };
}

const SUBJECT_WIDTH = 24;

/** The finding as a line: verdict, subject, text. */
export function formatFinding({ verdict, subject, text }: Finding): string {
  return `${verdict.padEnd(4)}  ${subject.padEnd(SUBJECT_WIDTH)}  ${text.replace(/\s+/g, " ")}`;
}
