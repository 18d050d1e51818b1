import type { LinkView } from "./model.ts";

/** What flows over a link, in a sentence. */
export function modeSentence(link: LinkView): string {
  if (link.linkState === "CONNECTING" || link.mode === "C") return "Connecting, no audio yet";
  switch (link.mode) {
    case "T":
      return "Transceive, audio both ways";
    case "R":
      return "Monitor, this node only listens";
    case "L":
      return "Local monitor, heard on this node alone";
    case null:
      return "Not known";
  }
}

/** Who began a link, in a sentence. */
export function directionSentence(link: LinkView): string {
  switch (link.direction) {
    case "IN":
      return `In, ${link.node} connected to ${link.localNode}`;
    case "OUT":
      return `Out, ${link.localNode} connected to ${link.node}`;
    case null:
      return "Not known";
  }
}

/** A public page about a node. */
export interface PublicPage {
  readonly title: string;
  readonly url: string;
}

const STATS_URL = "https://stats.allstarlink.org/stats/";

/** What the AllStarLink network shows of a link's node; nothing for other networks and for private nodes. */
export function publicPages(link: Pick<LinkView, "kind" | "node">): readonly PublicPage[] {
  if (link.kind !== "allstar" || !/^[0-9]+$/.test(link.node)) return [];
  return [
    { title: "Statistics", url: `${STATS_URL}${link.node}` },
    { title: "Network map", url: `${STATS_URL}${link.node}/networkMap` },
  ];
}
