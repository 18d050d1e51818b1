import Broken from "../islands/Broken.tsx";
import Echo, { Second } from "../islands/Echo.tsx";
import { define } from "../state.ts";

export default define.page(() => (
  <main>
    <Broken />
    <p>
      <Echo values={["a list inside a paragraph, which HTML does not allow"]} />
    </p>
    <Second />
  </main>
));
