/** Classes of events and privileges, as bits of a mask; the numbers are Asterisk's (`EVENT_FLAG_...`). */
export const EVENT_CLASSES = {
  system: 1 << 0,
  call: 1 << 1,
  log: 1 << 2,
  verbose: 1 << 3,
  command: 1 << 4,
  agent: 1 << 5,
  user: 1 << 6,
  config: 1 << 7,
  dtmf: 1 << 8,
  reporting: 1 << 9,
  cdr: 1 << 10,
  dialplan: 1 << 11,
  originate: 1 << 12,
  agi: 1 << 13,
  cc: 1 << 15,
  aoc: 1 << 16,
  test: 1 << 17,
  security: 1 << 18,
  message: 1 << 30,
} as const;

/** Every class. */
export const ALL_CLASSES = 0x7fffffff;

const TRUE_WORDS: ReadonlySet<string> = new Set(["on", "yes", "true", "y", "t", "all"]);
const FALSE_WORDS: ReadonlySet<string> = new Set(["off", "no", "false", "n", "f"]);

/** Reads `Events:` and `EventMask:`: a number of bits, a word for all or none, or a comma list; unknown names add nothing. */
export function parseMask(text: string): number {
  const word = text.trim().toLowerCase();
  if (/^\d{1,10}$/.test(word)) return Number(word) & ALL_CLASSES;
  if (TRUE_WORDS.has(word)) return ALL_CLASSES;
  if (FALSE_WORDS.has(word)) return 0;
  return word.split(",").reduce((mask, name) => mask | classBit(name.trim()), 0);
}

function classBit(name: string): number {
  if (name === "all") return ALL_CLASSES;
  const found = Object.entries(EVENT_CLASSES).find(([known]) => known === name);
  return found ? found[1] : 0;
}
