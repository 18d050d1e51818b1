import { consequence, orderWords } from "../../lib/client/mod.ts";
import { AdminFrame, Outcome, Secret } from "../admin/AdminFrame.tsx";
import { AuditFilter } from "../admin/AuditFilter.tsx";
import { AuditTable } from "../admin/AuditTable.tsx";
import { NewTokenForm, OwnPasswordForm } from "../admin/OwnForms.tsx";
import { OwnSessions, TokenTable } from "../admin/SessionTables.tsx";
import { UserForms } from "../admin/UserForms.tsx";
import { QuestionBody } from "../control/ControlQuestionDialog.tsx";
import { DialogBody } from "../Dialog.tsx";
import { ACTS, SESSIONS, TOKENS, USER } from "./admin_samples.ts";
import type { Plate } from "./plate.tsx";

/** Plates of accounts, of the audit with its filter, and of what is asked once. */
export const ACCOUNT_PLATES: readonly Plate[] = [
  {
    name: "own-account",
    about: "The own account with a token just made, and that of somebody else.",
    show: () => <OwnAccount />,
  },
  { name: "audit", about: "The audit narrowed down, and where nothing was found.", show: () => <Audit /> },
  { name: "question", about: "What ends other people's talk is asked once.", show: () => <Question /> },
];

const MIN_PASSWORD_LENGTH = 12;

function OwnAccount() {
  return (
    <div class="admin">
      <Outcome done="The password is changed. Every other session has ended." fault={null} />
      <Secret
        label="API token Weather display"
        text="nxt_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS"
        hint="It is shown this once. Scripts send it as Authorization: Bearer."
      />
      <section class="panel" aria-labelledby="plate-sessions">
        <h2 id="plate-sessions">Your sessions</h2>
        <OwnSessions sessions={SESSIONS} />
      </section>
      <section class="panel" aria-labelledby="plate-tokens">
        <h2 id="plate-tokens">Your API tokens</h2>
        <TokenTable tokens={TOKENS} ofAll={false} />
      </section>
      <div class="admin-columns">
        <section class="panel" aria-labelledby="plate-token">
          <h2 id="plate-token">New API token</h2>
          <NewTokenForm field="name" />
        </section>
        <section class="panel" aria-labelledby="plate-password">
          <h2 id="plate-password">Change the password</h2>
          <OwnPasswordForm user="QX1ABC" field="current_password" minPasswordLength={MIN_PASSWORD_LENGTH} />
        </section>
      </div>
      <UserForms
        user={USER}
        roles={["operator", "superadmin"]}
        field="nodes"
        minPasswordLength={MIN_PASSWORD_LENGTH}
      />
    </div>
  );
}

function Audit() {
  const filter = { who: "QX1ABC", what: "command", node: "1999", result: "refused", day: "2026-02-12" };
  return (
    <AdminFrame title="Audit" site="Nexus" home="/" here="admin/audit">
      <Outcome done={null} fault="There is no such day: 2026-13-45." />
      <section class="panel" aria-labelledby="plate-audit">
        <h2 id="plate-audit">Who did what</h2>
        <AuditFilter filter={filter} results={["ok", "refused", "failed"]} here="/admin/audit" />
        <AuditTable acts={ACTS} />
      </section>
      <section class="panel" aria-labelledby="plate-nothing">
        <h2 id="plate-nothing">Nothing found</h2>
        <p class="empty">Nothing of that kind was done.</p>
      </section>
    </AdminFrame>
  );
}

function Question() {
  return (
    <section class="dialog plate-dialog" aria-labelledby="plate-question">
      <DialogBody titleId="plate-question" title="Node 1999: sure?">
        <QuestionBody
          order={{ action: "disconnect_all" }}
          node="1999"
          name="Hilltop"
          orderWords={orderWords}
          consequence={consequence}
          onAnswer={() => {}}
        />
      </DialogBody>
    </section>
  );
}
