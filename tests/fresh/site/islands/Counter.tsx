import { type Signal, useComputed } from "@preact/signals";
import { asset, Head, IS_BROWSER } from "fresh/runtime";

export default function Counter({ label, count }: { label: string; count: Signal<number> }) {
  const double = useComputed(() => count.value * 2);
  return (
    <section id={label} class={IS_BROWSER ? "live" : "still"}>
      <Head>
        <title>Count {count.value}</title>
      </Head>
      <img src="/img/dot.svg" alt="" width={1} height={1} />
      <a href={asset("/style.css")}>{label}</a>
      <output>{count}</output> doubled <b>{double}</b>
      <button type="button" onClick={() => count.value++}>more</button>
    </section>
  );
}
