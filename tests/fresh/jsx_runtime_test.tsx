import { deepEqual, equal } from "node:assert/strict";
import { signal } from "@preact/signals";
import * as fc from "fast-check";
import { type ComponentChildren, h, type VNode } from "preact";
import { jsxAttr, jsxEscape, jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";

const Box = ({ children }: { readonly children?: ComponentChildren }) => <div class="box">{children}</div>;

/** What the renderer makes of the element that the template stands for. */
const plain = (props: Record<string, unknown>, ...children: ComponentChildren[]) =>
  renderToString(h("p", props, ...children) as VNode);

Deno.test("JSX is compiled to templates, and one without components is one text", () => {
  const vnode: VNode<Record<string, unknown>> = (
    <p title={"a".repeat(2)}>{[1, 2].map((each) => <b key={each}>{each}</b>)}</p>
  );
  deepEqual(vnode.props.tpl, ['<p title="aa"><b>1</b><b>2</b></p>']);
});

Deno.test("jsxAttr writes what the renderer writes, whatever the value", () => {
  const values = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant(null), fc.constant(undefined));
  const names = fc.constantFrom("title", "hidden", "aria-hidden", "data-open", "spellcheck", "colspan");
  fc.assert(fc.property(names, values, (name, value) => {
    equal(
      renderToString(jsxTemplate(["<p ", "></p>"], jsxAttr(name, value))),
      plain({ [name]: value }),
    );
  }));
});

Deno.test("jsxEscape writes what the renderer writes, whatever the child", () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.string().map((text) => signal(text)),
    fc.string().map((text) => <Box key="box">{text}</Box>),
    fc.string().map((text) => <i key="i" title={text}>{text}</i>),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })), { maxLength: 5 }), (children) => {
      equal(renderToString(jsxTemplate(["<p>", "</p>"], jsxEscape(children))), plain({}, children));
    }),
  );
});

Deno.test("jsxEscape leaves the list as it is, so that it can be rendered again", () => {
  const words = ["a & b", "<c>"];
  const render = () => renderToString(<p>{words}</p>);
  equal(render(), "<p>a &amp; b&lt;c></p>");
  equal(render(), "<p>a &amp; b&lt;c></p>");
  deepEqual(words, ["a & b", "<c>"]);
});

Deno.test("a component inside a template is rendered with its children, in its place", () => {
  const html = renderToString(
    <main>
      before{" "}
      <Box>
        {String("1 < 2")} <i>in</i>
      </Box>{" "}
      after
    </main>,
  );
  equal(html, '<main>before <div class="box">1 &lt; 2 <i>in</i></div> after</main>');
});

Deno.test("an attribute that is left out leaves no space, one that is a word alone keeps its own", () => {
  const render = (open: boolean, title?: string) =>
    renderToString(<details class="far" open={open} title={title}>x {title} y</details>);
  equal(render(false), '<details class="far">x  y</details>');
  equal(render(true, "a&b"), '<details class="far" open title="a&amp;b">x a&amp;b y</details>');
});

Deno.test("a handler is for the browser alone, and a signal is written as what it is now", () => {
  const text = signal("<now>");
  const html = renderToString(<button type="button" title={text} onClick={() => {}}>{text}</button>);
  equal(html, '<button type="button" title="&lt;now>">&lt;now></button>');
});

Deno.test("signs beyond Latin-1 are told by their number in text, attribute and what is written in the page itself", () => {
  const html = renderToString(
    <p title={String("a \u2212 b")}>
      “as it stands” – {String("\u2192 x")}
    </p>,
  );
  equal(html, '<p title="a &#8722; b">&#8220;as it stands&#8221; &#8211; &#8594; x</p>');
});

Deno.test("letters of every script and what turns the direction of text are sent as they are", () => {
  const names = ["J\u00f6rg", "\u0158e\u017e", "\u6f22", "\u{1f600}", "a\u202eb", "\u00a0"];
  for (const name of names) equal(renderToString(<p>{name}</p>), `<p>${name}</p>`);
});

Deno.test("a template whose parts wait keeps every text in its place", () => {
  const Late = ({ word }: { readonly word: string }) => <b>{word}</b>;
  const render = (open: boolean) =>
    renderToString(
      <details open={open} title={String("t")}>
        {String("1")} <Late word="2" /> {String("3")} <Late word="4" />
        {[<Late key="5" word="5" />, "6"]}
      </details>,
    );
  equal(render(true), '<details open title="t">1 <b>2</b> 3 <b>4</b><b>5</b>6</details>');
  equal(render(false), '<details title="t">1 <b>2</b> 3 <b>4</b><b>5</b>6</details>');
});
