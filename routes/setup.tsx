import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AccountField, AccountForm } from "../components/AccountForm.tsx";
import { Message } from "../components/Message.tsx";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "../lib/auth/mod.ts";
import {
  type AccountContext,
  admitSignIn,
  callerOf,
  define,
  readForm,
  refusalOf,
  sessionHeaders,
} from "../lib/http/mod.ts";

const MAX_NAME_LENGTH = 40;
const MAX_CODE_LENGTH = 64;

/** What the form shows: what was typed but for passwords and code, and what went wrong with it. */
interface SetupData {
  readonly username: string;
  readonly fault: string | null;
  /** The field at fault; `null`: none of them, or all. */
  readonly field: string | null;
}

/** The form, and what it is sent to: an account and its session, or the form again with what went wrong. */
export const handler = define.handlers({
  GET: () =>
    page<SetupData>({ username: "", fault: null, field: null }, { headers: { "Cache-Control": "no-store" } }),
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const username = (form.get("username") ?? "").trim();
    try {
      const headers = await registered(ctx, username, form);
      headers.set("Location", `${ctx.config.basePath}/`);
      return new Response(null, { status: 303, headers });
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      const { status, details } = refusal;
      const message = details.message.replace(/^[^,]*, /, "");
      const data: SetupData = {
        username,
        fault: `${message[0]?.toUpperCase() ?? ""}${message.slice(1)}.`,
        field: details.field ?? null,
      };
      return page(data, { status, headers: { "Cache-Control": "no-store", ...details.headers } });
    }
  },
});

/** The first account, or where the owner lets anybody register, one of somebody who may look. */
export default define.page<typeof handler>(function SetupPage({ data, config, state }) {
  const { title } = state.services.settings;
  const { registration } = state.services.auth.accounts;
  const isFirst = registration === "first";
  if (registration === "closed") {
    return (
      <Message title="Accounts are made by an admin" home={`${config.basePath}/`}>
        <Head>
          <title>Set up - {title}</title>
        </Head>
        <p>
          Nexus is set up. <a href={`${config.basePath}/signin`}>Sign in</a>{" "}
          if you have an account, or ask whoever runs it for one.
        </p>
      </Message>
    );
  }
  return (
    <>
      <Head>
        <title>{isFirst ? "Set up" : "Make an account"} - {title}</title>
      </Head>
      <AccountForm
        title={isFirst ? "Make the first account" : "Make an account"}
        action={`${config.basePath}/setup`}
        submit={isFirst ? "Set up Nexus" : "Make the account"}
        fault={data.fault}
        intro={
          <p class="account-intro">
            {isFirst
              ? "It may do everything, accounts of others included. The set-up code is in the log of Nexus and on its console."
              : "It may look. An admin can let it do more."}
          </p>
        }
      >
        {isFirst && (
          <AccountField
            name="code"
            label="Set-up code"
            type="text"
            autocomplete="one-time-code"
            hint="Looks like K7QF-M2XP-9RTD."
            maxLength={MAX_CODE_LENGTH}
            first
            faulty={data.field === "code"}
          />
        )}
        <AccountField
          name="username"
          label="Name"
          type="text"
          autocomplete="username"
          value={data.username}
          hint="Your callsign, for instance."
          maxLength={MAX_NAME_LENGTH}
          first={!isFirst}
          faulty={data.field === "username"}
        />
        <AccountField
          name="password"
          label="Password"
          type="password"
          autocomplete="new-password"
          hint={`At least ${MIN_PASSWORD_LENGTH} characters, of any kind. Four or five words are good.`}
          minLength={MIN_PASSWORD_LENGTH}
          maxLength={MAX_PASSWORD_LENGTH}
          faulty={data.field === "password"}
        />
      </AccountForm>
    </>
  );
});

async function registered(ctx: AccountContext, username: string, form: URLSearchParams): Promise<Headers> {
  admitSignIn(ctx, username.slice(0, MAX_NAME_LENGTH + 1));
  const password = (form.get("password") ?? "").slice(0, MAX_PASSWORD_LENGTH + 1);
  const code = form.get("code")?.trim().slice(0, MAX_CODE_LENGTH) ?? null;
  const { accounts } = ctx.state.services.auth;
  return sessionHeaders(ctx, await accounts.register({ username, password, code }, callerOf(ctx)));
}
