import type { AccountFile } from "./account_file.ts";
import { integer, integerOrNull, type SqlRow, text, textOrNull } from "./columns.ts";

/** One account as a row; `nodes` is a JSON list, `null` for every node. */
export interface UserRow {
  readonly id: number;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: string;
  readonly nodes: string | null;
  readonly createdAtMs: number;
  readonly passwordAtMs: number;
  readonly signedInAtMs: number | null;
}

/** One session that has not ended. */
export interface SignInRow {
  readonly id: string;
  readonly userId: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly address: string;
  readonly agent: string | null;
}

/** One API token; `scopes` is a JSON list, `secretHash` the SHA-256 of its secret. */
export interface ApiTokenRow {
  readonly id: string;
  readonly userId: number;
  readonly name: string;
  readonly scopes: string;
  readonly secretHash: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly usedAtMs: number | null;
}

/** A new account. */
export type NewUserRow = Omit<UserRow, "id" | "signedInAtMs">;

/** What of an account may be changed; what is left out stays. */
export type UserChange = Partial<Pick<UserRow, "passwordHash" | "passwordAtMs" | "role" | "signedInAtMs">> & {
  readonly nodes?: string | null;
};

/**
 * Accounts, sessions and API tokens. Every change counts up `changes`, so that whoever else has the file open sees that there was
 * one. Everything throws `UnavailableError` when the database cannot be used.
 */
export class AccountTable {
  constructor(private readonly file: AccountFile) {}

  /** How many changes there were, ever. */
  changes(): number {
    return integer(this.file.all(CHANGES_SQL)[0] ?? {}, "changes");
  }

  /** A number that another one follows as soon as anybody else wrote to the file; cheap to ask. */
  dataVersion(): number {
    return integer(this.file.all("PRAGMA data_version")[0] ?? {}, "data_version");
  }

  /** Every account, oldest first. */
  users(): readonly UserRow[] {
    return this.file.all("SELECT * FROM users ORDER BY id").map(userRow);
  }

  /** Every session whose time is not over. */
  signIns(nowMs: number): readonly SignInRow[] {
    return this.file.all(SIGN_INS_SQL, { nowMs }).map(signInRow);
  }

  /** Every API token, those whose time is over included. */
  apiTokens(): readonly ApiTokenRow[] {
    return this.file.all("SELECT * FROM api_tokens ORDER BY created_at_ms, id").map(apiTokenRow);
  }

  /** Runs several of the calls below, all or none, and lasting beyond a power cut. Throws what `action` throws. */
  change<T>(action: () => T): T {
    return this.file.transaction(() => {
      const result = action();
      this.file.run("UPDATE account_state SET changes = changes + 1");
      return result;
    }, true);
  }

  /** Adds an account and gives its id; `null` when the name is taken. */
  addUser(row: NewUserRow): number | null {
    const nameKey = keyOf(row.name);
    if (this.file.all("SELECT 1 FROM users WHERE name_key = :nameKey", { nameKey }).length > 0) return null;
    this.file.run(ADD_USER_SQL, { ...row, nameKey });
    return integer(this.file.all("SELECT last_insert_rowid() AS id")[0] ?? {}, "id");
  }

  /** Changes an account. */
  changeUser(id: number, change: UserChange): void {
    const { passwordHash = null, passwordAtMs = null, role = null, signedInAtMs = null, nodes = null } =
      change;
    const setsNodes = "nodes" in change ? 1 : 0;
    this.file.run(CHANGE_USER_SQL, { id, passwordHash, passwordAtMs, role, signedInAtMs, nodes, setsNodes });
  }

  /** Deletes an account with its sessions and tokens. */
  deleteUser(id: number): void {
    this.file.run("DELETE FROM users WHERE id = :id", { id });
  }

  /** Adds a session. */
  addSignIn(row: SignInRow): void {
    this.file.run(ADD_SIGN_IN_SQL, { ...row });
  }

  /** Ends sessions. */
  endSignIns(ids: readonly string[]): void {
    this.file.run("DELETE FROM sign_ins WHERE id IN (SELECT value FROM json_each(:ids))", {
      ids: JSON.stringify(ids),
    });
  }

  /** Forgets sessions whose time is over. */
  forgetExpired(nowMs: number): void {
    this.file.run("DELETE FROM sign_ins WHERE expires_at_ms <= :nowMs", { nowMs });
  }

  /** Adds an API token. */
  addApiToken(row: ApiTokenRow): void {
    this.file.run(ADD_API_TOKEN_SQL, { ...row });
  }

  /** Deletes API tokens. */
  deleteApiTokens(ids: readonly string[]): void {
    this.file.run("DELETE FROM api_tokens WHERE id IN (SELECT value FROM json_each(:ids))", {
      ids: JSON.stringify(ids),
    });
  }

  /** Notes when an API token was used last; no change that others need to see. */
  noteUse(id: string, usedAtMs: number): void {
    this.file.run("UPDATE api_tokens SET used_at_ms = :usedAtMs WHERE id = :id", { id, usedAtMs });
  }
}

/** A name as it is compared: no two differ by case alone. */
function keyOf(name: string): string {
  return name.toLowerCase();
}

function userRow(row: SqlRow): UserRow {
  return {
    id: integer(row, "id"),
    name: text(row, "name"),
    passwordHash: text(row, "password_hash"),
    role: text(row, "role"),
    nodes: textOrNull(row, "nodes"),
    createdAtMs: integer(row, "created_at_ms"),
    passwordAtMs: integer(row, "password_at_ms"),
    signedInAtMs: integerOrNull(row, "signed_in_at_ms"),
  };
}

function signInRow(row: SqlRow): SignInRow {
  return {
    id: text(row, "id"),
    userId: integer(row, "user_id"),
    createdAtMs: integer(row, "created_at_ms"),
    expiresAtMs: integer(row, "expires_at_ms"),
    address: text(row, "address"),
    agent: textOrNull(row, "agent"),
  };
}

function apiTokenRow(row: SqlRow): ApiTokenRow {
  return {
    id: text(row, "id"),
    userId: integer(row, "user_id"),
    name: text(row, "name"),
    scopes: text(row, "scopes"),
    secretHash: text(row, "secret_hash"),
    createdAtMs: integer(row, "created_at_ms"),
    expiresAtMs: integerOrNull(row, "expires_at_ms"),
    usedAtMs: integerOrNull(row, "used_at_ms"),
  };
}

const CHANGES_SQL = "SELECT changes FROM account_state WHERE id = 1";

const SIGN_INS_SQL = "SELECT * FROM sign_ins WHERE expires_at_ms > :nowMs ORDER BY created_at_ms, id";

const ADD_USER_SQL = `
  INSERT INTO users (name, name_key, password_hash, role, nodes, created_at_ms, password_at_ms)
  VALUES (:name, :nameKey, :passwordHash, :role, :nodes, :createdAtMs, :passwordAtMs)`;

const CHANGE_USER_SQL = `
  UPDATE users SET
    password_hash = coalesce(:passwordHash, password_hash),
    password_at_ms = coalesce(:passwordAtMs, password_at_ms),
    role = coalesce(:role, role),
    signed_in_at_ms = coalesce(:signedInAtMs, signed_in_at_ms),
    nodes = CASE WHEN :setsNodes = 1 THEN :nodes ELSE nodes END
  WHERE id = :id`;

const ADD_SIGN_IN_SQL = `
  INSERT INTO sign_ins (id, user_id, created_at_ms, expires_at_ms, address, agent)
  VALUES (:id, :userId, :createdAtMs, :expiresAtMs, :address, :agent)`;

const ADD_API_TOKEN_SQL = `
  INSERT INTO api_tokens (id, user_id, name, scopes, secret_hash, created_at_ms, expires_at_ms, used_at_ms)
  VALUES (:id, :userId, :name, :scopes, :secretHash, :createdAtMs, :expiresAtMs, :usedAtMs)`;
