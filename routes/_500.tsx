import { Message } from "../components/Message.tsx";
import { define } from "../lib/http/mod.ts";

/** Something went wrong here; the log knows what, by the id of the request. */
export default define.page(function Failed({ state, config }) {
  return (
    <Message title="That went wrong" home={`${config.basePath}/`}>
      <p>
        Nexus could not make this page. It is in the log{state.requestId && ` as request ${state.requestId}`}.
      </p>
    </Message>
  );
});
