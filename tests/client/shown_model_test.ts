import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DEFAULT_VIEW, linkKey, modelFromSnapshot, serverGroups, shownModel } from "../../lib/client/mod.ts";
import { server, snapshot, status, talked, top } from "../../components/styleguide/samples.ts";

const MODEL = modelFromSnapshot(snapshot({
  nodes: [
    status([], { node_id: "1999", server: "home" }),
    status([], { node_id: "43732", server: "hill" }),
    status([], { node_id: "1998", server: "hill" }),
  ],
  servers: [server({ server: "home" }), server({ server: "hill" }), server({ server: "spare" })],
  talkers: [{ ...talked("2000", 9, 1, null), local_node: "43732" }, talked("2001", 10, 1, null)],
  topLinks: [top("2000", 5, null), { ...top("2001", 4, null), local_node: "1998" }],
}));

Deno.test("shownModel is the model itself where everything is shown", () => {
  strictEqual(shownModel(MODEL, DEFAULT_VIEW), MODEL);
});

Deno.test("shownModel has the nodes of the servers asked for, and only what was heard on them", () => {
  const shown = shownModel(MODEL, { ...DEFAULT_VIEW, servers: ["hill", "nowhere"] });
  deepStrictEqual([...shown.nodes.keys()], ["43732", "1998"]);
  deepStrictEqual([...shown.servers.keys()], ["hill"]);
  deepStrictEqual(shown.talkers.map((event) => event.node), ["2000"]);
  deepStrictEqual([...shown.top.keys()], [linkKey("1998", "2001")]);
  const none = shownModel(MODEL, { ...DEFAULT_VIEW, servers: ["nowhere"] });
  strictEqual(none.nodes.size + none.servers.size + none.talkers.length + none.top.size, 0);
});

Deno.test("shownModel has only the servers that concern the nodes asked for, all while there is none of them", () => {
  const some = { ...MODEL, nodes: new Map([...MODEL.nodes].filter(([nodeId]) => nodeId === "1999")) };
  const view = { ...DEFAULT_VIEW, nodes: ["1999"] };
  deepStrictEqual([...shownModel(some, view).servers.keys()], ["home"]);
  strictEqual(shownModel({ ...MODEL, nodes: new Map() }, view).servers.size, 3);
});

Deno.test("serverGroups puts every node under its server, in the order of both", () => {
  const ids = (model: typeof MODEL) =>
    serverGroups(model).map(({ server: name, nodes }) => [name, ...nodes.map(({ view }) => view.nodeId)]);
  deepStrictEqual(ids(MODEL), [["home", "1999"], ["hill", "43732", "1998"], ["spare"]]);
  deepStrictEqual(ids({ ...MODEL, servers: new Map() }), [["home", "1999"], ["hill", "43732", "1998"]]);
});
