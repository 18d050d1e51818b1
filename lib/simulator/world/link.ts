import type { LocalNode } from "./node.ts";
import type { DistantNode, LinkMode, LinkSpec, LinkState, LinkView, ListedMode } from "./types.ts";

/** One link of a local node, as the world keeps it. */
export class Link implements LinkView {
  readonly spec: LinkSpec;
  state: LinkState;
  reconnects = 0;
  network: readonly DistantNode[];
  /** The far end wants to be heard; `keyed` follows it but for the flicker of chained links. */
  talking = false;
  keyed = false;
  keyStartMs: number | null = null;
  keyEndMs: number | null = null;
  /** The other end, when it is a local node too. */
  far: { readonly node: LocalNode; readonly link: Link } | null = null;
  /** We are sending through the link; only kept for links between local nodes. */
  sending = false;

  constructor(spec: LinkSpec, state: LinkState) {
    this.spec = spec;
    this.state = state;
    this.network = spec.network ?? [];
  }

  get name(): string {
    return this.spec.name;
  }

  get mode(): LinkMode {
    return this.spec.mode;
  }

  get direction(): "IN" | "OUT" {
    return this.spec.direction;
  }

  get peer(): string {
    return this.spec.peer;
  }

  get permanent(): boolean {
    return this.spec.permanent === true;
  }

  /** What lists show: `C` while nobody has answered. */
  get listedMode(): ListedMode {
    return this.state.is === "established" || this.state.is === "lingering" ? this.mode : "C";
  }

  /** A phone user who keys is heard, but never marked. */
  get marked(): boolean {
    return this.keyed && this.spec.phone !== true;
  }
}
