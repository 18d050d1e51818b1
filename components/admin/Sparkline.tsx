/** The drawing's own measures; it is as large as its place. */
const WIDTH = 240;
const HEIGHT = 40;
const INSET = 2;

/** A line of how something went; what it says is told in words beside it. */
export function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  const most = Math.max(...values, 0);
  const least = Math.min(...values, most);
  // What hardly moves is a line in the middle, not a mountain range of noise; nothing at all is at the bottom.
  const span = Math.max(most - least, most * 0.05) || 1;
  const pad = most === 0 ? 0 : (span - (most - least)) / 2;
  // One value is as good as two that are the same.
  const line = values.length === 1 ? [...values, ...values] : values;
  const x = (at: number) => INSET + at / Math.max(1, line.length - 1) * (WIDTH - 2 * INSET);
  const y = (value: number) => HEIGHT - INSET - (value - least + pad) / span * (HEIGHT - 2 * INSET);
  const points = line.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {points.length > 1 && <polyline points={points.join(" ")} />}
    </svg>
  );
}
