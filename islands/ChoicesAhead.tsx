import { type ChoicesProps, GivenChoices } from "../components/Choices.tsx";
import { NodeChoice } from "../components/NodeChoice.tsx";
import { ServerChoice } from "../components/ServerChoice.tsx";

function BothChoices({ model, whole, view }: ChoicesProps) {
  return (
    <>
      <NodeChoice model={model} view={view} />
      {!view.wall && <ServerChoice model={whole} view={view} />}
    </>
  );
}

// Islands are loaded before the first is rendered, so that the dashboard finds what the server rendered.
GivenChoices.give(BothChoices);

/** Shows nothing: on a page it has the code of `Choices` come along. */
export default function ChoicesAhead() {
  return null;
}
