import { page } from "fresh";
import { AdminFrame } from "../../components/admin/AdminFrame.tsx";
import { SettingsTable } from "../../components/admin/SettingsTable.tsx";
import { define, PRIVATE_PAGE } from "../../lib/http/mod.ts";

/** The settings as they hold. */
export const handler = define.handlers({
  GET: ({ state }) => page(state.services.admin.settings(), { headers: PRIVATE_PAGE }),
});

/** Every setting, and where it was written. */
export default define.page<typeof handler>(function ConfigPage({ data, config, state }) {
  const { title, demo } = state.services.settings;
  const { configFile } = state.services.admin;
  return (
    <AdminFrame title="Configuration" site={title} home={`${config.basePath}/`} here="admin/config">
      <section class="panel" aria-labelledby="config-title">
        <h2 id="config-title">Configuration</h2>
        <p class="as-of">
          {configFile === null ? "There is no file." : <FileName name={configFile} />}{" "}
          Environment counts over file, file over default.
          {demo && " The demo puts its own simulated servers in place of those below."}
        </p>
        <SettingsTable settings={data} />
      </section>
    </AdminFrame>
  );
});

function FileName({ name }: { readonly name: string }) {
  return (
    <>
      From <code>{name}</code>, read at the start and by SIGHUP.
    </>
  );
}
