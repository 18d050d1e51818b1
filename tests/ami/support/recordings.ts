const FOLDER = new URL("../../../fixtures/ami/", import.meta.url);

/** A recorded session: every byte that the server sent. */
export interface Recording {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every recorded session, by name. */
export function recordings(): Recording[] {
  const names = [...Deno.readDirSync(FOLDER)].map((entry) => entry.name).filter((name) =>
    name.endsWith(".raw")
  );
  return names.sort().map((name) => ({ name, bytes: Deno.readFileSync(new URL(name, FOLDER)) }));
}

/** The recording whose name begins so. */
export function recording(prefix: string): Recording {
  const found = recordings().find(({ name }) => name.startsWith(prefix));
  if (!found) throw new Error(`find a recording, none begins so: ${prefix}`);
  return found;
}
