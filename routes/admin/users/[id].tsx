import { HttpError, page } from "fresh";
import { AdminFrame, Outcome, Secret } from "../../../components/admin/AdminFrame.tsx";
import { UserForms } from "../../../components/admin/UserForms.tsx";
import { Exact } from "../../../components/exact_time.tsx";
import { AccountError, MIN_PASSWORD_LENGTH } from "../../../lib/auth/mod.ts";
import {
  actorOf,
  badField,
  changeUser,
  define,
  formFault,
  nodesOfForm,
  passwordOfForm,
  PRIVATE_PAGE,
  readForm,
  resetPassword,
  roleOfForm,
  rolesToGive,
  seeOther,
  type State,
  userEntry,
} from "../../../lib/http/mod.ts";
import type { UserEntry } from "../../../lib/wire/mod.ts";

/** What the page shows. */
interface UserData {
  readonly user: UserEntry;
  readonly done: string | null;
  readonly fault: string | null;
  readonly field: string | null;
  /** A password that was made up. */
  readonly password: string | null;
}

const DONE: ReadonlyMap<string, string> = new Map([
  ["made", "The account is made."],
  ["change", "Saved. A new role ends the sessions of the account."],
  ["password", "The password is changed; sessions and API tokens of the account ended."],
  ["signout", "Signed out everywhere."],
]);

/** One account, and the forms that change it; 404 where there is none. */
export const handler = define.handlers({
  GET: ({ params, state, url }) => {
    const done = DONE.get(url.searchParams.get("done") ?? "") ?? null;
    const user = found(state, params.id ?? "");
    return page<UserData>({ user, done, fault: null, field: null, password: null }, {
      headers: PRIVATE_PAGE,
    });
  },
  async POST({ params, req, state, config }) {
    const id = params.id ?? "";
    const before = found(state, id);
    const form = await readForm(req);
    const here = `${config.basePath}/admin/users`;
    try {
      const act = form.get("act") ?? "";
      const password = await change(state, id, act, form);
      if (act === "delete") return seeOther(`${here}?deleted`);
      if (password === null) return seeOther(`${here}/${id}?done=${encodeURIComponent(act)}`);
      const data = { user: found(state, id), done: null, fault: null, field: null, password };
      return page<UserData>(data, { headers: PRIVATE_PAGE });
    } catch (error) {
      const { message, field, status, headers } = formFault(error);
      const data = { user: before, done: null, fault: message, field, password: null };
      return page<UserData>(data, { status, headers });
    }
  },
});

/** One account. */
export default define.page<typeof handler>(function UserPage({ data, config, state }) {
  const { user } = data;
  const home = `${config.basePath}/`;
  return (
    <AdminFrame title={user.user} site={state.services.settings.title} home={home} here="admin/users">
      <h2 class="admin-title">{user.user}</h2>
      <p class="dim">
        {user.role}, made <Exact atMs={Date.parse(user.created_at)} />,{" "}
        {user.signed_in_at === null ? "never signed in" : <SignedIn at={user.signed_in_at} />}.{" "}
        <a href={`${home}admin/audit?who=${encodeURIComponent(user.user)}`}>What it did</a>
      </p>
      <Outcome done={data.done} fault={data.fault} />
      {data.password !== null && (
        <Secret
          label={`New password of ${user.user}`}
          text={data.password}
          hint="It is shown this once. Its sessions and API tokens ended."
        />
      )}
      {user.manageable
        ? (
          <UserForms
            user={user}
            roles={rolesToGive(state.principal)}
            field={data.field}
            minPasswordLength={MIN_PASSWORD_LENGTH}
          />
        )
        : <p class="panel nothing">Only a superadmin may change this account.</p>}
    </AdminFrame>
  );
});

function SignedIn({ at }: { readonly at: string }) {
  return (
    <>
      signed in last <Exact atMs={Date.parse(at)} />
    </>
  );
}

function found(state: State, id: string): UserEntry {
  try {
    return userEntry(state, id);
  } catch (error) {
    if (error instanceof AccountError && error.reason === "unknown") throw new HttpError(404);
    throw error;
  }
}

/** Does what a form asks for; gives a password that was made up. */
async function change(state: State, id: string, act: string, form: URLSearchParams): Promise<string | null> {
  const { users } = state.services.auth;
  const { id: userId } = userEntry(state, id);
  switch (act) {
    case "change":
      changeUser(state, id, { role: roleOfForm(form), nodes: nodesOfForm(form) });
      return null;
    case "password":
      return (await resetPassword(state, id, passwordOfForm(form))).password;
    case "signout":
      users.signOutEverywhere(actorOf(state), userId, form.get("tokens") === "yes");
      return null;
    case "delete":
      if (form.get("sure") !== "yes") throw badField("sure", "tick the box that says so");
      users.remove(actorOf(state), userId);
      return null;
    default:
      throw badField("act", "there is no such act");
  }
}
