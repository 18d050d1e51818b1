import { page } from "fresh";
import { AdminFrame, Outcome } from "../../components/admin/AdminFrame.tsx";
import { AuditFilter } from "../../components/admin/AuditFilter.tsx";
import { AuditTable } from "../../components/admin/AuditTable.tsx";
import {
  AUDIT_RESULTS,
  auditPage,
  define,
  formFault,
  PRIVATE_PAGE,
  readAuditFilter,
} from "../../lib/http/mod.ts";
import type { AuditAnswer } from "../../lib/wire/mod.ts";

/** Acts on one page. */
const SHOWN = 100;

const NONE: AuditAnswer = { acts: [], next: null };

/** The acts that the address asks for. */
export const handler = define.handlers({
  GET({ state, url }) {
    const { text, query, filter, fault } = readAuditFilter(url.searchParams, state.services.clock.now());
    const asked = { text, query };
    if (filter === null) {
      return page({ ...asked, found: NONE, fault }, { status: 400, headers: PRIVATE_PAGE });
    }
    try {
      const found = auditPage(state.services.audit, filter, filter.before, SHOWN);
      return page({ ...asked, found, fault: null }, { headers: PRIVATE_PAGE });
    } catch (error) {
      const { message, status, headers } = formFault(error);
      return page({ ...asked, found: NONE, fault: message }, { status, headers });
    }
  },
});

/** Who did what. */
export default define.page<typeof handler>(function AuditPage({ data, config, state }) {
  const { text, query, found, fault } = data;
  const home = `${config.basePath}/`;
  const here = `${home}admin/audit`;
  const isFirst = !query.has("before");
  return (
    <AdminFrame title="Audit" site={state.services.settings.title} home={home} here="admin/audit">
      <Outcome done={null} fault={fault} />
      <section class="panel" aria-labelledby="audit-title">
        <h2 id="audit-title">Who did what</h2>
        <AuditFilter filter={text} results={AUDIT_RESULTS} here={here} />
        {fault !== null
          ? <p class="empty">Nothing was looked for.</p>
          : found.acts.length === 0
          ? <p class="empty">{isFirst ? "Nothing of that kind was done." : "That was all."}</p>
          : <AuditTable acts={found.acts} />}
        <nav class="pager" aria-label="Pages of the audit">
          {(!isFirst || fault !== null) && (
            <a class="button" href={here + (fault === null ? queryText(query, null) : "")}>Newest</a>
          )}
          {found.next !== null && <a class="button" href={here + queryText(query, found.next)}>Older</a>}
          {fault === null && (
            <a class="button" href={`${home}api/admin/audit.csv${queryText(query, null)}`} download>
              Download as CSV
            </a>
          )}
        </nav>
      </section>
    </AdminFrame>
  );
});

/** The filter as a query, for a page of it. */
function queryText(query: URLSearchParams, before: number | null): string {
  const next = new URLSearchParams(query);
  next.delete("before");
  next.delete("limit");
  if (before !== null) next.set("before", String(before));
  return next.size === 0 ? "" : `?${next}`;
}
