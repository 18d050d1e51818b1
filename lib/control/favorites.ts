import {
  type AuditLog,
  type FavoriteRow,
  FavoriteTable,
  mayAdminister,
  type SignedIn,
  UnavailableError,
} from "../auth/mod.ts";
import type { Clock } from "../clock/mod.ts";
import type { Bound } from "../wire/mod.ts";
import { ControlError } from "./error.ts";
import { NODE_NUMBER_REGEXP } from "./read_command.ts";
import type { Sender } from "./types.ts";

/** Favourites of one account, and as many again for everybody; more are a directory, which there is. */
export const MAX_FAVORITES = 50;

/** One favourite of somebody. */
export interface Favorite {
  readonly id: number;
  readonly node: string;
  readonly label: string | null;
  /** Everybody has it. */
  readonly shared: boolean;
}

/** What is done to everybody's favourites. */
type FavoriteAct = "config.favorite_added" | "config.favorite_deleted";

/** What favourites are kept by. */
export interface FavoritesOptions {
  readonly table: FavoriteTable;
  readonly clock: Clock;
  readonly audit: AuditLog;
}

/** Nodes that are linked to again and again: each account's own, and those of everybody, which admins choose. */
export class Favorites {
  #most = 0;

  constructor(private readonly options: FavoritesOptions) {}

  /** How many the account has that has most, as of the last time that the database could be asked. */
  get bound(): Bound {
    try {
      this.#most = this.options.table.most();
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
    }
    return { name: "favorites_of_account", used: this.#most, limit: MAX_FAVORITES };
  }

  /** What somebody has, everybody's first. Throws `UnavailableError`. */
  of({ userId }: SignedIn): readonly Favorite[] {
    return this.options.table.of(userId).map(favorite);
  }

  /** Adds one, or names the one that is there anew. Errors: `ControlError`, `UnavailableError`. */
  add(sender: Sender, node: string, label: string | null, shared: boolean): Favorite {
    const { table, clock } = this.options;
    if (!NODE_NUMBER_REGEXP.test(node)) {
      throw new ControlError("bad", "read field node, expected a node number of 3 to 10 digits", {
        field: "node",
      });
    }
    if (shared) this.#requireAdmin(sender, "config.favorite_added", node);
    const userId = shared ? null : sender.principal.userId;
    if (table.count(userId) >= MAX_FAVORITES) {
      const message = `add a favourite, there are too many: delete one of ${MAX_FAVORITES}`;
      throw new ControlError("full", message);
    }
    const added = table.put({ userId, node, label, createdAtMs: clock.now() });
    if (shared) this.#record(sender, "config.favorite_added", node);
    return favorite(added);
  }

  /** Takes one away. Errors: `ControlError`, also for one of somebody else; `UnavailableError`. */
  remove(sender: Sender, id: number): void {
    const { table } = this.options;
    const row = table.find(id);
    if (!row || (row.userId !== null && row.userId !== sender.principal.userId)) {
      throw new ControlError("unknown", `delete a favourite, there is none with the id: ${id}`);
    }
    if (row.userId === null) this.#requireAdmin(sender, "config.favorite_deleted", row.node);
    table.delete(id);
    if (row.userId === null) this.#record(sender, "config.favorite_deleted", row.node);
  }

  #requireAdmin(sender: Sender, what: FavoriteAct, node: string): void {
    if (mayAdminister(sender.principal)) return;
    const { principal: { username: who }, from } = sender;
    const message = "change everybody's favourites, that is for admins";
    this.options.audit.record({ who, from, what, target: node, result: "refused", detail: message });
    throw new ControlError("forbidden", message);
  }

  #record({ principal, from }: Sender, what: FavoriteAct, node: string): void {
    this.options.audit.record({ who: principal.username, from, what, target: node, result: "ok" });
  }
}

function favorite({ id, node, label, userId }: FavoriteRow): Favorite {
  return { id, node, label, shared: userId === null };
}
