-- People who sign in, and what a token shows (rule N24).
--
-- A session of a person is a token that ends by itself, so that one door decides for all. Of a password only a slow hash is
-- kept. Tokens are written anew since what may stand in a column cannot be widened in place; nothing refers to them.

CREATE TABLE person (
    account TEXT NOT NULL REFERENCES account (account),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'supervisor', 'user')),
    -- The key of the user of the directory that this person is.
    user TEXT,
    -- Keys of the teams whose calls a supervisor sees.
    teams TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(teams)),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    deleted_at INTEGER,
    PRIMARY KEY (account, name),
    CHECK (role <> 'user' OR user IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE token_of_any_role (
    account TEXT NOT NULL REFERENCES account (account),
    id BLOB NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    role TEXT NOT NULL CHECK (role IN ('operator', 'administrator', 'supervisor', 'user', 'source')),
    scope TEXT,
    -- Whose calls it shows: the user's, or those of the teams.
    user TEXT,
    teams TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(teams)),
    -- Of a session: who signed in.
    person TEXT,
    created_at INTEGER NOT NULL,
    -- Of a session: when it ends.
    expires_at INTEGER,
    revoked_at INTEGER,
    PRIMARY KEY (account, id),
    UNIQUE (account, hash),
    FOREIGN KEY (account, person) REFERENCES person (account, name),
    CHECK (role <> 'user' OR user IS NOT NULL),
    CHECK ((person IS NULL) = (expires_at IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO token_of_any_role (account, id, name, hash, role, scope, created_at, revoked_at)
    SELECT account, id, name, hash, role, scope, created_at, revoked_at FROM token;

DROP TABLE token;

ALTER TABLE token_of_any_role RENAME TO token;

CREATE INDEX token_of_person ON token (account, person) WHERE person IS NOT NULL;
