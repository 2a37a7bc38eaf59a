-- Media: the bytes of recordings, which stand in a folder or a bucket; here is what is known of them.
--
-- Bytes are written before the row that names them, and removed after it lets them go. Between the two they are loose: whoever starts
-- again removes what is loose, so that no row is ever without its bytes and no bytes are forgotten.

CREATE TABLE media (
    account TEXT NOT NULL REFERENCES account (account),
    recording BLOB NOT NULL CHECK (length(recording) = 16),
    -- Under which name the bytes stand, within the account.
    object TEXT NOT NULL,
    -- How the file's name ends, which says what kind of audio it is.
    ending TEXT NOT NULL CHECK (length(ending) BETWEEN 1 AND 8),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    -- In seconds; null where the bytes do not tell.
    length_s REAL CHECK (length_s >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    kept_at INTEGER NOT NULL,
    -- When the bytes were let go; the row stays, so that a link can say that there was something.
    removed_at INTEGER,
    PRIMARY KEY (account, recording),
    UNIQUE (account, object)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_by_age ON media (account, kept_at) WHERE removed_at IS NULL;

-- Bytes that no row keeps yet, or none any more.
CREATE TABLE loose_media (
    account TEXT NOT NULL REFERENCES account (account),
    object TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (account, object)
) STRICT, WITHOUT ROWID;

-- Recordings of which a phone system has the bytes, and which are still to be fetched from it.
CREATE TABLE wanted_media (
    account TEXT NOT NULL REFERENCES account (account),
    recording BLOB NOT NULL CHECK (length(recording) = 16),
    source TEXT NOT NULL,
    -- A link or the name of a file, as the phone system said it.
    place TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- When it is tried next; null: it was given up.
    next_at INTEGER,
    -- How a file that may still grow looked the last time.
    looked TEXT,
    PRIMARY KEY (account, recording)
) STRICT, WITHOUT ROWID;

CREATE INDEX wanted_media_due ON wanted_media (account, next_at) WHERE next_at IS NOT NULL;

-- What links to recordings are signed with: drawn once, the same for whoever serves this store, and for one that is restored.
CREATE TABLE link_key (
    account TEXT NOT NULL PRIMARY KEY REFERENCES account (account),
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT, WITHOUT ROWID;
