import { page } from "fresh";
import { Outcome, PageHead, Secret } from "../components/admin/AdminFrame.tsx";
import { NewTokenForm, OwnPasswordForm } from "../components/admin/OwnForms.tsx";
import { OwnSessions, TokenTable } from "../components/admin/SessionTables.tsx";
import { MIN_PASSWORD_LENGTH } from "../lib/auth/mod.ts";
import {
  define,
  formFault,
  ownAccount,
  type OwnChange,
  ownChange,
  PRIVATE_PAGE,
  readForm,
  seeOther,
} from "../lib/http/mod.ts";

/** What became of the last form. */
interface AccountData {
  readonly done: string | null;
  readonly fault: string | null;
  readonly field: string | null;
  /** The text of a new token. */
  readonly token: { readonly name: string; readonly text: string } | null;
}

const NOTHING: AccountData = { done: null, fault: null, field: null, token: null };

const CHANGED = "The password is changed. Every other session has ended.";

/** The own account: password, sessions, API tokens. */
export const handler = define.handlers({
  GET: ({ url }) => {
    const done = url.searchParams.has("changed") ? CHANGED : url.searchParams.has("ended") ? "Ended." : null;
    return page<AccountData>({ ...NOTHING, done }, { headers: PRIVATE_PAGE });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    try {
      return answer(await ownChange(ctx, form), ctx.config.basePath);
    } catch (error) {
      const { message, field, status, headers } = formFault(error);
      return page<AccountData>({ ...NOTHING, fault: message, field }, { status, headers });
    }
  },
});

function answer(change: OwnChange, basePath: string) {
  switch (change.kind) {
    case "token":
      return page<AccountData>({ ...NOTHING, token: change }, { headers: PRIVATE_PAGE });
    case "ended":
      return seeOther(`${basePath}/account?ended`);
    case "changed":
      return seeOther(`${basePath}/account?changed`, change.headers);
  }
}

/** Whoever asks, about themselves. */
export default define.page<typeof handler>(function AccountPage({ data, config, state }) {
  const { user, role, where, sessions, tokens } = ownAccount(state);
  return (
    <div class="admin">
      <PageHead title="Account" site={state.services.settings.title} home={`${config.basePath}/`} />
      <h2 class="admin-title">Account of {user}</h2>
      <p class="dim">{`${role}, ${where}`}</p>
      <Outcome done={data.done} fault={data.fault} />
      {data.token && (
        <Secret
          label={`API token ${data.token.name}`}
          text={data.token.text}
          hint="It is shown this once. Scripts send it as Authorization: Bearer."
        />
      )}
      <section class="panel" aria-labelledby="sessions-title">
        <h2 id="sessions-title">Your sessions</h2>
        <OwnSessions sessions={sessions} />
        <form class="account-form" method="post" action={`${config.basePath}/signout`}>
          <input type="hidden" name="everywhere" value="1" />
          <button type="submit" class="button">Sign out everywhere</button>
        </form>
      </section>
      <section class="panel" aria-labelledby="tokens-title">
        <h2 id="tokens-title">Your API tokens</h2>
        {tokens.length === 0
          ? <p class="empty">You have none.</p>
          : <TokenTable tokens={tokens} ofAll={false} />}
      </section>
      <div class="admin-columns">
        <section class="panel" aria-labelledby="new-token-title">
          <h2 id="new-token-title">New API token</h2>
          <NewTokenForm field={data.field} />
        </section>
        <section class="panel" aria-labelledby="own-password-title">
          <h2 id="own-password-title">Change the password</h2>
          <OwnPasswordForm user={user} field={data.field} minPasswordLength={MIN_PASSWORD_LENGTH} />
        </section>
      </div>
    </div>
  );
});
