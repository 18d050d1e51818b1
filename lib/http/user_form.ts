import type { NodeLimit, Principal } from "../auth/mod.ts";
import { mayManage } from "../auth/mod.ts";
import { isRole, type Role, ROLES } from "../wire/mod.ts";
import { badField } from "./body.ts";

/** Longest list of nodes that a form is read for; what is longer is refused as no list of nodes. */
const MAX_NODES_LENGTH = 3_000;

/** Roles that somebody may give. */
export function rolesToGive(principal: Principal): readonly Role[] {
  return ROLES.filter((role) => mayManage(principal, role));
}

/** The role that a form asks for. Throws a `Refusal`. */
export function roleOfForm(form: URLSearchParams): Role {
  const role = form.get("role");
  if (isRole(role)) return role;
  throw badField("role", `expected one of: ${ROLES.join(", ")}`);
}

/** The nodes that a form names: `all`, or numbers with commas or blanks between; none where it is empty. */
export function nodesOfForm(form: URLSearchParams): NodeLimit {
  const text = (form.get("nodes") ?? "").trim().slice(0, MAX_NODES_LENGTH);
  if (text.toLowerCase() === "all") return "all";
  return [...new Set(text.split(/[\s,]+/).filter((node) => node !== ""))];
}

/** The password that a form gives; `null` where it is left empty. */
export function passwordOfForm(form: URLSearchParams): string | null {
  return form.get("password") || null;
}
