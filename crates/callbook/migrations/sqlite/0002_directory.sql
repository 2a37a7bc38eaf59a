-- The directory of an account: who and what its calls are about.
--
-- A key is the entry's name in records, so it is never given to another entry, not even after a removal. Numbers stand here as
-- they are compared (rule R7).

-- Counts changes of the directory, so that whoever holds a copy knows when it is old.
ALTER TABLE counter ADD COLUMN directory INTEGER NOT NULL DEFAULT 0;

CREATE TABLE entry (
    account TEXT NOT NULL REFERENCES account (account),
    kind TEXT NOT NULL CHECK (kind IN ('user', 'team', 'line', 'queue', 'menu', 'trunk', 'contact')),
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    serial INTEGER NOT NULL CHECK (serial > 0),
    name TEXT,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    deleted_at INTEGER,
    -- The key of the entry that turned out to be the same.
    same_as TEXT CHECK (same_as <> key),
    PRIMARY KEY (account, kind, key),
    UNIQUE (account, serial),
    FOREIGN KEY (account, kind, same_as) REFERENCES entry (account, kind, key)
) STRICT, WITHOUT ROWID;

-- Without it each entry that is written would look through all others for those that it is the same as.
CREATE INDEX entry_same_as ON entry (account, kind, same_as);

CREATE TABLE entry_number (
    account TEXT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (account, number, kind, key),
    FOREIGN KEY (account, kind, key) REFERENCES entry (account, kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_number_of ON entry_number (account, kind, key);

-- What an entry is called in other systems: one id names one entry.
CREATE TABLE entry_id (
    account TEXT NOT NULL,
    system TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (account, system, kind, id),
    FOREIGN KEY (account, kind, key) REFERENCES entry (account, kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_id_of ON entry_id (account, kind, key);
