-- The ledger: accounts, what is known of their calls, and what was told of it.
--
-- Every key begins with the account, so that the same tables can be spread over many machines. Times are microseconds since
-- the epoch, handed in; ids are 16 bytes; integers that are told (serials) come from the account's one counter row.

CREATE TABLE account (
    account TEXT NOT NULL PRIMARY KEY CHECK (length(account) BETWEEN 1 AND 64),
    region TEXT CHECK (length(region) = 2),
    zone TEXT NOT NULL,
    outside_prefix TEXT,
    own_numbers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(own_numbers)),
    -- How long conversations are kept, in days; null: for ever.
    retention_days INTEGER CHECK (retention_days > 0),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT, WITHOUT ROWID;

-- One row an account: the integers that were given last.
CREATE TABLE counter (
    account TEXT NOT NULL PRIMARY KEY REFERENCES account (account),
    serial INTEGER NOT NULL DEFAULT 0 CHECK (serial BETWEEN 0 AND 9007199254740991),
    signal INTEGER NOT NULL DEFAULT 0,
    change INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
    account TEXT NOT NULL REFERENCES account (account),
    source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 64),
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    PRIMARY KEY (account, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    account TEXT NOT NULL REFERENCES account (account),
    id BLOB NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    role TEXT NOT NULL CHECK (role IN ('operator', 'administrator', 'source')),
    scope TEXT,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (account, id),
    UNIQUE (account, hash)
) STRICT, WITHOUT ROWID;

-- How far a feed was read, written with the signals that were read.
CREATE TABLE feed_position (
    account TEXT NOT NULL REFERENCES account (account),
    source TEXT NOT NULL,
    feed TEXT NOT NULL,
    position TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (account, source, feed)
) STRICT, WITHOUT ROWID;

-- A row comes before whatever names it: a key that waited for its row would be looked for in every table at each insert.
CREATE TABLE conversation (
    account TEXT NOT NULL REFERENCES account (account),
    serial INTEGER NOT NULL CHECK (serial > 0),
    -- Null until something was told of it.
    id BLOB CHECK (length(id) = 16),
    source TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0 CHECK (version >= 0),
    state TEXT CHECK (state IN ('ringing', 'menu', 'queued', 'talking', 'held', 'parked', 'voicemail', 'conference', 'ended', 'logged')),
    direction TEXT CHECK (direction IN ('inbound', 'outbound', 'internal')),
    outcome TEXT CHECK (outcome IN ('answered', 'voicemail', 'blocked', 'abandoned', 'ivr', 'cancelled', 'no_answer', 'declined', 'busy', 'unavailable', 'failed')),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- When its newest signal was recorded.
    heard_at INTEGER NOT NULL,
    -- The conversation that it went into (rule N20).
    merged_into INTEGER,
    deleted_at INTEGER,
    erased_at INTEGER,
    -- Not to be removed before; null: by the account's retention.
    keep_until INTEGER,
    PRIMARY KEY (account, serial),
    FOREIGN KEY (account, merged_into) REFERENCES conversation (account, serial),
    CHECK ((version = 0) = (id IS NULL)),
    CHECK (ended_at >= started_at),
    CHECK (merged_into <> serial)
) STRICT, WITHOUT ROWID;

CREATE INDEX conversation_by_start ON conversation (account, started_at, serial);

CREATE INDEX conversation_open ON conversation (account, source, started_at)
    WHERE ended_at IS NULL AND merged_into IS NULL AND erased_at IS NULL;

CREATE TABLE call (
    account TEXT NOT NULL,
    serial INTEGER NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    conversation INTEGER NOT NULL,
    state TEXT NOT NULL,
    direction TEXT CHECK (direction IN ('inbound', 'outbound', 'internal')),
    outcome TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    deleted_at INTEGER,
    PRIMARY KEY (account, serial),
    FOREIGN KEY (account, conversation) REFERENCES conversation (account, serial),
    CHECK (ended_at >= started_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX call_by_start ON call (account, started_at, serial);

-- The numbers of legs and sides, as they are compared (rule R7).
CREATE TABLE number (
    account TEXT NOT NULL,
    number TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    call INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    PRIMARY KEY (account, number, started_at, call)
) STRICT, WITHOUT ROWID;

-- Every id that was ever told (rule N17): never dropped, not even by a rebuild or an erasure.
CREATE TABLE id (
    account TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('conversation', 'call', 'leg', 'recording')),
    serial INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    -- The id that is told instead.
    same_as BLOB CHECK (length(same_as) = 16 AND same_as <> id),
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

-- Which conversation a thread or a leg belongs to. Names are `t:` and a thread, or `l:` and a leg.
CREATE TABLE thread (
    account TEXT NOT NULL,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    PRIMARY KEY (account, source, name),
    FOREIGN KEY (account, conversation) REFERENCES conversation (account, serial)
) STRICT, WITHOUT ROWID;

-- The ground. The key makes sure that no fact is there twice.
CREATE TABLE signal (
    account TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    feed TEXT NOT NULL,
    key TEXT NOT NULL,
    -- In the order in which they were recorded, over the whole account.
    no INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, conversation, feed, key),
    FOREIGN KEY (account, conversation) REFERENCES conversation (account, serial)
) STRICT, WITHOUT ROWID;

-- What was told, and the outbox. Of a change of a source, conversation is null and version 0.
CREATE TABLE change (
    account TEXT NOT NULL,
    no INTEGER NOT NULL CHECK (no > 0),
    conversation INTEGER,
    source TEXT NOT NULL,
    version INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'changed', 'ended', 'corrected', 'imported', 'merged', 'erased', 'source_silent', 'source_heard')),
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    by TEXT,
    -- Null once erased.
    patch TEXT,
    PRIMARY KEY (account, no),
    UNIQUE (account, conversation, version),
    FOREIGN KEY (account, conversation) REFERENCES conversation (account, serial),
    CHECK ((conversation IS NULL) = (version = 0)),
    CHECK (conversation IS NULL OR previous < version)
) STRICT, WITHOUT ROWID;

-- All that was told of a conversation up to a version, so that reading it needs no history.
CREATE TABLE snapshot (
    account TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    version INTEGER NOT NULL,
    patch TEXT NOT NULL,
    PRIMARY KEY (account, conversation),
    FOREIGN KEY (account, conversation) REFERENCES conversation (account, serial)
) STRICT, WITHOUT ROWID;
