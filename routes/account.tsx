import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AccountField, AccountForm } from "../components/AccountForm.tsx";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, type SessionPrincipal } from "../lib/auth/mod.ts";
import {
  type AccountContext,
  admitSignIn,
  callerOf,
  define,
  readForm,
  refusalOf,
  requireSession,
  sessionHeaders,
  type State,
} from "../lib/http/mod.ts";

/** One running session of the account, as it is listed. */
interface SessionRow {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly address: string;
  readonly agent: string;
  readonly since: string;
}

/** The own account, and what came of changing its password. */
interface AccountData {
  readonly session: SessionPrincipal;
  readonly sessions: readonly SessionRow[];
  readonly fault: string | null;
  readonly field: string | null;
  readonly changed: boolean;
}

const NO_STORE = { "Cache-Control": "no-store" };

/** The own account; what is sent to it changes its password. */
export const handler = define.handlers({
  GET: ({ state, url }) =>
    page(dataOf(state, { changed: url.searchParams.has("changed") }), { headers: NO_STORE }),
  async POST(ctx) {
    const form = await readForm(ctx.req);
    try {
      const headers = await changed(ctx, requireSession(ctx.state), form);
      headers.set("Location", `${ctx.config.basePath}/account?changed`);
      return new Response(null, { status: 303, headers });
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      const { status, details } = refusal;
      const message = details.message.replace(/^[^,]*, /, "");
      const fault = `${message[0]?.toUpperCase() ?? ""}${message.slice(1)}.`;
      const data = dataOf(ctx.state, { fault, field: details.field ?? null });
      return page(data, { status, headers: { ...NO_STORE, ...details.headers } });
    }
  },
});

/** Another password, and where the account is signed in. */
export default define.page<typeof handler>(function AccountPage({ data, config, state }) {
  const { session, sessions, fault, field } = data;
  return (
    <>
      <Head>
        <title>Account - {state.services.settings.title}</title>
      </Head>
      <AccountForm
        title={`Account of ${session.username}`}
        action={`${config.basePath}/account`}
        submit="Change the password"
        fault={fault}
        intro={
          <p class="account-intro" role={data.changed ? "status" : undefined}>
            {data.changed
              ? "The password is changed. Every other session has ended."
              : "Changing the password signs this account out everywhere else."}
          </p>
        }
      >
        <input type="hidden" name="username" value={session.username} autocomplete="username" />
        <AccountField
          name="current_password"
          label="Present password"
          type="password"
          autocomplete="current-password"
          maxLength={MAX_PASSWORD_LENGTH}
          faulty={field === "current_password"}
        />
        <AccountField
          name="password"
          label="New password"
          type="password"
          autocomplete="new-password"
          hint={`At least ${MIN_PASSWORD_LENGTH} characters, of any kind. Four or five words are good.`}
          minLength={MIN_PASSWORD_LENGTH}
          maxLength={MAX_PASSWORD_LENGTH}
          faulty={field === "password"}
        />
      </AccountForm>
      <section class="panel account account-next" aria-labelledby="sessions-title">
        <h2 id="sessions-title">Signed in</h2>
        <ul class="account-sessions">
          {sessions.map((each) => (
            <li key={each.id}>
              <strong>{each.isCurrent ? "Here" : each.address}</strong> since {each.since}
              <span class="dim">{each.agent}</span>
            </li>
          ))}
        </ul>
        <form class="account-form" method="post" action={`${config.basePath}/signout`}>
          <input type="hidden" name="everywhere" value="1" />
          <button type="submit" class="button account-submit">Sign out everywhere</button>
        </form>
      </section>
    </>
  );
});

function dataOf(state: State, more: Partial<AccountData>): AccountData {
  const session = requireSession(state);
  const sessions = state.services.auth.accounts.sessionsOf(session.userId).map((each) => ({
    id: each.id,
    isCurrent: each.id === session.sessionId,
    address: each.address,
    agent: each.agent ?? "",
    since: new Date(each.createdAtMs).toISOString().slice(0, 16).replace("T", " ") + " UTC",
  }));
  return { session, sessions, fault: null, field: null, changed: false, ...more };
}

async function changed(
  ctx: AccountContext,
  session: SessionPrincipal,
  form: URLSearchParams,
): Promise<Headers> {
  admitSignIn(ctx, session.username);
  const text = (name: string) => (form.get(name) ?? "").slice(0, MAX_PASSWORD_LENGTH + 1);
  const { accounts } = ctx.state.services.auth;
  const next = await accounts.changePassword(
    session,
    text("current_password"),
    text("password"),
    callerOf(ctx),
  );
  return sessionHeaders(ctx, next);
}
