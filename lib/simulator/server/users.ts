import { ALL_CLASSES, EVENT_CLASSES } from "./classes.ts";
import type { AmiUser } from "./request.ts";

const { system, call, reporting } = EVENT_CLASSES;

/**
 * Users of the manager: one who may everything, one who gets no dialplan events and may run no commands, one without events,
 * one with neither.
 */
const USERS: readonly AmiUser[] = [
  { name: "admin", secret: "simulator", read: ALL_CLASSES, write: ALL_CLASSES },
  { name: "limited", secret: "limited", read: system | call, write: system | call | reporting },
  { name: "noevents", secret: "noevents", read: 0, write: ALL_CLASSES },
  { name: "bare", secret: "bare", read: system, write: system },
];

/** Who may log in. */
export class UserBook {
  readonly #users = new Map(USERS.map((user) => [user.name, user]));

  /** A user by his name. */
  find(name: string): AmiUser | undefined {
    return this.#users.get(name);
  }

  /** Gives a user another secret, as an edit of manager.conf and a reload do. Throws when there is no such user. */
  setSecret(name: string, secret: string): void {
    const user = this.#users.get(name);
    if (!user) throw new Error(`change a secret, there is no such user: ${name}`);
    this.#users.set(name, { ...user, secret });
  }
}
