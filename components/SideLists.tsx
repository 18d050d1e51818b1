import { useCalmly } from "./calmly.ts";
import { GivenSide, type SideProps } from "./Side.tsx";
import { TalkerLog } from "./TalkerLog.tsx";
import { TopLinks } from "./TopLinks.tsx";

function SideLists({ model }: SideProps) {
  const late = useCalmly(model);
  return (
    <div class="side">
      <TalkerLog model={late} />
      <TopLinks model={late} />
    </div>
  );
}

GivenSide.give(SideLists);
