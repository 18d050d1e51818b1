import { HttpError } from "fresh";
import { Message } from "../components/Message.tsx";
import { define } from "../lib/http/mod.ts";

/** Something went wrong here; the log knows what, by the id of the request. */
export default define.page(function Failed({ state, config, error }) {
  const home = `${config.basePath}/`;
  if (error instanceof HttpError && (error.status === 401 || error.status === 403)) {
    return (
      <Message title={error.status === 401 ? "Sign in first" : "Not with this account"} home={home}>
        <p>
          {error.status === 401
            ? "This is shown only to those who signed in."
            : "This account may not do that, or the request came from a page of another site."}
        </p>
      </Message>
    );
  }
  return (
    <Message title="That went wrong" home={`${config.basePath}/`}>
      <p>
        Nexus could not make this page. It is in the log{state.requestId && ` as request ${state.requestId}`}.
      </p>
    </Message>
  );
});
