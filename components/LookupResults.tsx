import { kindWord, type LookupReading } from "../lib/client/mod.ts";
import type { NodeLookupAnswer, NodeLookupResult } from "../lib/wire/mod.ts";

/** What a search found, or why it found nothing. */
export function LookupResults({ reading, home }: { readonly reading: LookupReading; readonly home: string }) {
  const results = reading.kind === "found" ? reading.answer.results : [];
  return (
    <>
      <p class="lookup-count" role="status">{sentence(reading)}</p>
      {results.length > 0 && <ResultTable results={results} home={home} />}
    </>
  );
}

function ResultTable({ results, home }: { results: readonly NodeLookupResult[]; home: string }) {
  return (
    <table class="lookup-table" role="table" aria-label="Nodes found">
      <thead role="rowgroup">
        <tr role="row">
          {["Node", "Callsign", "Description", "Location", "Network", "Linked now"].map((name) => (
            <th key={name} role="columnheader" scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {results.map((result) => <ResultRow key={result.node} result={result} home={home} />)}
      </tbody>
    </table>
  );
}

function ResultRow({ result, home }: { readonly result: NodeLookupResult; readonly home: string }) {
  const { node, callsign, description, location, kind, linked_to: linkedTo } = result;
  return (
    <tr role="row" data-node={node} data-linked={linkedTo.length > 0 ? "yes" : "no"}>
      <th role="rowheader" scope="row" class="num">{node}</th>
      <td role="cell" class="lookup-call">
        <bdi class="callsign">{callsign}</bdi>
      </td>
      <td role="cell">
        <bdi>{description}</bdi>
      </td>
      <td role="cell">
        <bdi>{location}</bdi>
      </td>
      <td role="cell" class="dim">{kindWord(kind)}</td>
      <td role="cell" class="lookup-linked">
        {linkedTo.map((local) => (
          <a key={local} class="lookup-mark" href={`${home}nodes/${encodeURIComponent(local)}`}>
            Linked to {local}
          </a>
        ))}
      </td>
    </tr>
  );
}

function sentence(reading: LookupReading): string {
  if (reading.kind === "limited") {
    return `Too many searches from here; the next is possible in ${Math.ceil(reading.retryAfterSec)} s.`;
  }
  if (reading.kind === "failed") return "Nexus does not answer. The search is made again when you type on.";
  const { answer } = reading;
  if (answer.q === "") return standing(answer);
  const count = answer.results.length;
  if (count === 0) return `Nothing found for “${answer.q}”.${emptyReason(answer)}`;
  if (answer.more) return `The first ${count} nodes; type more to see fewer.`;
  return count === 1 ? "1 node" : `${count} nodes`;
}

function standing({ directory }: NodeLookupAnswer): string {
  const { source, rows, imported_at: importedAt } = directory;
  if (source === "off") return "Only names given by hand, or of simulated nodes, are searched.";
  if (rows === 0) return "The directory is not there yet. It comes with the next download.";
  const day = importedAt === null ? "" : ` as of ${importedAt.slice(0, 10)}`;
  return `${rows.toLocaleString("en")} nodes are in the directory${day}.`;
}

function emptyReason({ directory }: NodeLookupAnswer): string {
  const isMissing = directory.source !== "off" && directory.rows === 0;
  return isMissing ? " The directory is not there yet." : "";
}
