import { IS_BROWSER } from "fresh/runtime";

export default function Broken() {
  if (IS_BROWSER) throw new Error("fails in the browser");
  return <p>as the server made it</p>;
}
