import { isDigits } from "./text.ts";

const OPEN = "<node>";
const CLOSE = "</node>";

/** More local nodes than any machine runs; beyond this the answer is nonsense and the rest of it is left unread. */
const MAX_NODES = 1000;

/** Longer than any node number; app_rpt takes only stanzas of digits for nodes. */
const MAX_NODE_LENGTH = 20;

/**
 * Reads the answer to RptLocalNodes, `<nodes>`, `  <node>1998</node>`, ..., `</nodes>`, given as its lines. Only the
 * text between node tags is looked at, and only when it is a number, so this needs no XML parser.
 */
export function parseLocalNodes(lines: readonly string[]): string[] {
  const nodes: string[] = [];
  for (const line of lines) {
    let open = line.indexOf(OPEN);
    while (open >= 0 && nodes.length < MAX_NODES) {
      const start = open + OPEN.length;
      const close = line.indexOf(CLOSE, start);
      if (close < 0) break;
      const node = line.slice(start, close).trim();
      if (isDigits(node) && node.length <= MAX_NODE_LENGTH) nodes.push(node);
      open = line.indexOf(OPEN, close + CLOSE.length);
    }
  }
  return nodes;
}
