/** The names that `deno.json` maps to files of the project, as absolute paths for the bundler. */
export async function localAliases(root: string): Promise<Record<string, string>> {
  const { imports = {} }: { imports?: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(`${root}/deno.json`),
  );
  const local = Object.entries(imports).filter(([, target]) => target.startsWith("./"));
  return Object.fromEntries(local.map(([name, target]) => [name, `${root}/${target.slice(2)}`]));
}
