import type { Asterisk } from "./asterisk.ts";
import { ALL_CLASSES, EVENT_CLASSES } from "./classes.ts";
import { type CliOutput, printed, refused } from "./cli.ts";

/** `manager show user <name>`: what a user may see and do. */
export function showManagerUser({ users }: Asterisk, [name]: readonly string[]): CliOutput {
  if (name === undefined) {
    return refused([
      "Usage: manager show user <user>",
      "       Display all information related to the manager user specified.",
    ]);
  }
  const user = users.find(name);
  if (!user) return printed([`There is no manager called ${name}`]);
  return printed([
    "",
    `           username: ${user.name}`,
    "             secret: <Set>",
    "                ACL: no",
    `          read perm: ${classNames(user.read)}`,
    `         write perm: ${classNames(user.write)}`,
    "   displayconnects: yes",
    "allowmultiplelogin: yes",
    "         Variables: ",
  ]);
}

function classNames(mask: number): string {
  const names = Object.entries(EVENT_CLASSES).filter(([, bit]) => (mask & bit) !== 0).map(([name]) => name);
  if (mask === ALL_CLASSES) names.push("all");
  return names.length === 0 ? "<none>" : names.join(",");
}
