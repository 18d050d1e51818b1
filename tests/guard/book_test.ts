import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { ConnectionBook } from "../../lib/guard/book.ts";
import { begin } from "../../lib/guard/connection.ts";

const LIMITS = { perAddress: 2, total: 3 };
const end = (port: number) => ({ address: "192.0.2.1", port });

function bookOf(groupOf: (address: string) => string | null = (address) => address) {
  const book = new ConnectionBook(LIMITS, groupOf);
  const used = () => book.bounds({ ofAddress: 0, inAll: 0 }).map((bound) => bound.used);
  return { book, used };
}

Deno.test("ConnectionBook takes a port that is used again for another connection, and times it anew", () => {
  const { book, used } = bookOf();
  const first = book.at(end(1), 0);
  book.see(first, 50, 0);
  // Its descriptor is gone and another has its port, all between two looks.
  const again = book.at(end(1), 9_000);
  book.see(again, 40, 9_000);
  deepStrictEqual([again.fd, again.activity], [
    40,
    { is: "waiting", first: true, sinceMs: 9_000, from: null },
  ]);
  deepStrictEqual(used(), [1, 1]);
  const exchange = begin(again, 9_500, false);
  book.see(again, 41, 9_600);
  deepStrictEqual(again.activity, { is: "busy", exchanges: new Set([exchange]) });
});

Deno.test("ConnectionBook forgets what the handler told of when no socket of it is ever seen", () => {
  const { book, used } = bookOf();
  const told = book.at(end(1), 0);
  book.forgetUnseen(4_000);
  strictEqual(book.at(end(1), 4_000), told);
  book.forgetUnseen(6_000);
  deepStrictEqual(used(), [0, 0]);
  notStrictEqual(book.at(end(1), 6_000), told);
});

Deno.test("ConnectionBook has streams give way last, in all and of one address", () => {
  const { book } = bookOf();
  const [stream, busy, silent] = [1, 2, 3].map((port) => book.at(end(port), 0));
  if (!stream || !busy || !silent) throw new Error("there are three");
  begin(stream, 0, false).step = { is: "streaming" };
  begin(busy, 0, false);
  deepStrictEqual(book.tooManyOfAddress(), [silent]);
  book.forget(silent);
  deepStrictEqual(book.tooManyOfAddress(), []);
  const shared = bookOf(() => null).book;
  const [old, young, served, last] = [1, 2, 3, 4].map((port) => shared.at(end(port), port));
  if (!old || !young || !served || !last) throw new Error("there are four");
  begin(served, 5, false);
  deepStrictEqual(shared.tooManyInAll(), [old]);
  deepStrictEqual(shared.tooManyOfAddress(), []);
});
