import type { ErrorCode } from "yaml";

/** A text whose indentation has no tabs any more, and where they were. */
export interface TabFree {
  readonly text: string;
  /** First tab of each line that had one in its indentation. */
  readonly places: readonly { readonly line: number; readonly column: number }[];
  /** Column in the original text of a column in `text`. */
  columnBefore(line: number, column: number): number;
}

const TAB_AS = "  "; // what is put in place of a tab, so that the lines below it are still understood

/** Takes tabs out of the indentation of lines that say something; other tabs are allowed by YAML and stay. */
export function takeTabs(text: string): TabFree {
  const places: { line: number; column: number }[] = [];
  const tabsOfLine = new Map<number, number>();
  const lines = text.split("\n").map((line, index) => {
    const indentation = /^[ \t]*/.exec(line)?.[0] ?? "";
    const tabs = indentation.split("\t").length - 1;
    if (tabs === 0 || /^[#\r]?$/.test(line.charAt(indentation.length))) return line;
    places.push({ line: index + 1, column: indentation.indexOf("\t") + 1 });
    tabsOfLine.set(index + 1, tabs);
    return indentation.replaceAll("\t", TAB_AS) + line.slice(indentation.length);
  });
  return {
    text: places.length > 0 ? lines.join("\n") : text,
    places,
    columnBefore: (line, column) => Math.max(1, column - (tabsOfLine.get(line) ?? 0) * (TAB_AS.length - 1)),
  };
}

/** What the parser's own messages say, without the text they quote: it could be a secret. */
const EXPLANATIONS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "value begins with &, * or !, expected quotes around it",
  BAD_ALIAS: "value begins with *, expected quotes around it",
  BAD_COLLECTION_TYPE: "value begins with !, expected quotes around it",
  BAD_DIRECTIVE: "line begins with %, expected quotes around it",
  BAD_DQ_ESCAPE: 'unknown \\ in a "..." value, expected single quotes or \\\\',
  BAD_INDENT: "indentation does not fit, expected the same as the lines above",
  BAD_PROP_ORDER: "value begins with & or !, expected quotes around it",
  BAD_SCALAR_START: "value begins with a special character, expected quotes around it",
  BLOCK_AS_IMPLICIT_KEY: "a second colon on this line, expected quotes around the value",
  BLOCK_IN_FLOW: "a block inside brackets, expected it on lines of its own",
  DUPLICATE_KEY: "key is given twice, expected once",
  IMPOSSIBLE: "line is not understood, expected key: value",
  KEY_OVER_1024_CHARS: "key is too long, expected key: value",
  MISSING_CHAR: "something is missing, expected key: value, or the closing quote or bracket",
  MULTILINE_IMPLICIT_KEY: "key goes over several lines, expected key: value with a blank after the colon",
  MULTIPLE_ANCHORS: "value begins with &, expected quotes around it",
  MULTIPLE_DOCS: "a second document begins with ---, expected one",
  MULTIPLE_TAGS: "value begins with !, expected quotes around it",
  NON_STRING_KEY: "key is not a name, expected one like port or ami",
  RESOURCE_EXHAUSTION: "file is nested too deeply, expected blocks of keys and lists",
  TAB_AS_INDENT: "indentation has a tab, expected spaces",
  TAG_RESOLVE_FAILED: "value begins with !, expected quotes around it",
  UNEXPECTED_TOKEN: "unexpected character, expected key: value, with quotes around special characters",
};

/** What was expected where the YAML parser found a fault. */
export function explainYamlError(code: ErrorCode): string {
  return EXPLANATIONS[code] ?? EXPLANATIONS.IMPOSSIBLE;
}
