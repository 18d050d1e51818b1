import type { ComponentChildren } from "preact";

/** A page that only says one thing, and where to go from there. */
export function Message(props: {
  readonly title: string;
  readonly home: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="message" aria-labelledby="message">
      <h2 id="message">{props.title}</h2>
      {props.children}
      <p>
        <a class="button" href={props.home}>To the dashboard</a>
      </p>
    </section>
  );
}
