import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  type CommandInfo,
  type CommandResult,
  type FavoriteInfo,
  isCommandInfo,
  isDangerous,
  isFavorites,
  type NamedCommandInfo,
} from "../wire/mod.ts";
import { commandWords, type Order, orderWords, STATE_WORDS } from "./control_words.ts";

/** How often a command whose end is not known is asked for; the server itself gives up after 15 s. */
const ASK_EVERY_MS = 500;

/** Times that it is asked for: more than the server takes for a command that waited for others. */
const MAX_ASKS = 90;

/** Commands that the page keeps. */
const MAX_SHOWN = 20;

/** One node that may be worked from this page. */
export interface ControlNode {
  readonly nodeId: string;
  readonly name: string | null;
  readonly named: readonly NamedCommandInfo[];
}

/** Something dangerous that is asked once before it is sent. */
export interface ControlQuestion {
  readonly node: string;
  readonly order: Order;
}

/** What came of asking the API. */
export type ControlAnswer =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly message: string };

/** One node that was found. */
export interface Offer {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
}

/** What was found, or why nothing was looked for. */
export type Offers = readonly Offer[] | string;

/** How the desk asks the API: method, path below `/api`, and what is sent. Never rejects. */
export type ControlApi = (
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
) => Promise<ControlAnswer>;

/** What an operator does on a page, and what came of it. */
export class ControlDesk {
  readonly #commands: Signal<readonly CommandInfo[]>;
  readonly #favorites: Signal<readonly FavoriteInfo[]>;
  readonly #question = signal<ControlQuestion | null>(null);
  readonly #fault = signal<string | null>(null);
  readonly #said = signal("");
  readonly #named: readonly ControlNode[];
  /** Commands whose end is asked for. */
  readonly #followed = new Set<string>();

  constructor(
    nodes: readonly ControlNode[],
    recent: readonly CommandInfo[],
    favorites: readonly FavoriteInfo[],
    private readonly api: ControlApi,
    /** Runs something later; the browser's own timers where absent. */
    private readonly after: (delayMs: number, callback: () => void) => unknown = (delayMs, callback) =>
      setTimeout(callback, delayMs),
  ) {
    this.#named = nodes;
    this.#commands = signal(recent);
    this.#favorites = signal(favorites);
  }

  /** Commands of this page's nodes, newest first. */
  get commands(): ReadonlySignal<readonly CommandInfo[]> {
    return this.#commands;
  }

  /** Nodes to link to with one tap. */
  get favorites(): ReadonlySignal<readonly FavoriteInfo[]> {
    return this.#favorites;
  }

  /** What waits for a yes; `null`: nothing. */
  get question(): ReadonlySignal<ControlQuestion | null> {
    return this.#question;
  }

  /** Why the last order was not taken. */
  get fault(): ReadonlySignal<string | null> {
    return this.#fault;
  }

  /** What is to be announced. */
  get said(): ReadonlySignal<string> {
    return this.#said;
  }

  /** Whether a local node may be worked from this page. */
  works(node: string): boolean {
    return this.#named.some(({ nodeId }) => nodeId === node);
  }

  /** Follows what was under way when the page was made. */
  begin(): void {
    for (const { id, state } of this.#commands.peek()) {
      if (state === "accepted") this.#follow(id, 0);
    }
  }

  /** A command was taken: one that somebody else sent is shown as pending, and followed to its end. */
  began(command: CommandInfo): void {
    const { id, node } = command;
    if (!this.works(node) || this.#commands.peek().some((each) => each.id === id)) return;
    this.#take(command);
    this.#follow(id, 0);
  }

  /** A command ended: one that this page knows nothing of, because somebody else sent it, is read and shown. */
  async told({ id, node }: CommandResult): Promise<void> {
    if (!this.works(node) || this.#commands.peek().some((command) => command.id === id)) return;
    const answer = await this.api("GET", `/commands/${encodeURIComponent(id)}`);
    if (!answer.ok || !isCommandInfo(answer.data)) return; // the next page has it
    this.#take(answer.data);
    this.#tell(answer.data);
  }

  /** Orders something; what is dangerous is asked first. */
  order(node: string, order: Order): void {
    if (isDangerous(order) || this.#asks(node, order)) this.#question.value = { node, order };
    else void this.#send(node, order);
  }

  /** The answer to the question. */
  answer(yes: boolean): void {
    const asked = this.#question.peek();
    this.#question.value = null;
    if (asked && yes) void this.#send(asked.node, asked.order);
  }

  /** Says why something was not even ordered. */
  refuse(fault: string): void {
    this.#fault.value = fault;
  }

  /** Adds a favourite, for everybody where the account may. */
  async addFavorite(node: string, label: string | null, shared = false): Promise<void> {
    const body = { node, ...(label === null ? {} : { label }), ...(shared ? { shared } : {}) };
    const answer = await this.api("POST", "/favorites", body);
    await this.#readFavorites(answer, `${node} is a favourite${shared ? " of everybody" : ""}`);
  }

  /** Takes a favourite away. */
  async removeFavorite({ id, node }: FavoriteInfo): Promise<void> {
    await this.#readFavorites(
      await this.api("DELETE", `/favorites/${id}`),
      `${node} is no favourite any more`,
    );
  }

  /** Nodes of the directory that begin with what was typed, or why there is no answer. */
  async search(query: string, limit: number): Promise<Offers> {
    const answer = await this.api(
      "GET",
      `/node-lookup?${new URLSearchParams({ q: query, limit: String(limit) })}`,
    );
    if (!answer.ok) return answer.message;
    const { results } = Object(answer.data);
    return Array.isArray(results) ? results.flatMap(offerOf) : "the answer was not understood";
  }

  #asks(node: string, { action, name }: Order): boolean {
    const named = this.#named.find(({ nodeId }) => nodeId === node)?.named ?? [];
    return action === "named" && named.some((command) => command.name === name && command.ask);
  }

  async #send(node: string, order: Order): Promise<void> {
    this.#fault.value = null;
    const answer = await this.api("POST", `/nodes/${encodeURIComponent(node)}/commands`, order);
    if (!answer.ok || !isCommandInfo(answer.data)) {
      const why = answer.ok ? "the answer was not understood" : answer.message;
      this.#fault.value = `${orderWords(order)} was not taken: ${why}`;
      this.#said.value = this.#fault.value;
      return;
    }
    const { id } = answer.data;
    this.#said.value = `${orderWords(order)}, pending`;
    if (this.#followed.has(id)) return; // the stream was quicker
    this.#take(answer.data);
    this.#follow(id, 0);
  }

  #follow(id: string, asked: number): void {
    this.#followed.add(id);
    this.after(ASK_EVERY_MS, () => void this.#ask(id, asked + 1));
  }

  async #ask(id: string, asked: number): Promise<void> {
    const answer = await this.api("GET", `/commands/${encodeURIComponent(id)}`);
    if (answer.ok && isCommandInfo(answer.data)) this.#take(answer.data);
    const command = this.#commands.peek().find((each) => each.id === id);
    if (command?.state === "accepted" && asked < MAX_ASKS) return this.#follow(id, asked);
    this.#followed.delete(id);
    if (!command) return;
    if (command.state !== "accepted") return this.#tell(command);
    this.#take({ ...command, state: "unknown", message: "Nexus did not tell what came of it" });
  }

  #tell(command: CommandInfo): void {
    this.#said.value = `${commandWords(command)}: ${STATE_WORDS[command.state]}. ${command.message}`;
  }

  #take(command: CommandInfo): void {
    const others = this.#commands.peek().filter(({ id }) => id !== command.id);
    const index = this.#commands.peek().findIndex(({ id }) => id === command.id);
    this.#commands.value = others.toSpliced(Math.max(0, index), 0, command).slice(0, MAX_SHOWN);
  }

  async #readFavorites(done: ControlAnswer, said: string): Promise<void> {
    if (!done.ok) return void (this.#fault.value = done.message);
    const answer = await this.api("GET", "/favorites");
    if (answer.ok && isFavorites(answer.data)) this.#favorites.value = answer.data.favorites;
    this.#said.value = said;
  }
}

/** The API as a page of this server asks it. */
export function browserControlApi(basePath: string): ControlApi {
  return async (method, path, body) => {
    try {
      const response = await fetch(`${basePath}/api${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
      });
      return readAnswer(await response.json());
    } catch {
      return { ok: false, message: "Nexus cannot be reached, try again" };
    }
  };
}

function offerOf(entry: unknown): Offer[] {
  const text = (name: string) => {
    const value: unknown = Reflect.get(Object(entry), name);
    return typeof value === "string" ? value : null;
  };
  const node = text("node");
  if (node === null) return [];
  return [{ node, callsign: text("callsign"), description: text("description"), location: text("location") }];
}

function readAnswer(body: unknown): ControlAnswer {
  const answer = Object(body);
  if (Reflect.get(answer, "ok") === true) return { ok: true, data: Reflect.get(answer, "data") };
  const message: unknown = Reflect.get(Object(Reflect.get(answer, "error")), "message");
  return { ok: false, message: typeof message === "string" ? message : "the answer was not understood" };
}
