import type { LogEntry } from "../../lib/wire/mod.ts";

/** Lines of the log, newest first. */
export function LogLines({ lines }: { readonly lines: readonly LogEntry[] }) {
  if (lines.length === 0) return <p class="empty">Nothing of that level was written lately.</p>;
  return (
    <div class="log-scroll" role="region" aria-label="Log, newest first" tabIndex={0}>
      <ol class="log-lines">
        {lines.map(({ id, at, level, room, text }) => (
          <li key={`${id} ${at}`} data-level={level}>
            <time dateTime={at}>{at.slice(5, 19).replace("T", " ")}</time>
            <b class="log-level">{level}</b>
            <span class="dim">{room}</span>
            <span class="log-text">{text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
