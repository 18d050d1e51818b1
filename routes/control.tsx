import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import { consequence, type Order, orderOfForm, orderWords } from "../lib/client/mod.ts";
import {
  define,
  readForm,
  type Refusal,
  refusalOf,
  returnPath,
  senderOf,
  type State,
} from "../lib/http/mod.ts";
import { isDangerous } from "../lib/wire/mod.ts";

/** What is asked, or what went wrong. */
interface ControlData {
  readonly node: string;
  readonly back: string;
  readonly order: Order;
  /** Why it was not taken; `null`: it is asked whether it is meant. */
  readonly fault: string | null;
  /** The fields of the form, to be sent again with a yes. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** What forms send that are not sent by scripts. What is dangerous is asked once; the rest is sent, and the page shown again. */
export const handler = define.handlers({
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const text = (name: string) => (form.get(name) ?? "").trim();
    const node = text("node");
    const back = returnPath(form.get("return"));
    const order = orderOfForm(text("do"), text);
    const data = { node, back, order, fields: [...form].filter(([name]) => name !== "sure") };
    const headers = { "Cache-Control": "no-store" };
    if (asks(ctx.state, node, order) && text("sure") !== "yes") {
      return page<ControlData>({ ...data, fault: null }, { headers });
    }
    try {
      ctx.state.services.control.submit(order, node, senderOf(ctx.state));
      return new Response(null, {
        status: 303,
        headers: { ...headers, Location: ctx.config.basePath + back },
      });
    } catch (error) {
      const refusal: Refusal | null = refusalOf(error);
      if (!refusal) throw error;
      const { status, details } = refusal;
      return page<ControlData>({ ...data, fault: details.message }, { status, headers });
    }
  },
});

/** Asks whether something is meant, or says why it was not taken. */
export default define.page<typeof handler>(function ControlPage({ data, config, state }) {
  const { node, back, order, fault, fields } = data;
  return (
    <>
      <Head>
        <title>{`Node ${node}: ${orderWords(order)}, ${state.services.settings.title}`}</title>
        <link key="control" rel="stylesheet" href={config.basePath + asset("/control.css")} />
      </Head>
      <section class="panel account" aria-labelledby="control-asked">
        <h2 id="control-asked">{fault === null ? `Node ${node}: sure?` : "Not taken"}</h2>
        <div class="account-form">
          <p>
            <b>{orderWords(order)}</b> at node <b class="num">{node}</b>.
          </p>
          {fault === null ? <p>{consequence(order)}</p> : <p class="account-fault" role="alert">{fault}</p>}
          <form class="control-buttons" method="post" action={`${config.basePath}/control`}>
            {fault === null &&
              fields.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
            {fault === null && (
              <button type="submit" class="button danger" name="sure" value="yes">Yes</button>
            )}
            <a class="button" href={config.basePath + back}>{fault === null ? "No" : "Back"}</a>
          </form>
        </div>
      </section>
    </>
  );
});

function asks({ services, principal }: State, node: string, order: Order): boolean {
  if (isDangerous(order)) return true;
  return order.action === "named" &&
    services.control.namedFor(node, principal).some(({ name, ask }) => name === order.name && ask);
}
