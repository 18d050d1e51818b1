import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AccountField, AccountForm } from "../components/AccountForm.tsx";
import { isSignedIn, MAX_PASSWORD_LENGTH } from "../lib/auth/mod.ts";
import {
  type AccountContext,
  admitSignIn,
  callerOf,
  define,
  readForm,
  refusalOf,
  returnPath,
  sessionHeaders,
} from "../lib/http/mod.ts";

/** Longest name that is looked up. */
const MAX_NAME_LENGTH = 64;

/** What the form shows: what was typed but for the password, and what went wrong with it. */
interface SignInData {
  readonly username: string;
  readonly back: string;
  readonly fault: string | null;
}

/** The form, and what it is sent to: a session and the way back, or the form again with what went wrong. */
export const handler = define.handlers({
  GET(ctx) {
    const back = returnPath(ctx.url.searchParams.get("return"));
    if (isSignedIn(ctx.state.principal)) return leadBack(ctx, back, new Headers());
    return page<SignInData>({ username: "", back, fault: null }, {
      headers: { "Cache-Control": "no-store" },
    });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const username = (form.get("username") ?? "").trim();
    const back = returnPath(form.get("return"));
    try {
      return leadBack(ctx, back, await signedIn(ctx, username, form.get("password") ?? ""));
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      const { status, details } = refusal;
      const headers = { "Cache-Control": "no-store", ...details.headers };
      const data: SignInData = { username, back, fault: faultOf(refusal.details.code, details.message) };
      return page(data, { status, headers });
    }
  },
});

/** Name and password. */
export default define.page<typeof handler>(function SignInPage({ data, config, state }) {
  const { title } = state.services.settings;
  const { registration } = state.services.auth.accounts;
  return (
    <>
      <Head>
        <title>Sign in - {title}</title>
      </Head>
      <AccountForm
        title="Sign in"
        action={`${config.basePath}/signin`}
        submit="Sign in"
        fault={data.fault}
        outro={registration === "closed" ? undefined : (
          <p class="account-outro">
            <a href={`${config.basePath}/setup`}>
              {registration === "first" ? "Make the first account" : "Make an account"}
            </a>
          </p>
        )}
      >
        <input type="hidden" name="return" value={data.back} />
        <AccountField
          name="username"
          label="Name"
          type="text"
          autocomplete="username"
          value={data.username}
          maxLength={MAX_NAME_LENGTH}
          first={data.username === ""}
          faulty={data.fault !== null}
        />
        <AccountField
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          maxLength={MAX_PASSWORD_LENGTH}
          first={data.username !== ""}
          faulty={data.fault !== null}
        />
      </AccountForm>
    </>
  );
});

async function signedIn(ctx: AccountContext, username: string, password: string): Promise<Headers> {
  const name = username.slice(0, MAX_NAME_LENGTH);
  admitSignIn(ctx, name);
  const { accounts } = ctx.state.services.auth;
  const session = await accounts.signIn(name, password.slice(0, MAX_PASSWORD_LENGTH + 1), callerOf(ctx));
  return sessionHeaders(ctx, session);
}

function leadBack({ config }: AccountContext, back: string, headers: Headers): Response {
  headers.set("Location", `${config.basePath}${back}`);
  headers.set("Cache-Control", "no-store");
  return new Response(null, { status: 303, headers });
}

function faultOf(code: string, message: string): string {
  if (code === "wrong_credentials") return "Name and password do not go together. Try again.";
  return `${message[0]?.toUpperCase() ?? ""}${message.slice(1)}.`;
}
