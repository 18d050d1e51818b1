import type { Value } from "./document.ts";
import { durationMs } from "./durations.ts";
import type { Report } from "./problems.ts";

/** How the value of a key is read. */
export interface Kind<T> {
  /** Reads a value; reports why it cannot and gives undefined. `key` is the path to name in a report. */
  read(value: Value, key: string, report: Report, secret: boolean): T | undefined;
}

/** A kind whose values are one word or line; `expected` completes "expected ...". */
export function scalar<T>(expected: string, parse: (text: string) => T | undefined): Kind<T> {
  return {
    read(value, key, report, secret) {
      const parsed = value.kind === "scalar" ? parse(value.text) : undefined;
      if (parsed === undefined) {
        const shown = secret ? "" : `: ${describeValue(value)}`;
        report(value.origin, key, `${key}, expected ${expected}${shown}`);
      }
      return parsed;
    },
  };
}

const MAX_SHOWN = 60; // characters of a wrong value that are shown

/** A value for an error message: quoted and cut; lists and blocks only named. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case "scalar":
      return JSON.stringify(
        value.text.length > MAX_SHOWN ? `${value.text.slice(0, MAX_SHOWN)}...` : value.text,
      );
    case "list":
      return "a list";
    case "map":
      return "a block of keys";
    case "empty":
      return "nothing";
  }
}

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Text on one line; what goes to Asterisk, a header or the log has no line ends. */
export function text(minLength = 0, maxLength = 500): Kind<string> {
  const least = minLength > 0 ? `at least ${minLength} and ` : "";
  return scalar(
    `text on one line, ${least}at most ${maxLength} characters`,
    (given) =>
      given.length >= minLength && given.length <= maxLength && !CONTROL.test(given) ? given : undefined,
  );
}

/** Parts of what documentation and examples show in place of a secret; whoever copies those signs with what everybody knows. */
const KNOWN_SECRETS =
  /change.?(me|this|in.?prod)|your.?(256.?bit|super|jwt|very|own|secret)|(super|top|very|my).?secret|example|placeholder|replace.?(me|this|with)|insert.?(here|your)|default.?secret|secret.?key|password|0123456789|123456789|abcdefgh|qwerty|a.long.(random.)?secret/i;

/** Different characters that chance hardly ever falls short of in 32. */
const LEAST_VARIETY = 8;

/** A secret to sign with: long, and nothing that stands in an example. */
export const signingSecret: Kind<string> = scalar(
  "at least 32 and at most 500 random characters on one line, such as `openssl rand -base64 48` prints",
  (given) => {
    const isLong = given.length >= 32 && given.length <= 500 && !CONTROL.test(given);
    return isLong && new Set(given).size >= LEAST_VARIETY && !KNOWN_SECRETS.test(given) ? given : undefined;
  },
);

/** One of a few words. */
export function choice<T extends string>(...words: readonly T[]): Kind<T> {
  return scalar(`one of ${words.join(", ")}`, (given) => words.find((word) => word === given.toLowerCase()));
}

/** A whole number within bounds. */
export function whole(min: number, max: number, name = "a whole number"): Kind<number> {
  return scalar(`${name} from ${min} to ${max}`, (given) => {
    const number = /^-?\d{1,9}$/.test(given) ? Number(given) : NaN;
    return number >= min && number <= max ? number : undefined;
  });
}

const TRUE_WORDS = ["true", "yes", "on", "1"];
const FALSE_WORDS = ["false", "no", "off", "0"];

/** Yes or no, in any of the usual words. */
export const yesNo: Kind<boolean> = scalar("true or false", (given) => {
  const word = given.toLowerCase();
  if (TRUE_WORDS.includes(word)) return true;
  return FALSE_WORDS.includes(word) ? false : undefined;
});

/** A duration in milliseconds; a plain number is in `unit`. Bounds are written as an operator would. */
export function duration(min: string, max: string, unit: "ms" | "s" = "s"): Kind<number> {
  const least = durationMs(min, unit) ?? 0;
  const most = durationMs(max, unit) ?? 0;
  const plain = unit === "ms" ? "milliseconds" : "seconds";
  return scalar(
    `a duration from ${min} to ${max} like 500ms, 15s, 1m, 24h or a number of ${plain}`,
    (given) => {
      const ms = durationMs(given, unit);
      return ms !== undefined && ms >= least && ms <= most ? ms : undefined;
    },
  );
}

/** A host name or address to connect to or listen on. */
export const host: Kind<string> = scalar(
  "a host name or address",
  (given) => /^[A-Za-z0-9._:%-]{1,253}$/.test(given) ? given : undefined,
);

/** The path below which everything is served, as `/nexus`; empty for the root. A slash at its end is taken away. */
export const basePath: Kind<string> = scalar("a path such as /nexus, or / for the root", (given) => {
  const trimmed = given.endsWith("/") ? given.slice(0, -1) : given;
  return trimmed.length <= 200 && /^(\/[A-Za-z0-9_][A-Za-z0-9_.~-]*)*$/.test(trimmed) ? trimmed : undefined;
});

/** An address of the web. */
export const webAddress: Kind<string> = scalar("an address that begins with https:// or http://", (given) => {
  const url = URL.parse(given);
  return url && /^https?:$/.test(url.protocol) ? given : undefined;
});
