/**
 * Accounts, sessions, tokens, and who did what.
 *
 * users: `name_key` is the name in lower case, so that no two differ by case alone; `nodes` a JSON list, null for every node.
 * sign_ins: one row a session that has not ended. api_tokens: `secret_hash` is the SHA-256 of the secret. account_state: one row
 * that counts every change, by which a running server sees what the command line did. audit: what happened is never changed,
 * and nothing goes that is newer than `audit_state` says may be deleted.
 */
export const ACCOUNTS_SQL = `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    nodes TEXT,
    created_at_ms INTEGER NOT NULL,
    password_at_ms INTEGER NOT NULL,
    signed_in_at_ms INTEGER
  ) STRICT;

  CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sign_ins_by_user ON sign_ins (user_id, created_at_ms);

  CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER,
    used_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX api_tokens_by_user ON api_tokens (user_id, created_at_ms);

  CREATE TABLE account_state (id INTEGER PRIMARY KEY CHECK (id = 1), changes INTEGER NOT NULL) STRICT;
  INSERT INTO account_state VALUES (1, 0);

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    who TEXT,
    address TEXT NOT NULL,
    what TEXT NOT NULL,
    node TEXT,
    target TEXT,
    result TEXT NOT NULL,
    ref TEXT,
    detail TEXT
  ) STRICT;
  CREATE INDEX audit_by_time ON audit (at_ms);
  CREATE TABLE audit_state (id INTEGER PRIMARY KEY CHECK (id = 1), delete_before_id INTEGER NOT NULL) STRICT;
  INSERT INTO audit_state VALUES (1, 0);
  CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
  CREATE TRIGGER audit_kept BEFORE DELETE ON audit
    WHEN OLD.id >= (SELECT delete_before_id FROM audit_state WHERE id = 1)
    BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
`;
