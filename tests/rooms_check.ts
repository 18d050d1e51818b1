import { ENTRANCES, FORBIDDEN_CALLS, OPEN_ROOMS, type RoomRule, ROOMS, SHARED } from "./rooms_table.ts";
import { importsOf, type SourceImport } from "./source_imports.ts";

/** Source files by their path below the root. */
export type Tree = ReadonlyMap<string, string>;

/** Finds every arrow and call of the tree that the table forbids, one line each; none when all is well. */
export function findFaults(tree: Tree): string[] {
  const faults: string[] = [];
  for (const [path, source] of tree) {
    const room = roomOf(path);
    const rule = ROOMS[room];
    if (rule === undefined) {
      faults.push(`${path}: no such room in the table: ${room}`);
      continue;
    }
    for (const found of importsOf(source)) faults.push(...importFaults(tree, path, room, rule, found));
    faults.push(...callFaults(path, source, room, rule));
  }
  return [...faults, ...cycles(tree)];
}

/** The room that a file belongs to. */
function roomOf(path: string): string {
  const [top = "", second = "", third = ""] = path.split("/");
  if (top !== "lib") return top;
  const nested = `lib/${second}/${third}`;
  return nested in ROOMS && path !== nested ? nested : `lib/${second}`;
}

function importFaults(tree: Tree, path: string, room: string, rule: RoomRule, found: SourceImport): string[] {
  const target = resolve(path, found.from);
  if (target === null) {
    return mayUsePackage(rule, found.from) ? [] : [`${path}: may not import the package ${found.from}`];
  }
  const to = ENTRANCES[found.from] === undefined ? roomOf(target) : found.from;
  if (to === room || (to.startsWith("fresh") && room === "lib/fresh")) return [];
  const faults: string[] = [];
  if (!mayEnter(room, rule, to, found.typeOnly)) faults.push(`${path}: ${room} may not import ${to}`);
  if (!isEntrance(tree, room, to, target)) faults.push(`${path}: enters ${to} by another door: ${target}`);
  return faults;
}

/** The path of a file of the tree, `null` for a package. */
function resolve(path: string, from: string): string | null {
  if (from.startsWith(".")) return new URL(from, `file:///${path}`).pathname.slice(1);
  return ENTRANCES[from] ?? null;
}

function mayUsePackage(rule: RoomRule, name: string): boolean {
  if (rule.packages?.includes(name)) return true;
  return name.startsWith("node:") && name !== "node:sqlite" && rule.side === "server";
}

function mayEnter(room: string, rule: RoomRule, to: string, typeOnly: boolean): boolean {
  const listed = (rooms: readonly string[] = []) =>
    rooms.includes(to) || (rooms.includes("lib/*") && to.startsWith("lib/"));
  if (listed(SHARED.everywhere) || (rule.side === "server" && listed(SHARED.server))) return room !== to;
  if (typeOnly && listed(rule.types)) return true;
  return listed(rule.may) && !rule.not?.includes(to);
}

/** Other rooms come in by `mod.ts`; the nested rooms of `lib/fresh` belong to one house. */
function isEntrance(tree: Tree, room: string, to: string, target: string): boolean {
  if (OPEN_ROOMS.includes(to) || to in ENTRANCES || target === to || !to.startsWith("lib/")) return true;
  if (to === "lib/fresh" && room.startsWith("lib/fresh/")) return true;
  const files = [...tree.keys()].filter((path) => roomOf(path) === to);
  return files.length <= 1 || target === `${to}/mod.ts`;
}

function callFaults(path: string, source: string, room: string, rule: RoomRule): string[] {
  const code = source
    .replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/\s\/\/ .*$/gm, "");
  if (rule.side === "browser") return /\bDeno\b/.test(code) ? [`${path}: touches Deno in the browser`] : [];
  if (room === "lib/clock" || room === "lib/log") return [];
  return FORBIDDEN_CALLS.filter((call) => call.test(code)).map((call) =>
    `${path}: uses ${code.match(call)?.[0]} outside of lib/clock and lib/log`
  );
}

/** Rooms that import each other in a circle, each circle once. */
function cycles(tree: Tree): string[] {
  const arrows = roomArrows(tree);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (room: string, way: readonly string[]) => {
    const at = way.indexOf(room);
    if (at >= 0) {
      found.push(`rooms import each other: ${[...way.slice(at), room].join(" -> ")}`);
      return;
    }
    if (done.has(room)) return;
    for (const next of arrows.get(room) ?? []) visit(next, [...way, room]);
    done.add(room);
  };
  for (const room of arrows.keys()) visit(room, []);
  return found;
}

function roomArrows(tree: Tree): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const [path, source] of tree) {
    const room = houseOf(path);
    const to = arrows.get(room) ?? new Set();
    arrows.set(room, to);
    for (const { from } of importsOf(source)) {
      const target = resolve(path, from);
      if (target !== null && houseOf(target) !== room) to.add(houseOf(target));
    }
  }
  return arrows;
}

/** Nested rooms count as one with the room around them. */
function houseOf(path: string): string {
  return path.startsWith("lib/fresh/") ? "lib/fresh" : roomOf(path);
}
