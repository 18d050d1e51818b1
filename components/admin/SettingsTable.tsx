import type { SettingEntry } from "../../lib/wire/mod.ts";

const SOURCES: Readonly<Record<SettingEntry["source"], string>> = {
  file: "file",
  environment: "environment",
  flag: "command line",
  default: "default",
};

/** Every setting as it holds, and where it was written. */
export function SettingsTable({ settings }: { readonly settings: readonly SettingEntry[] }) {
  return (
    <table class="admin-table dense">
      <caption class="sr-only">Settings</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Value</th>
          <th scope="col">From</th>
        </tr>
      </thead>
      <tbody>
        {settings.map((each) => (
          <tr key={each.key} data-source={each.source}>
            <th scope="row">
              <code>{each.key}</code>
            </th>
            <td data-label="Value">{valueText(each)}</td>
            <td data-label="From">
              {SOURCES[each.source]}
              {each.place !== null && <code class="dim">{` ${each.place}`}</code>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function valueText({ value, secret, set }: SettingEntry) {
  if (secret && set) return <span class="dim">hidden</span>;
  return value === null || value === "" ? <span class="dim">none</span> : value;
}
