import { page } from "fresh";
import { AdminFrame } from "../../components/admin/AdminFrame.tsx";
import { SelectField } from "../../components/admin/Fields.tsx";
import AdminLog from "../../islands/AdminLog.tsx";
import { define, logEntry, PRIVATE_PAGE } from "../../lib/http/mod.ts";
import { LOG_LEVELS } from "../../lib/log/mod.ts";

/** Lines on the page as it is loaded. */
const SHOWN = 200;

const CHOICES = LOG_LEVELS.map((level) =>
  [level, level === "error" ? "error" : `${level} and above`] as const
);

/** The last lines of the level that the address asks for. */
export const handler = define.handlers({
  GET({ state, url }) {
    const level = LOG_LEVELS.find((each) => each === url.searchParams.get("level")) ?? "debug";
    const lines = state.services.admin.log.recent(level, SHOWN).map(logEntry);
    return page({ level, lines }, { headers: PRIVATE_PAGE });
  },
});

/** The log: as of loading, live where there is JavaScript. */
export default define.page<typeof handler>(function LogPage({ data, config, state }) {
  const home = `${config.basePath}/`;
  const here = `${home}admin/log`;
  return (
    <AdminFrame title="Log" site={state.services.settings.title} home={home} here="admin/log">
      <section class="panel" aria-labelledby="log-title">
        <h2 id="log-title">Log</h2>
        <form class="filter-form" method="get" action={here}>
          <SelectField
            name="level"
            label="Lines of level"
            value={data.level}
            choices={CHOICES}
          />
          <button type="submit" class="button">Show</button>
        </form>
        <p class="as-of">What is below log.level is not written at all. Times are UTC.</p>
        <AdminLog lines={data.lines} level={data.level} basePath={config.basePath} />
      </section>
    </AdminFrame>
  );
});
