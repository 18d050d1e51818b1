import { page } from "fresh";
import { Message } from "../components/Message.tsx";
import { define } from "../lib/http/mod.ts";

/** Fresh answers an error page with 200 unless its handler says otherwise. */
export const handler = define.handlers(() => page(undefined, { status: 404 }));

/** There is nothing at this address. */
export default define.page<typeof handler>(function NotFound({ url, config }) {
  return (
    <Message title="Nothing here" home={`${config.basePath}/`}>
      <p>
        There is no page at <code>{url.pathname}</code>.
      </p>
    </Message>
  );
});
