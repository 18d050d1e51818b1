/** Something that cannot grow for ever: how full it is, where it ends, and what had to give way. */
export interface Bound {
  /** Letters, digits and `_`, with the unit where it is not a plain count: `ami_outbox_bytes`. */
  readonly name: string;
  /** How full it is; of several alike (one for each client, for each node) the fullest. */
  readonly used: number;
  readonly limit: number;
  /** What was given up since the start because it was full; absent where nothing is, or where nobody counts it. */
  readonly dropped?: number;
}
