-- A snapshot is the record as it was printed at its version, so that who lists records reads and prints nothing anew. One that was kept
-- before is a patch from nothing, and is read as such until its conversation is told again.
ALTER TABLE snapshot RENAME COLUMN patch TO told;

-- Telling: who wants to be told of changes, and what became of telling them.
--
-- The change row is the outbox. Everything up to a subscription's position is either not wanted or has a row here; what comes
-- after it and has none is still to be sent, for the first time or, after a crash, again.

CREATE TABLE subscription (
    account TEXT NOT NULL REFERENCES account (account),
    id BLOB NOT NULL CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
    name TEXT NOT NULL,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    position INTEGER NOT NULL CHECK (position >= 0),
    -- Counts every setting back of the position, so that who was at work from another one stops.
    turn INTEGER NOT NULL DEFAULT 0,
    -- Why it is switched off; null: it is on.
    off TEXT,
    -- Since when every attempt failed; null: the last one did not.
    failing_since INTEGER,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
    account TEXT NOT NULL,
    subscription BLOB NOT NULL,
    change INTEGER NOT NULL CHECK (change > 0),
    -- One change may be told in several parts, which are numbered from 0.
    part INTEGER NOT NULL CHECK (part >= 0),
    id BLOB NOT NULL CHECK (length(id) = 16),
    -- The conversation as it was called when it was told; null of a change of something else.
    conversation BLOB CHECK (length(conversation) = 16),
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
    tries INTEGER NOT NULL DEFAULT 0,
    -- Of one that failed and waits: when it is tried next.
    next_at INTEGER,
    -- What became of the latest tries, as JSON, oldest first.
    attempts TEXT NOT NULL CHECK (json_valid(attempts)),
    -- What was sent, as long as it may have to be sent again: every try has the same bytes.
    body TEXT,
    -- What that was, in few words, where its receiver says: of an app the event, the call and how long the payload is, as JSON.
    about TEXT CHECK (json_valid(about)),
    settled_at INTEGER NOT NULL,
    PRIMARY KEY (account, subscription, change, part),
    UNIQUE (account, id),
    FOREIGN KEY (account, subscription) REFERENCES subscription (account, id)
) STRICT;

CREATE INDEX delivery_by_state ON delivery (account, subscription, state, change, part);

CREATE INDEX delivery_settled ON delivery (account, settled_at) WHERE state = 'done';

-- What can be told of is no longer a closed list of the table, which cannot be widened in place.
CREATE TABLE change_of_any_kind (
    account TEXT NOT NULL,
    no INTEGER NOT NULL CHECK (no > 0),
    conversation INTEGER,
    source TEXT NOT NULL,
    version INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
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

INSERT INTO change_of_any_kind SELECT account, no, conversation, source, version, previous, kind, at, recorded_at, by, patch FROM change
    ORDER BY account, no;

DROP TABLE change;

ALTER TABLE change_of_any_kind RENAME TO change;

-- Apps: what is installed, what each keeps, what each wants to have later, what each wrote. And integers of things that the directory
-- has no entry of.
--
-- Everything an app has hangs by its name, and goes when it is removed; it may be there a moment before the app itself, since what
-- is run at its installation may keep something.

CREATE TABLE app (
    account TEXT NOT NULL REFERENCES account (account),
    app TEXT NOT NULL CHECK (length(app) BETWEEN 1 AND 64),
    -- By which it is told of changes; another one each time it is installed anew.
    subscription BLOB NOT NULL CHECK (length(subscription) = 16),
    -- Counts what was said of it: packages and parameters.
    version INTEGER NOT NULL CHECK (version > 0),
    -- The zip file as it came.
    package BLOB NOT NULL,
    -- What the installation was given, a JSON object.
    iparams TEXT NOT NULL CHECK (json_valid(iparams)),
    installed_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (account, app),
    UNIQUE (account, subscription),
    FOREIGN KEY (account, subscription) REFERENCES subscription (account, id)
) STRICT;

CREATE TABLE app_value (
    account TEXT NOT NULL REFERENCES account (account),
    app TEXT NOT NULL,
    key TEXT NOT NULL,
    -- A JSON object.
    value TEXT NOT NULL CHECK (json_valid(value)),
    -- When it counts no more; null: never.
    expires_at INTEGER,
    PRIMARY KEY (account, app, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX app_value_expires ON app_value (account, expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE app_schedule (
    account TEXT NOT NULL REFERENCES account (account),
    app TEXT NOT NULL,
    name TEXT NOT NULL,
    -- What the event brings along, a JSON object.
    brings TEXT NOT NULL CHECK (json_valid(brings)),
    -- When it happens next.
    at INTEGER NOT NULL,
    -- How often again: a unit of time, and every so many of it; null: once.
    unit TEXT,
    frequency INTEGER,
    PRIMARY KEY (account, app, name),
    CHECK ((unit IS NULL) = (frequency IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX app_schedule_due ON app_schedule (account, at);

CREATE TABLE app_log (
    account TEXT NOT NULL REFERENCES account (account),
    app TEXT NOT NULL,
    no INTEGER NOT NULL CHECK (no > 0),
    at INTEGER NOT NULL,
    level TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (account, app, no)
) STRICT;

-- Integers that were given to what is no entry of the directory (rule N17): whoever called and is not known, his number, the account.
CREATE TABLE given (
    account TEXT NOT NULL REFERENCES account (account),
    kind TEXT NOT NULL,
    word TEXT NOT NULL,
    serial INTEGER NOT NULL CHECK (serial > 0),
    PRIMARY KEY (account, kind, word),
    UNIQUE (account, serial)
) STRICT, WITHOUT ROWID;
