import { TOKEN_SCOPES, type TokenScope } from "../../lib/wire/mod.ts";
import { ActForm, CheckField, LineField, SelectField } from "./Fields.tsx";

const SCOPE_WORDS: Readonly<Record<TokenScope, string>> = {
  read: "read: looks",
  command: "command: commands nodes",
  admin: "admin: manages accounts",
};

const DAY_CHOICES = [["30", "30 days"], ["90", "90 days"], ["365", "a year"], [
  "never",
  "until deleted",
]] as const;

/** The form that makes an API token of the own account. */
export function NewTokenForm({ field }: { readonly field: string | null }) {
  return (
    <ActForm act="token" submit="Make the token">
      <LineField name="name" label="What it is for" required maxLength={60} faulty={field === "name"} />
      <fieldset class="checks">
        <legend>It may</legend>
        {TOKEN_SCOPES.map((scope) => (
          <CheckField key={scope} name="scope" value={scope} checked={scope === "read"}>
            {SCOPE_WORDS[scope]}
          </CheckField>
        ))}
        <small class="dim">As far as your role allows it.</small>
      </fieldset>
      <SelectField name="days" label="Good for" value="90" choices={DAY_CHOICES} />
    </ActForm>
  );
}

/** The form that changes the own password. */
export function OwnPasswordForm(
  { user, field, minPasswordLength: min }: {
    readonly user: string;
    readonly field: string | null;
    readonly minPasswordLength: number;
  },
) {
  return (
    <ActForm act="password" submit="Change it" username={user}>
      <LineField
        name="current_password"
        label="Present password"
        type="password"
        autocomplete="current-password"
        required
        faulty={field === "current_password"}
      />
      <LineField
        name="password"
        label="New password"
        type="password"
        autocomplete="new-password"
        required
        minLength={min}
        hint={`At least ${min} characters, of any kind. Your other sessions end.`}
        faulty={field === "password"}
      />
    </ActForm>
  );
}
