import type { Role, UserEntry } from "../../lib/wire/mod.ts";
import { ActForm, CheckField, LineField, SelectField } from "./Fields.tsx";

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: "viewer: looks",
  operator: "operator: commands its nodes",
  admin: "admin: manages accounts",
  superadmin: "superadmin: everything",
};

const NODES_HINT = "all, or node numbers joined by commas; empty: none.";

/** What a form about an account holds when it is shown again. */
export interface UserDraft {
  readonly username: string;
  readonly role: Role;
  readonly nodes: string;
}

/** The form that makes an account. */
export function NewUserForm(props: {
  readonly draft: UserDraft;
  readonly roles: readonly Role[];
  readonly field: string | null;
  readonly minPasswordLength: number;
}) {
  const { draft, field } = props;
  return (
    <ActForm act="create" submit="Make the account">
      <LineField
        name="username"
        label="Name"
        value={draft.username}
        hint="The callsign, for instance."
        maxLength={40}
        required
        faulty={field === "username"}
      />
      <RoleField value={draft.role} roles={props.roles} />
      <LineField
        name="nodes"
        label="Nodes it may command"
        value={draft.nodes}
        hint={NODES_HINT}
        faulty={field === "nodes"}
      />
      <PasswordField min={props.minPasswordLength} faulty={field === "password"} />
    </ActForm>
  );
}

/** The forms that change an account. */
export function UserForms(props: {
  readonly user: UserEntry;
  readonly roles: readonly Role[];
  readonly field: string | null;
  readonly minPasswordLength: number;
}) {
  const { user, field } = props;
  return (
    <div class="admin-columns">
      <section class="panel" aria-labelledby="may-title">
        <h2 id="may-title">What it may do</h2>
        <ActForm act="change" submit="Save">
          <RoleField value={user.role} roles={props.roles} />
          <LineField
            name="nodes"
            label="Nodes it may command"
            value={user.nodes?.join(", ") ?? "all"}
            hint={NODES_HINT}
            faulty={field === "nodes"}
          />
        </ActForm>
      </section>
      <section class="panel" aria-labelledby="password-title">
        <h2 id="password-title">Password</h2>
        <ActForm act="password" submit="Reset the password" username={user.user}>
          <PasswordField min={props.minPasswordLength} faulty={field === "password"} />
          <p class="dim">Its sessions and API tokens end.</p>
        </ActForm>
      </section>
      <section class="panel" aria-labelledby="signout-title">
        <h2 id="signout-title">Sessions and API tokens</h2>
        <ActForm act="signout" submit="Sign out everywhere">
          <p>{`${counted(user.sessions, "session")}, ${counted(user.tokens, "API token")}.`}</p>
          <CheckField name="tokens">Delete its API tokens too</CheckField>
        </ActForm>
      </section>
      <section class="panel" aria-labelledby="delete-title">
        <h2 id="delete-title">Delete</h2>
        <ActForm act="delete" submit={`Delete ${user.user}`} tone="bad">
          <CheckField name="sure" required>
            {`Delete ${user.user} for good; what it did stays in the audit`}
          </CheckField>
        </ActForm>
      </section>
    </div>
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function RoleField({ value, roles }: { readonly value: Role; readonly roles: readonly Role[] }) {
  const choices = roles.map((role) => [role, ROLE_WORDS[role]] as const);
  return <SelectField name="role" label="Role" value={value} choices={choices} />;
}

function PasswordField({ min, faulty }: { readonly min: number; readonly faulty: boolean }) {
  return (
    <LineField
      name="password"
      label="Password"
      type="password"
      autocomplete="new-password"
      minLength={min}
      hint={`At least ${min} characters. Left empty, one is made up and shown once.`}
      faulty={faulty}
    />
  );
}
