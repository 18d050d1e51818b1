import axe from "axe-core";
import type { Page } from "playwright-core";

/** One rule that a page breaks, with the first elements that break it. */
export interface Violation {
  readonly id: string;
  readonly nodes: readonly string[];
}

/** How many elements of a violation are named. */
const NAMED = 3;

/**
 * Everything that axe finds wrong on the page, best practices included; only contrasts when that is all that can be
 * different. Its source is brought in by the debugger's side door, so that the page's own policy stays as it is.
 */
export async function violations(
  page: Page,
  only: "all" | "contrast" = "all",
): Promise<readonly Violation[]> {
  if (!await page.evaluate("'axe' in globalThis")) await page.evaluate(axe.source);
  const runOnly = only === "contrast" ? { type: "rule", values: ["color-contrast"] } : undefined;
  const options = JSON.stringify({ resultTypes: ["violations"], ...(runOnly ? { runOnly } : {}) });
  return await page.evaluate<Violation[]>(`axe.run(document, ${options}).then(({ violations }) =>
    violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.slice(0, ${NAMED}).map(({ html, failureSummary }) => html.slice(0, 200) + " | " + failureSummary),
    })))`);
}
