import { useEffect, useRef, useState } from "preact/hooks";
import { LookupForm } from "../components/LookupForm.tsx";
import { LookupResults } from "../components/LookupResults.tsx";
import { askLookup, type LookupReading } from "../lib/client/mod.ts";

/** A search follows the last key after so long: a quick typist makes one for a word, not one for each letter. */
const PAUSE_MS = 200;

/** The search for nodes, as somebody types. What was rendered on the server is its first answer. */
export default function Lookup(props: {
  readonly query: string;
  readonly reading: LookupReading;
  readonly basePath: string;
}) {
  const { basePath } = props;
  const [query, setQuery] = useState(props.query);
  const [reading, setReading] = useState(props.reading);
  const asked = useRef(props.query.trim());
  const field = useRef<HTMLInputElement>(null);
  // What was typed before the scripts were there counts as well.
  useEffect(() => setQuery(field.current?.value ?? props.query), []);
  useEffect(() => {
    const wanted = query.trim();
    if (wanted === asked.current) return;
    const abort = new AbortController();
    const timer = setTimeout(() => void search(wanted, abort.signal), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);

  const search = async (wanted: string, signal: AbortSignal) => {
    try {
      const found = await askLookup(`${basePath}/api/node-lookup`, wanted, signal);
      if (signal.aborted) return;
      asked.current = found.kind === "found" ? wanted : "\n"; // what failed is asked again
      setReading(found);
      const search = wanted === "" ? "" : `?${new URLSearchParams({ q: wanted })}`;
      history.replaceState(history.state, "", location.pathname + search);
    } catch (error) {
      if (!signal.aborted) throw error; // a newer search took its place
    }
  };

  return (
    <>
      <LookupForm
        action={`${basePath}/lookup`}
        query={query}
        field={field}
        onInput={setQuery}
        onSubmit={(event) => event.preventDefault()}
      />
      <LookupResults reading={reading} home={`${basePath}/`} />
    </>
  );
}
