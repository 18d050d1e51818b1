/**
 * What `preact/jsx-runtime` means on the server: JSX that was compiled to templates (`"jsx": "precompile"`) becomes text
 * as soon as nothing in it is left to render. The markup is that of `preact-render-to-string`, byte for byte; Preact's
 * own functions for templates leave out `aria-expanded="false"` and escape the strings of a list twice.
 */
import { Signal } from "@preact/signals";
import { Fragment, type FunctionComponent, type VNode } from "preact";
import { jsx, jsxDEV, jsxs } from "preact/jsx-runtime";
import { attributeText, escapeText } from "./jsx_text.ts";
import { partsOf, type TemplatePart } from "./jsx_template.ts";

export { Fragment, jsx, jsxDEV, jsxs };
export type { JSX } from "preact/jsx-runtime";

/** What stands between two parts of a template: text as it is sent, or something that is still to be rendered. */
type Expression = string | VNode | null | readonly Expression[];

interface TemplateProps {
  readonly tpl: readonly string[];
  readonly exprs: readonly Expression[];
}

/** Joins the parts of a template with what belongs between them; neighbours that are text already become one. */
export function jsxTemplate(template: string[], ...expressions: Expression[]): VNode {
  const parts = partsOf(template);
  const count = expressions.length;
  if (count === 0) return templateNode([parts[0]?.text ?? ""], NOTHING);
  // Joined once and not piece by piece: a text put together by `+` keeps all its pieces alive, and the collector carries
  // those of a whole page along. As long as it will be from the beginning: a list that grows is copied as it does.
  const pieces = new Array<string>(2 * count + 1);
  for (let i = 0; i < count; i++) {
    const value = textOf(expressions[i]);
    // Most templates are text through and through.
    if (typeof value !== "string") return waitingTemplate(parts, expressions);
    pieces[2 * i] = parts[i]?.text ?? "";
    pieces[2 * i + 1] = spaced(parts[i], value);
  }
  pieces[2 * count] = parts[count]?.text ?? "";
  return templateNode([pieces.join("")], NOTHING);
}

/** A template with parts that have to wait for the renderer, and the texts between them. */
function waitingTemplate(parts: readonly TemplatePart[], expressions: readonly Expression[]): VNode {
  const tpl: string[] = [];
  const exprs: Expression[] = [];
  let pieces = [parts[0]?.text ?? ""];
  for (let i = 0; i < expressions.length; i++) {
    const value = textOf(expressions[i]);
    const after = parts[i + 1]?.text ?? "";
    if (typeof value === "string") {
      pieces.push(spaced(parts[i], value), after);
      continue;
    }
    tpl.push(pieces.join(""));
    exprs.push(value);
    pieces = [after];
  }
  tpl.push(pieces.join(""));
  return templateNode(tpl, exprs);
}

/** `open`, `checked` and their like come without the space that `jsxAttr` puts first. */
function spaced(part: TemplatePart | undefined, value: string): string {
  return part?.beforeAttribute && value !== "" && value[0] !== " " ? ` ${value}` : value;
}

const NOTHING: readonly Expression[] = [];

/** Vnodes have this field so that nothing parsed from JSON can pass for one; Preact's names for what it notes in them. */
interface TemplateNode extends VNode<TemplateProps> {
  constructor: undefined;
  __: null;
  __k: null;
  __c: null;
}

/** The vnode that the renderer knows as a template. Made by hand: there are many, and no hook wants to know of them. */
function templateNode(tpl: readonly string[], exprs: readonly Expression[]): VNode {
  const node: TemplateNode = {
    type: Fragment as FunctionComponent<TemplateProps>,
    props: { tpl, exprs, children: undefined },
    key: null,
    ref: null,
    constructor: undefined,
    __: null,
    __k: null,
    __c: null,
  };
  return node as VNode;
}

/** An attribute with the space before it; empty when the element shall not have it. */
export function jsxAttr(name: string, value: unknown): string {
  return attributeText(name, value instanceof Signal ? value.peek() : value);
}

/** A child as text where it is some, else as it is: what has to wait for the renderer. */
export function jsxEscape(value: unknown): Expression {
  if (typeof value === "string") return escapeText(value);
  if (value === null || value === undefined || typeof value === "boolean" || typeof value === "function") {
    return "";
  }
  if (typeof value !== "object") return escapeText(String(value));
  if (Array.isArray(value)) return listOf(value);
  // Signals first: in a browser they pass for vnodes.
  if (value instanceof Signal) return jsxEscape(value.peek());
  return isVNode(value) ? textOf(value) : escapeText(String(value));
}

/** A list as one text or as something to render; the list itself stays as it is. */
function listOf(values: readonly unknown[]): Expression {
  const items = values.map(jsxEscape);
  if (items.every((item) => typeof item === "string")) return items.join("");
  return items.map((item) => typeof item === "string" ? templateNode([item], []) : item);
}

/** The text of a template in which nothing is left to render. */
function textOf(value: Expression | undefined): Expression {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value;
  const { props } = value as VNode;
  return isDone(props) ? props.tpl[0] ?? "" : value;
}

function isDone(props: object): props is TemplateProps {
  return "tpl" in props && Array.isArray(props.tpl) && props.tpl.length === 1;
}

/** Preact's vnodes have a `constructor` of `undefined`, which nothing parsed from JSON can have. */
function isVNode(value: unknown): value is VNode {
  return typeof value === "object" && value !== null && value.constructor === undefined;
}
