import { page } from "fresh";
import { AdminFrame, Outcome } from "../../components/admin/AdminFrame.tsx";
import { SessionTable, TokenTable } from "../../components/admin/SessionTables.tsx";
import {
  actorOf,
  allSessions,
  define,
  formFault,
  PRIVATE_PAGE,
  readForm,
  seeOther,
} from "../../lib/http/mod.ts";

/** What became of the last form. */
interface SessionsData {
  readonly done: string | null;
  readonly fault: string | null;
}

/** Sessions and tokens of everybody, and what ends them. */
export const handler = define.handlers({
  GET: ({ url }) => {
    const done = url.searchParams.has("ended") ? "Ended; its open pages and streams are cut off." : null;
    return page<SessionsData>({ done, fault: null }, { headers: PRIVATE_PAGE });
  },
  async POST({ req, state, config }) {
    const form = await readForm(req);
    const { users } = state.services.auth;
    try {
      const token = form.get("token");
      if (token !== null) users.deleteToken(actorOf(state), token);
      else users.endSession(actorOf(state), form.get("session") ?? "");
      return seeOther(`${config.basePath}/admin/sessions?ended`);
    } catch (error) {
      const { message, status, headers } = formFault(error);
      return page<SessionsData>({ done: null, fault: message }, { status, headers });
    }
  },
});

/** Who is signed in where. */
export default define.page<typeof handler>(function SessionsPage({ data, config, state }) {
  const { sessions, tokens } = allSessions(state);
  return (
    <AdminFrame
      title="Sessions"
      site={state.services.settings.title}
      home={`${config.basePath}/`}
      here="admin/sessions"
    >
      <Outcome done={data.done} fault={data.fault} />
      <section class="panel" aria-labelledby="sessions-title">
        <h2 id="sessions-title">Sessions</h2>
        {sessions.length === 0
          ? <p class="empty">Nobody is signed in by name and password.</p>
          : <SessionTable sessions={sessions} />}
      </section>
      <section class="panel" aria-labelledby="tokens-title">
        <h2 id="tokens-title">API tokens</h2>
        {tokens.length === 0
          ? <p class="empty">There are none. Everybody makes their own on their account page.</p>
          : <TokenTable tokens={tokens} ofAll />}
      </section>
    </AdminFrame>
  );
});
