-- Finding and counting: the words that calls are found by, and figures of how the day went.
--
-- A store of before holds the numbers of its calls already; `callbook refold` finds the other words of calls of then, and counts
-- them.

-- One row for each word of a call. The first letter says what the word is: n a number as it is compared (rule R7), u the user of
-- a leg, a whom the call is assigned to, t a team, q a queue, l the number of a line, c a contact, s a word of a name that was
-- shown, w a word that was written about the call. Level 1: the call has it; 2: so has its conversation, which begins with
-- this call then; 4: the call is deleted; 8: the conversation is.
CREATE TABLE found_by (
    account TEXT NOT NULL,
    word TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    call INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 15),
    PRIMARY KEY (account, word, started_at, call)
) STRICT, WITHOUT ROWID;

CREATE TEMP TABLE first_call AS
    SELECT account, conversation, serial, started_at FROM (
        SELECT *, row_number() OVER (PARTITION BY account, conversation ORDER BY started_at, serial) AS place FROM call
    ) WHERE place = 1;
CREATE INDEX temp.first_call_of ON first_call (account, conversation);

INSERT INTO found_by SELECT number.account, 'n:' || number.number, number.started_at, number.call, number.conversation,
        1 + 2 * (number.call = first_call.serial) + 4 * (call.deleted_at IS NOT NULL) + 8 * (whole.deleted_at IS NOT NULL)
    FROM number JOIN call ON call.account = number.account AND call.serial = number.call
    JOIN conversation AS whole ON whole.account = number.account AND whole.serial = number.conversation
    JOIN first_call ON first_call.account = number.account AND first_call.conversation = number.conversation;
INSERT INTO found_by SELECT DISTINCT number.account, 'n:' || number.number, first_call.started_at, first_call.serial,
        number.conversation, 2 + 8 * (whole.deleted_at IS NOT NULL)
    FROM number JOIN conversation AS whole ON whole.account = number.account AND whole.serial = number.conversation
    JOIN first_call ON first_call.account = number.account AND first_call.conversation = number.conversation
    WHERE TRUE
    ON CONFLICT DO NOTHING;
DROP TABLE first_call;
DROP TABLE number;

-- What a row is listed by, as bits: 1 to 3 the direction, 4 to 60 the outcome, both as their words are numbered in
-- `ledger/marks.rs`; 64 missed, 128 handled, 256 with a recording, 512 ended, 1024 deleted, 2048 there to be listed.
ALTER TABLE conversation ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN source TEXT NOT NULL DEFAULT '';
-- The words of a call that stand in `found_by`, with a line feed between them; null: only its numbers do.
ALTER TABLE call ADD COLUMN words TEXT;
-- What of a conversation is counted in `figure`, as JSON.
ALTER TABLE conversation ADD COLUMN counted TEXT;

UPDATE conversation SET marks = 2048 * (version > 0 AND merged_into IS NULL AND erased_at IS NULL)
    + CASE direction WHEN 'inbound' THEN 1 WHEN 'outbound' THEN 2 WHEN 'internal' THEN 3 ELSE 0 END
    + 4 * CASE outcome WHEN 'answered' THEN 1 WHEN 'voicemail' THEN 2 WHEN 'blocked' THEN 3 WHEN 'abandoned' THEN 4 WHEN 'ivr' THEN 5
        WHEN 'cancelled' THEN 6 WHEN 'no_answer' THEN 7 WHEN 'declined' THEN 8 WHEN 'busy' THEN 9 WHEN 'unavailable' THEN 10
        WHEN 'failed' THEN 11 ELSE 0 END
    + 64 * (coalesce(direction, '') = 'inbound' AND coalesce(outcome, '') IN
        ('no_answer', 'busy', 'declined', 'unavailable', 'cancelled', 'abandoned', 'voicemail'))
    + 512 * (ended_at IS NOT NULL) + 1024 * (deleted_at IS NOT NULL);
UPDATE call SET source = (SELECT source FROM conversation WHERE conversation.account = call.account AND conversation.serial = call.conversation),
    marks = 2048 + CASE direction WHEN 'inbound' THEN 1 WHEN 'outbound' THEN 2 WHEN 'internal' THEN 3 ELSE 0 END
    + 4 * CASE outcome WHEN 'answered' THEN 1 WHEN 'voicemail' THEN 2 WHEN 'blocked' THEN 3 WHEN 'abandoned' THEN 4 WHEN 'ivr' THEN 5
        WHEN 'cancelled' THEN 6 WHEN 'no_answer' THEN 7 WHEN 'declined' THEN 8 WHEN 'busy' THEN 9 WHEN 'unavailable' THEN 10
        WHEN 'failed' THEN 11 ELSE 0 END
    + 64 * (coalesce(direction, '') = 'inbound' AND coalesce(outcome, '') IN
        ('no_answer', 'busy', 'declined', 'unavailable', 'cancelled', 'abandoned', 'voicemail'))
    + 512 * (ended_at IS NOT NULL) + 1024 * (deleted_at IS NOT NULL);

-- Lists walk these and look at nothing else until a row fits.
DROP INDEX conversation_by_start;
CREATE INDEX conversation_by_start ON conversation (account, started_at, serial, marks, ended_at, source);
CREATE INDEX conversation_unhandled ON conversation (account, started_at, serial, marks, ended_at, source) WHERE marks & 192 = 64;
DROP INDEX call_by_start;
CREATE INDEX call_by_start ON call (account, started_at, serial, marks, ended_at, source);
CREATE INDEX call_unhandled ON call (account, started_at, serial, marks, ended_at, source) WHERE marks & 192 = 64;

-- How many calls of what kind began in an hour, and how long callers waited and talked. An hour is named by its beginning, as
-- the account's clocks show it.
CREATE TABLE figure (
    account TEXT NOT NULL REFERENCES account (account),
    part TEXT NOT NULL CHECK (part IN ('all', 'source', 'line', 'queue', 'user')),
    key TEXT NOT NULL,
    hour INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('', 'inbound', 'outbound', 'internal')),
    tally BLOB NOT NULL,
    PRIMARY KEY (account, part, key, hour, direction)
) STRICT, WITHOUT ROWID;

-- Wrap-up: until when it is to be said what came of a call. And which entries of the directory nobody said anything of.

-- Whether that is asked for at all, and for how many seconds after the end at the most.
ALTER TABLE account ADD COLUMN wrapup TEXT NOT NULL DEFAULT 'required' CHECK (wrapup IN ('required', 'off'));
ALTER TABLE account ADD COLUMN wrapup_limit_s INTEGER NOT NULL DEFAULT 600 CHECK (wrapup_limit_s BETWEEN 1 AND 86400);

-- When the time for the first of its calls lapses that is still to be wrapped up; null: for none.
ALTER TABLE conversation ADD COLUMN wrap_up_until INTEGER;

CREATE INDEX conversation_wrap_up ON conversation (account, wrap_up_until)
    WHERE wrap_up_until IS NOT NULL AND merged_into IS NULL AND erased_at IS NULL;

-- Whether it was entered at first sight, and nothing was said of it on purpose since.
ALTER TABLE entry ADD COLUMN first_sight INTEGER NOT NULL DEFAULT 0 CHECK (first_sight IN (0, 1));

UPDATE entry SET first_sight = 1 WHERE settings = '{}' AND kind <> 'contact' AND same_as IS NULL;

CREATE INDEX entry_first_sight ON entry (account) WHERE first_sight = 1;

-- Presence: what phone systems know of their agents beside calls, so that a restart of the server knows who was paused until a
-- phone system's own lists say otherwise.
CREATE TABLE stand (
    account TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('member', 'phone')),
    -- Of a member the queue, of a phone nothing; and the phone system's own word for him or it.
    queue TEXT NOT NULL,
    word TEXT NOT NULL,
    -- Counts what was written of the account, so that whoever holds a copy knows when it is old.
    no INTEGER NOT NULL CHECK (no > 0),
    held TEXT NOT NULL CHECK (json_valid(held)),
    PRIMARY KEY (account, source, kind, queue, word),
    FOREIGN KEY (account, source) REFERENCES source (account, source)
) STRICT, WITHOUT ROWID;

CREATE INDEX stand_by_no ON stand (account, no);

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

-- Snapshots and changes may be large, and a large row in a table that is sorted by its key takes a page of its own for what is
-- over. They are kept in the order in which they come, beside an index.
CREATE TABLE snapshot_in_order (
    account TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    version INTEGER NOT NULL,
    patch TEXT NOT NULL,
    PRIMARY KEY (account, conversation),
    FOREIGN KEY (account, conversation) REFERENCES conversation (account, serial)
) STRICT;

INSERT INTO snapshot_in_order SELECT account, conversation, version, patch FROM snapshot;

DROP TABLE snapshot;

ALTER TABLE snapshot_in_order RENAME TO snapshot;

CREATE TABLE change_in_order (
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
) STRICT;

INSERT INTO change_in_order SELECT account, no, conversation, source, version, previous, kind, at, recorded_at, by, patch FROM change
    ORDER BY account, no;

DROP TABLE change;

ALTER TABLE change_in_order RENAME TO change;
