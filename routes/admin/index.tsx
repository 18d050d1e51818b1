import { define, seeOther } from "../../lib/http/mod.ts";

/** `/admin` leads to the first of the pages for admins. */
export const handler = define.handlers({
  GET: ({ config }) => seeOther(`${config.basePath}/admin/system`),
});
