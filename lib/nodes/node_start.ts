import type { RptVariable } from "../rpt/mod.ts";

/** What a starting node tells, in this order (app_rpt.c:rpt()), without what is not looked at here. */
const ZEROS: readonly RptVariable["name"][] = [
  "RPT_RXKEYED",
  "RPT_TXKEYED",
  "RPT_NUMLINKS",
  "RPT_NUMALINKS",
  "RPT_LINKS",
  "RPT_ALINKS",
];

/**
 * Recognises the zeros that a node tells when it starts. Their order is that of no update of the lists (those begin
 * with RPT_ALINKS), so a node that merely lost its last link is not taken for one that started.
 */
export class NodeStart {
  #seen = 0;

  /** Takes the next variable; true when it is the last of the zeros. */
  take(variable: RptVariable): boolean {
    if (variable.name === "RPT_ETXKEYED") return false;
    const expected = isZero(variable) && variable.name === ZEROS[this.#seen];
    this.#seen = expected ? this.#seen + 1 : Number(isZero(variable) && variable.name === ZEROS[0]);
    if (this.#seen < ZEROS.length) return false;
    this.#seen = 0;
    return true;
  }
}

function isZero(variable: RptVariable): boolean {
  switch (variable.name) {
    case "RPT_ALINKS":
    case "RPT_LINKS":
      return variable.value === "0";
    case "RPT_NUMALINKS":
    case "RPT_NUMLINKS":
      return variable.count === 0;
    default:
      return !variable.keyed;
  }
}
