/** app_rpt's own variables tell what the page shows already; what an operator's scripts set comes first. */
const OWN_PREFIX = "RPT_";

/** The variables of a node's channel: text of others, shown as it is. */
export function NodePageVariables(props: { readonly variables: Readonly<Record<string, string>> }) {
  const rows = Object.entries(props.variables).sort(([one], [other]) =>
    Number(one.startsWith(OWN_PREFIX)) - Number(other.startsWith(OWN_PREFIX)) ||
    (one < other ? -1 : one > other ? 1 : 0)
  );
  return (
    <section class="panel" aria-labelledby="variables">
      <h2 id="variables">Variables</h2>
      {rows.length === 0
        ? <p class="empty">Asterisk has told no variable of this node</p>
        : (
          <dl class="variables">
            {rows.map(([name, value]) => (
              <div class="variable" key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{value === "" ? <span class="dim">empty</span> : <bdi>{value}</bdi>}</dd>
              </div>
            ))}
          </dl>
        )}
    </section>
  );
}
