import { page } from "fresh";
import { AdminFrame } from "../../components/admin/AdminFrame.tsx";
import AdminSystem from "../../islands/AdminSystem.tsx";
import { mayRule } from "../../lib/auth/mod.ts";
import { define, PRIVATE_PAGE } from "../../lib/http/mod.ts";

/** How the system is now, and was lately. */
export const handler = define.handlers({
  GET: async ({ state }) => page(await state.services.admin.system(), { headers: PRIVATE_PAGE }),
});

/** What the system says of itself, and the way to a backup. */
export default define.page<typeof handler>(function SystemPage({ data, config, state }) {
  const home = `${config.basePath}/`;
  return (
    <AdminFrame title="System" site={state.services.settings.title} home={home} here="admin/system">
      <AdminSystem report={data} basePath={config.basePath} />
      {mayRule(state.principal) && (
        <section class="panel admin-form" aria-labelledby="backup-title">
          <h2 id="backup-title">Backup</h2>
          <form class="account-form" method="post" action={`${home}api/admin/backup`}>
            <p>
              A copy of the database as it is now: history, accounts, audit. It holds hashes of passwords;
              keep it safe. To put it back, stop Nexus and place it as <code>nexus.db</code>{" "}
              into the data directory.
            </p>
            <button type="submit" class="button account-submit">Download a backup</button>
          </form>
        </section>
      )}
    </AdminFrame>
  );
});
