import { useSignal } from "@preact/signals";
import { page } from "fresh";
import { Head } from "fresh/runtime";
import Counter from "../islands/Counter.tsx";
import { define } from "../state.ts";

export const handler = define.handlers({
  GET: (ctx) => page({ start: Number(ctx.url.searchParams.get("start") ?? 1) }),
});

export default define.page<typeof handler>(({ data }) => {
  const shared = useSignal(data.start);
  return (
    <main>
      <Head>
        <title>Counters</title>
        <meta name="description" content="two counters" />
      </Head>
      <Counter label="one" count={shared} />
      <Counter label="two" count={shared} />
    </main>
  );
});
