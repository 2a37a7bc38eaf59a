-- Tokens for the page: sessions that somebody began with a token instead of a name, and tokens that pages of other sites have.
CREATE TABLE token_with_origins (
    account TEXT NOT NULL REFERENCES account (account),
    id BLOB NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    role TEXT NOT NULL CHECK (role IN ('operator', 'administrator', 'supervisor', 'user', 'source')),
    scope TEXT,
    -- Whose calls it shows: the user's, or those of the teams.
    user TEXT,
    teams TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(teams)),
    -- Of a session: who signed in by name.
    person TEXT,
    created_at INTEGER NOT NULL,
    -- Of a session: when it ends.
    expires_at INTEGER,
    revoked_at INTEGER,
    dialect TEXT CHECK (length(dialect) BETWEEN 1 AND 32),
    -- The businesses whose calls it is for, by their scopes, of which '' is that of what has none; none: of all.
    businesses TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(businesses)),
    -- The client whose calls it shows: the key of a contact, or a UUID by which only other software knows him.
    client TEXT,
    -- The origins of the pages that may ask with it; none: it is for no page of another site.
    origins TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(origins)),
    -- Of a session: the token by which somebody signed in.
    session_of BLOB CHECK (length(session_of) = 16),
    PRIMARY KEY (account, id),
    UNIQUE (account, hash),
    FOREIGN KEY (account, person) REFERENCES person (account, name),
    CHECK (role <> 'user' OR user IS NOT NULL OR client IS NOT NULL),
    CHECK (person IS NULL OR session_of IS NULL),
    CHECK ((person IS NULL AND session_of IS NULL) = (expires_at IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO token_with_origins (account, id, name, hash, role, scope, user, teams, person, created_at, expires_at, revoked_at, dialect,
        businesses, client)
    SELECT account, id, name, hash, role, scope, user, teams, person, created_at, expires_at, revoked_at, dialect, businesses, client
    FROM token;

DROP TABLE token;

ALTER TABLE token_with_origins RENAME TO token;

CREATE INDEX token_of_person ON token (account, person) WHERE person IS NOT NULL;
CREATE INDEX token_of_session ON token (account, session_of) WHERE session_of IS NOT NULL;
CREATE INDEX token_of_pages ON token (account, id) WHERE origins <> '[]';

-- Exports: lists that somebody asked for as a file. The files stand in a folder; here is what is known of them.

CREATE TABLE export (
    account TEXT NOT NULL REFERENCES account (account),
    id BLOB NOT NULL CHECK (length(id) = 16),
    -- Who asked: 'person:' and a name, or 'token:' and an id; and by what it was judged what he sees, since the file has no more.
    owner TEXT NOT NULL,
    sees TEXT NOT NULL,
    format TEXT NOT NULL CHECK (length(format) BETWEEN 1 AND 16),
    filter TEXT NOT NULL CHECK (json_valid(filter)),
    state TEXT NOT NULL CHECK (state IN ('making', 'ready', 'failed')),
    -- How many conversations and bytes are in it.
    done INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
    bytes INTEGER NOT NULL DEFAULT 0 CHECK (bytes >= 0),
    -- Why it failed: a word, and the same for people.
    reason TEXT,
    says TEXT,
    asked_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- When it is removed.
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (account, id),
    CHECK ((reason IS NOT NULL) = (state = 'failed')),
    CHECK ((says IS NOT NULL) = (state = 'failed')),
    CHECK ((ended_at IS NULL) = (state = 'making'))
) STRICT, WITHOUT ROWID;
