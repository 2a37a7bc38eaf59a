-- Dialects: credentials of their own, what an account says for them, and lists of calls by the number of the page and by when they were
-- told first. And the bytes of recordings.

-- The dialect whose key a token is; null: it is a token of the house's own API. Neither counts in the other's place (rule R18).
ALTER TABLE token ADD COLUMN dialect TEXT CHECK (length(dialect) BETWEEN 1 AND 32);

-- What prices are in where nothing else is told, ISO 4217; and what is said for each dialect, by its name, a JSON object.
ALTER TABLE account ADD COLUMN currency TEXT NOT NULL DEFAULT 'USD' CHECK (length(currency) = 3);
ALTER TABLE account ADD COLUMN dialects TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(dialects));

-- How many calls over a line began on a day of UTC, counted in days since the epoch; so that a page with a number is found, and it is
-- known how many pages there are, without a look at every call. Handed: those of them that came out of another by a transfer.
CREATE TABLE call_day (
    account TEXT NOT NULL REFERENCES account (account),
    day INTEGER NOT NULL,
    calls INTEGER NOT NULL CHECK (calls >= 0),
    handed INTEGER NOT NULL CHECK (handed BETWEEN 0 AND calls),
    PRIMARY KEY (account, day)
) STRICT, WITHOUT ROWID;

-- Two more bits of a call's marks: 4096 it is shown as a part of the one beside which it was dialled, 8192 it came out of another by a
-- transfer. A conversation of one call has neither; `callbook refold` marks the others that a store of before holds.
INSERT INTO call_day SELECT account, started_at / 86400000000, count(*), 0 FROM call
    WHERE marks & 3072 = 2048 AND marks & 3 IN (1, 2) GROUP BY account, started_at / 86400000000;

-- Integers of calls that turned out to be others: there are few.
CREATE INDEX id_of_call_gone ON id (account, serial) WHERE kind = 'call' AND same_as IS NOT NULL;

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

-- Calls by when they were told first, for lists of dialects that are ordered so.

-- What was told with a conversation's first version has that moment. Of a call that came out of another in a store of before, it is the
-- conversation's.
ALTER TABLE call ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE call SET created_at = coalesce((SELECT min(change.recorded_at) / 1000 * 1000 FROM change
    WHERE change.account = call.account AND change.conversation = call.conversation), started_at);

-- The same by when something was told of them, or became of their recordings, last; and the business whose call it is, as the record has
-- it. Of a store of before, it is the conversation's moment, and no business, until `callbook refold`.
ALTER TABLE call ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN scope TEXT;
UPDATE call SET updated_at = coalesce((SELECT max(change.recorded_at) / 1000 * 1000 FROM change
    WHERE change.account = call.account AND change.conversation = call.conversation), started_at);

-- Ties go by id. The rest is there so that calls are counted by the index alone.
CREATE INDEX call_by_creation ON call (account, created_at, id, marks, conversation, scope, source);
CREATE INDEX call_by_update ON call (account, updated_at, id, marks, scope);

-- Tokens of a dialect that are for some of an account's businesses, or for a client of its: somebody outside, who is no user.
CREATE TABLE token_of_any_kind (
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
    dialect TEXT CHECK (length(dialect) BETWEEN 1 AND 32),
    -- The businesses whose calls it is for, by their scopes, of which '' is that of what has none; none: of all.
    businesses TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(businesses)),
    -- The client whose calls it shows: the key of a contact, or a UUID by which only other software knows him.
    client TEXT,
    PRIMARY KEY (account, id),
    UNIQUE (account, hash),
    FOREIGN KEY (account, person) REFERENCES person (account, name),
    CHECK (role <> 'user' OR user IS NOT NULL OR client IS NOT NULL),
    CHECK ((person IS NULL) = (expires_at IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO token_of_any_kind (account, id, name, hash, role, scope, user, teams, person, created_at, expires_at, revoked_at, dialect)
    SELECT account, id, name, hash, role, scope, user, teams, person, created_at, expires_at, revoked_at, dialect FROM token;

DROP TABLE token;

ALTER TABLE token_of_any_kind RENAME TO token;

CREATE INDEX token_of_person ON token (account, person) WHERE person IS NOT NULL;

-- Until when the history of a call waits for its recording, of the call of a conversation that waits first; null: of none.
ALTER TABLE conversation ADD COLUMN recording_until INTEGER;

CREATE INDEX conversation_awaited ON conversation (account, recording_until)
    WHERE recording_until IS NOT NULL AND merged_into IS NULL AND erased_at IS NULL;

-- Requests for calls, each written down before a phone system hears of it, so that none dials twice. Who was called stands in the
-- record alone.

CREATE TABLE origination (
    account TEXT NOT NULL REFERENCES account (account),
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    said TEXT NOT NULL,
    source TEXT NOT NULL,
    -- The id of its call; null: not known yet.
    call BLOB CHECK (length(call) = 16),
    fate TEXT NOT NULL CHECK (fate IN ('asked', 'dialled', 'refused')),
    -- Why it was refused.
    says TEXT CHECK ((says IS NOT NULL) = (fate = 'refused')),
    asked_at INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
