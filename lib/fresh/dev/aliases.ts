/**
 * The names that `deno.json` maps to files of the project, as absolute paths for the bundler. A part of a package that
 * only the server has in a form of its own (`preact/jsx-runtime`) is not among them.
 */
export async function localAliases(root: string): Promise<Record<string, string>> {
  const { imports = {} }: { imports?: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(`${root}/deno.json`),
  );
  const local = Object.entries(imports).filter(([name, target]) =>
    target.startsWith("./") && !imports[packageOf(name)]?.startsWith("npm:")
  );
  return Object.fromEntries(local.map(([name, target]) => [name, `${root}/${target.slice(2)}`]));
}

function packageOf(name: string): string {
  return name.split("/")[0] ?? name;
}
