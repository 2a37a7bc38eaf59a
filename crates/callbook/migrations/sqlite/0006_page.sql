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
