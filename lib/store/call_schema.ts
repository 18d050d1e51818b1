/**
 * One row a call. `ended_at_ms` is null while it is up, `seen_at_ms` how far it is known to have gone. `search` is what a search
 * looks through, in small letters; the index over it is read in place of the rows. `course` is JSON: what happened, and who
 * took part.
 */
export const CALLS_SQL = `
  CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    server TEXT NOT NULL,
    call_id TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    from_extension TEXT NOT NULL,
    from_name TEXT,
    to_extension TEXT NOT NULL,
    to_name TEXT,
    to_group TEXT,
    queue TEXT,
    adopted INTEGER NOT NULL,
    ringing_at_ms INTEGER,
    answered_at_ms INTEGER,
    ended_at_ms INTEGER,
    seen_at_ms INTEGER NOT NULL,
    talk_ms INTEGER,
    total_ms INTEGER,
    cause TEXT,
    cause_description TEXT,
    cause_code INTEGER,
    search TEXT NOT NULL,
    course TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX calls_named ON calls (server, call_id, started_at_ms);
  CREATE INDEX calls_by_id ON calls (call_id, started_at_ms);
  CREATE INDEX calls_searched ON calls (started_at_ms, call_id, server, search);
  CREATE INDEX calls_by_cause ON calls (cause, started_at_ms, call_id, server, search);
  CREATE INDEX calls_open ON calls (server) WHERE ended_at_ms IS NULL;
`;
