import { Message } from "../components/Message.tsx";
import { define } from "../lib/http/mod.ts";

/** There is nothing at this address. */
export default define.page(function NotFound({ url, config }) {
  return (
    <Message title="Nothing here" home={`${config.basePath}/`}>
      <p>
        There is no page at <code>{url.pathname}</code>.
      </p>
    </Message>
  );
});
