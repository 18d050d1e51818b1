import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  applyMessage,
  compareLinks,
  type DashboardModel,
  formatPercent,
  formatTimer,
  type LinkView,
  orderedLinkIds,
  sessionPercent,
  sessionTxSeconds,
  talkerRows,
  topRows,
  totalTxSeconds,
} from "../../lib/client/mod.ts";
import type { Envelope, LinkInfo } from "../../lib/wire/mod.ts";
import { ago, edge, link, message, model, NOW_MS, status, talk } from "./builders.ts";

const node = fc.constantFrom("2000", "2001", "KF8S", "KF8S-R", "3507690");
const seconds = fc.integer({ min: -4000, max: 4000 });

const linkInfo: fc.Arbitrary<LinkInfo> = fc.record({
  node,
  heard: fc.option(seconds),
  keyed: fc.option(seconds),
  since: fc.option(seconds),
  total: fc.nat(10_000),
  session: fc.nat(4_000),
}).map(({ node, heard, keyed, since, total, session }) =>
  link(node, {
    last_heard_at: heard === null ? null : ago(heard),
    current_tx: keyed !== null,
    current_tx_since: keyed === null ? null : ago(keyed),
    connected_since: since === null ? null : ago(since),
    elapsed_seconds: since,
    total_tx_seconds: total,
    session_tx_seconds: session,
  })
);

/** Any message, as `seq => envelope`. */
const anyMessage: fc.Arbitrary<(seq: number) => Envelope> = fc.oneof(
  fc.array(linkInfo, { maxLength: 4 }).map((links) => (seq: number) => message("LINK_ADDED", links, seq)),
  fc.array(linkInfo, { maxLength: 4 }).map((links) => (seq: number) => message("LINK_UPDATED", links, seq)),
  node.map((name) => (seq: number) => message("LINK_REMOVED", [{ local_node: "1999", node: name }], seq)),
  fc.uniqueArray(linkInfo, { maxLength: 5, selector: (info) => info.node })
    .map((links) => (seq: number) => message("STATUS_UPDATE", status(links), seq)),
  fc.tuple(node, fc.constantFrom("START" as const, "STOP" as const), seconds, fc.nat(9_000))
    .map(([name, kind, at, total]) => (seq: number) =>
      message("LINK_TX_BATCH", [edge(name, kind, at, total)], seq)
    ),
  fc.tuple(node, seconds, fc.option(fc.nat(300)))
    .map(([name, at, duration]) => (seq: number) => message("TALKER_EVENT", talk(name, at, duration), seq)),
);

const stream = fc.array(anyMessage, { maxLength: 40 }).map((makers) =>
  makers.map((make, index) => make(index + 11))
);

function linksOf(shown: DashboardModel): LinkView[] {
  return [...shown.nodes.get("1999")?.links.values() ?? []];
}

function assertShowable(shown: DashboardModel): void {
  const ids = orderedLinkIds(shown.nodes.get("1999")?.links ?? new Map());
  strictEqual(new Set(ids).size, ids.length, "each link at most once");
  for (const view of linksOf(shown)) {
    for (const atMs of [NOW_MS, NOW_MS - 5e6, NOW_MS + 5e6]) {
      const values = [
        totalTxSeconds(view, atMs),
        sessionTxSeconds(view, atMs),
        sessionPercent(view, atMs) ?? 0,
      ];
      for (const value of values) ok(Number.isFinite(value) && value >= 0, String(values));
      ok(!/NaN|Infinity/.test(formatTimer(values[0] ?? 0) + formatPercent(values[2] ?? 0)));
    }
  }
  const keys = talkerRows(shown, 30).map((row) => row.key);
  strictEqual(new Set(keys).size, keys.length, "each talker row at most once");
  for (const row of topRows(shown, 10, NOW_MS)) ok(row.share >= 0 && row.share <= 1, String(row.share));
}

Deno.test("any messages in any order leave a model that can be shown", () => {
  const shuffled = stream.chain((messages) => fc.shuffledSubarray(messages, { minLength: messages.length }));
  fc.assert(
    fc.property(shuffled, (messages) => {
      let shown = model();
      for (const each of messages) {
        shown = applyMessage(shown, each);
        assertShowable(shown);
      }
    }),
    { numRuns: 150 },
  );
});

/** No server tells of an edge of a link that is not there. */
function isPossible(shown: DashboardModel, envelope: Envelope): boolean {
  if (envelope.messageType !== "LINK_TX_BATCH") return true;
  return envelope.data.every(({ node }) => shown.nodes.get("1999")?.links.has(node));
}

/** What a server could have said of these messages, and where they lead in order. */
function history(told: readonly Envelope[]): { messages: Envelope[]; ordered: DashboardModel } {
  const messages: Envelope[] = [];
  let ordered = model();
  for (const each of told) {
    if (!isPossible(ordered, each)) continue;
    messages.push(each);
    ordered = applyMessage(ordered, each);
  }
  return { messages, ordered };
}

Deno.test("two streams of the same server end at the same links however they interleave", () => {
  const turns = fc.array(fc.boolean(), { minLength: 80, maxLength: 80 });
  fc.assert(
    fc.property(stream, turns, (told, firsts) => {
      const { messages, ordered } = history(told);
      const statuses = messages.filter((each) => each.messageType === "STATUS_UPDATE");
      const rest = messages.filter((each) => each.messageType !== "STATUS_UPDATE");
      let mixed = model();
      while (statuses.length + rest.length > 0) {
        const [first, second] = firsts.pop() ? [statuses, rest] : [rest, statuses];
        mixed = applyMessage(mixed, first.shift() ?? second.shift() ?? null);
      }
      const names = (shown: DashboardModel) => linksOf(shown).map((view) => view.node).sort();
      deepStrictEqual(names(mixed), names(ordered));
    }),
    { numRuns: 300 },
  );
});

Deno.test("compareLinks is a total order", () => {
  const views = fc.uniqueArray(linkInfo, { minLength: 3, maxLength: 5, selector: (info) => info.node })
    .map((links) => linksOf(model({ nodes: [status(links)] })));
  fc.assert(fc.property(views, (links) => {
    for (const a of links) {
      for (const b of links) {
        strictEqual(Math.sign(compareLinks(a, b)), -Math.sign(compareLinks(b, a)) || 0);
        strictEqual(compareLinks(a, b) === 0, a === b);
        for (const c of links) {
          if (compareLinks(a, b) < 0 && compareLinks(b, c) < 0) ok(compareLinks(a, c) < 0);
        }
      }
    }
  }));
});
