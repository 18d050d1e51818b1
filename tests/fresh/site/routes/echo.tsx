import Echo, { Second } from "../islands/Echo.tsx";
import { define } from "../state.ts";

/** One of each kind that can be a prop, and text that would break out of a script. */
const VALUES = [
  undefined,
  null,
  -0,
  NaN,
  10n,
  "</script><script>document.title = 'hacked'</script>",
  "<!-- <img src=x onerror=alert(1)> \u2028",
  new Date(0),
  new Map([["a", [1]]]),
  new Set(["b"]),
];

export default define.page(() => (
  <main>
    <Echo values={VALUES} />
    <Second />
  </main>
));
