import { page } from "fresh";
import { AdminFrame, Outcome, Secret } from "../../../components/admin/AdminFrame.tsx";
import { NewUserForm, type UserDraft } from "../../../components/admin/UserForms.tsx";
import { UserTable } from "../../../components/admin/UserTable.tsx";
import { MIN_PASSWORD_LENGTH } from "../../../lib/auth/mod.ts";
import {
  createUser,
  define,
  formFault,
  nodesOfForm,
  passwordOfForm,
  PRIVATE_PAGE,
  readForm,
  roleOfForm,
  rolesToGive,
  seeOther,
  userEntries,
} from "../../../lib/http/mod.ts";
import type { UserAnswer } from "../../../lib/wire/mod.ts";

/** What the page shows besides the accounts. */
interface UsersData {
  readonly draft: UserDraft;
  readonly done: string | null;
  readonly fault: string | null;
  readonly field: string | null;
  /** A new account whose password was made up. */
  readonly made: UserAnswer | null;
}

const EMPTY: UsersData = {
  draft: { username: "", role: "viewer", nodes: "all" },
  done: null,
  fault: null,
  field: null,
  made: null,
};

/** The accounts, and the form that makes another one. */
export const handler = define.handlers({
  GET: ({ url }) => {
    const done = url.searchParams.has("deleted") ? "The account is deleted." : null;
    return page<UsersData>({ ...EMPTY, done }, { headers: PRIVATE_PAGE });
  },
  async POST({ req, state, config }) {
    const form = await readForm(req);
    const draft = {
      username: (form.get("username") ?? "").trim().slice(0, 100),
      role: EMPTY.draft.role,
      nodes: (form.get("nodes") ?? "").slice(0, 3_000),
    };
    try {
      const role = roleOfForm(form);
      const password = passwordOfForm(form);
      const made = await createUser(state, { ...draft, role, nodes: nodesOfForm(form), password });
      if (made.password === null) return seeOther(`${config.basePath}/admin/users/${made.user.id}?done=made`);
      return page<UsersData>({ ...EMPTY, made }, { headers: PRIVATE_PAGE });
    } catch (error) {
      const { message, field, status, headers } = formFault(error);
      return page<UsersData>({ ...EMPTY, draft, fault: message, field }, { status, headers });
    }
  },
});

/** Every account. */
export default define.page<typeof handler>(function UsersPage({ data, config, state }) {
  const home = `${config.basePath}/`;
  const { made } = data;
  return (
    <AdminFrame title="Users" site={state.services.settings.title} home={home} here="admin/users">
      <Outcome done={data.done} fault={data.fault} />
      {made?.password && (
        <Secret
          label={`Password of ${made.user.user}`}
          text={made.password}
          hint="It is shown this once. Tell it to whoever it is for; they can change it on their account page."
        />
      )}
      <section class="panel" aria-labelledby="users-title">
        <h2 id="users-title">Users</h2>
        <UserTable users={userEntries(state)} home={home} />
      </section>
      <section class="panel admin-form" aria-labelledby="new-title">
        <h2 id="new-title">New account</h2>
        <NewUserForm
          draft={data.draft}
          roles={rolesToGive(state.principal)}
          field={data.field}
          minPasswordLength={MIN_PASSWORD_LENGTH}
        />
      </section>
    </AdminFrame>
  );
});
