/** Rooms whose files stay apart: each wants a thread of its own, takes long, or waits for real time beside others. Taken first. */
const APART: readonly string[] = ["chaos", "mqtt", "nexus", "fresh", "guard", "memory", "native"];

/** Of the other rooms, those that take longest, taken next. */
const LONG: readonly string[] = ["routes", "cli", "wiretap", "simulator", "astdb", "config"];

/**
 * Writes a module for each room into `directory` that imports its test files, so that what they have in common is loaded once and not by
 * every file; gives what is to be tested, what takes long first.
 */
export async function bundleRooms(files: readonly string[], directory: string): Promise<string[]> {
  const rooms = Map.groupBy(files, roomOf);
  const names = [...rooms.keys()].sort((one, other) => rank(one) - rank(other));
  const modules: string[] = [];
  for (const name of names) {
    const own = rooms.get(name) ?? [];
    if (name === "" || APART.includes(name)) modules.push(...own);
    else modules.push(await bundle(`${directory}/${name}_test.ts`, own));
  }
  return modules;
}

/** The folder below `tests`; nothing for a file that is in none. */
function roomOf(file: string): string {
  const [, room, ...rest] = file.split("/");
  return rest.length > 0 && room !== undefined ? room : "";
}

/** Whatever is in neither list is quick and comes last. */
function rank(room: string): number {
  const order = [...APART, ...LONG];
  return order.includes(room) ? order.indexOf(room) : order.length;
}

async function bundle(path: string, files: readonly string[]): Promise<string> {
  const lines = files.map((file) =>
    `import ${JSON.stringify(new URL(`../${file}`, import.meta.url).href)};\n`
  );
  await Deno.writeTextFile(path, lines.join(""));
  return path;
}
