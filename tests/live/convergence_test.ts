import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { DomainEvent, Envelope, LinkInfo, NodeStatus } from "../../lib/wire/mod.ts";
import { linkInfo, nodeStatus, SAMPLE_AT } from "../wire/samples.ts";
import { type Bench, bench, event, type FakePort, openClient, type OpenOptions } from "./support.ts";

const LOCAL_NODES = ["1999", "2001"];

/** What a viewer can tell of a node by what it was sent. */
interface Seen {
  readonly links: Map<string, { keyed: boolean; total: number; mode: string | null }>;
  txKeyed: boolean;
}

/** A client that applies what it gets, and can be cut off and come back. */
class Viewer {
  readonly nodes = new Map<string, Seen>();
  #read = 0;
  #lastSeq = 0;
  #lastNumbered = 0;

  constructor(private readonly made: Bench, private readonly options: OpenOptions) {
    this.#client = openClient(made.hub, options);
  }

  #client: ReturnType<typeof openClient>;

  get port(): FakePort {
    return this.#client.port;
  }

  /** Loses the connection with all that waits, and comes back where it was. */
  reconnect(): void {
    this.take();
    this.#client.session.end();
    const isKnown = this.#read > 0 || this.#lastSeq > 0;
    const resume = isKnown ? { epoch: this.made.hub.epoch, seq: this.#lastSeq } : undefined;
    this.#client = openClient(this.made.hub, { ...this.options, resume });
    this.#read = 0;
  }

  /** Applies what was delivered; while the port is stuck that is what came before. */
  take(): void {
    if (this.port.stuck) return;
    for (const message of this.port.messages.slice(this.#read)) this.#apply(message);
    this.#read = this.port.texts.length;
  }

  drain(): void {
    this.port.drain();
    this.take();
  }

  #apply(message: Envelope): void {
    deepStrictEqual(message.seq >= this.#lastSeq, true, "numbers never go back");
    this.#lastSeq = message.seq;
    if (["NODE_TX", "LINK_TX", "LINK_TX_BATCH", "LINK_ADDED", "LINK_REMOVED"].includes(message.messageType)) {
      deepStrictEqual(message.seq > this.#lastNumbered, true, "changes grow strictly");
      this.#lastNumbered = message.seq;
    }
    if (message.messageType === "STATUS_UPDATE") this.nodes.set(message.data.node_id, seenOf(message.data));
    if (message.messageType === "LINK_ADDED" || message.messageType === "LINK_UPDATED") {
      for (const link of message.data) this.#node(link.local_node).links.set(link.node, seenLink(link));
    }
    if (message.messageType === "LINK_REMOVED") {
      for (const { local_node, node } of message.data) this.#node(local_node).links.delete(node);
    }
    const edges = message.messageType === "LINK_TX"
      ? [message.data]
      : message.messageType === "LINK_TX_BATCH"
      ? message.data
      : [];
    for (const edge of edges) {
      const link = this.#node(edge.local_node).links.get(edge.node);
      if (link) Object.assign(link, { keyed: edge.kind === "START", total: edge.total_tx_seconds });
    }
    if (message.messageType === "NODE_TX") this.#node(message.data.node).txKeyed = message.data.keyed;
  }

  #node(id: string): Seen {
    const known = this.nodes.get(id) ?? { links: new Map(), txKeyed: false };
    this.nodes.set(id, known);
    return known;
  }
}

function seenOf(status: NodeStatus): Seen {
  return {
    links: new Map(status.links.map((link) => [link.node, seenLink(link)])),
    txKeyed: status.tx_keyed,
  };
}

function seenLink(link: LinkInfo) {
  return { keyed: link.current_tx, total: link.total_tx_seconds, mode: link.mode };
}

/** What can happen to the source or to a client. */
type Step =
  | { readonly type: "link"; readonly local: string; readonly node: string }
  | { readonly type: "edge"; readonly local: string; readonly node: string }
  | { readonly type: "transmitter" | "status"; readonly local: string }
  | { readonly type: "stick" | "drain" | "reconnect"; readonly client: number }
  | { readonly type: "wait"; readonly ms: number };

const local = fc.constantFrom(...LOCAL_NODES);
const node = fc.constantFrom("2000", "KF8S", "3507690");
const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constantFrom("link" as const, "edge" as const), local, node }),
  fc.record({ type: fc.constantFrom("edge" as const), local, node }),
  fc.record({ type: fc.constantFrom("transmitter" as const, "status" as const), local }),
  fc.record({
    type: fc.constantFrom("stick" as const, "drain" as const, "reconnect" as const),
    client: fc.nat(3),
  }),
  fc.record({ type: fc.constant("wait" as const), ms: fc.constantFrom(1, 40, 100, 300) }),
);

/** Changes the source by one step and gives the events that tell it. */
function change(step: Step, states: NodeStatus[], total: number): DomainEvent[] {
  if (!("local" in step)) return [];
  const at = states.findIndex((status) => status.node_id === step.local);
  const status = states[at];
  if (!status) return [];
  const put = (fields: Partial<NodeStatus>) => states[at] = { ...status, ...fields };
  if (step.type === "status") return [event("STATUS_UPDATE", status)];
  if (step.type === "transmitter") {
    const keyed = !status.tx_keyed;
    put({ tx_keyed: keyed });
    return [event("NODE_TX", { node: step.local, keyed, at: SAMPLE_AT })];
  }
  if (!("node" in step)) return [];
  const link = status.links.find((each) => each.node === step.node);
  const others = status.links.filter((each) => each.node !== step.node);
  if (step.type === "link" && link) {
    put({ links: others });
    return [event("LINK_REMOVED", [{ local_node: step.local, node: step.node }])];
  }
  if (step.type === "link") {
    const added = linkInfo({ local_node: step.local, node: step.node, total_tx_seconds: total });
    put({ links: [...others, added] });
    return [event("LINK_ADDED", [added])];
  }
  if (!link) return [];
  const edged = { ...link, current_tx: !link.current_tx, total_tx_seconds: total };
  put({ links: [...others, edged] });
  const { local_node, last_tx_start, last_tx_end } = edged;
  const kind = edged.current_tx ? "START" : "STOP";
  const edge = { local_node, node: step.node, kind, at: SAMPLE_AT, last_tx_start, last_tx_end } as const;
  return [event("LINK_TX", { ...edge, total_tx_seconds: total })];
}

function run(steps: readonly Step[], linkTxBatchMs: number): void {
  const made = bench({ linkTxBatchMs, ringSize: 6, bounds: { maxBytes: 900, maxMessages: 4 } });
  const states = LOCAL_NODES.map((node_id) => nodeStatus({ node_id }));
  made.source.nodes = states;
  const viewers = [{}, { raw: true }, { topics: ["links", "nodes"] as const }, { nodes: ["1999"] }]
    .map((options) => new Viewer(made, options));
  for (const [total, step] of steps.entries()) {
    made.publish(...change(step, states, total));
    if (step.type === "wait") made.clock.advance(step.ms);
    const viewer = "client" in step ? viewers[step.client] : undefined;
    if (step.type === "stick" && viewer) viewer.port.stuck = true;
    if (step.type === "drain") viewer?.drain();
    if (step.type === "reconnect") viewer?.reconnect();
    for (const each of viewers) each.take();
  }
  for (const viewer of viewers) viewer.drain();
  made.clock.advance(1_000);
  for (const viewer of viewers) viewer.drain();
  const truth = new Map(states.map((status) => [status.node_id, seenOf(status)]));
  const chosen = new Map([...truth].filter(([id]) => id === "1999"));
  viewers.forEach((viewer, index) => {
    deepStrictEqual(viewer.nodes, index === 3 ? chosen : truth, `viewer ${index}`);
  });
}

for (const linkTxBatchMs of [100, 0]) {
  Deno.test(`LiveHub leaves every client with the state of the source, whatever happens, edges gathered ${linkTxBatchMs} ms`, () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 80, size: "max" }), (steps) => run(steps, linkTxBatchMs)),
      { numRuns: 200 },
    );
  });
}
