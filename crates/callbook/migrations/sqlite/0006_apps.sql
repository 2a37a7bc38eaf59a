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

-- What was sent, in few words, where its receiver says: of an app the event, the call and how long the payload is, as JSON.
ALTER TABLE delivery ADD COLUMN about TEXT CHECK (json_valid(about));

-- Integers that were given to what is no entry of the directory (rule N17): whoever called and is not known, his number, the account.
CREATE TABLE given (
    account TEXT NOT NULL REFERENCES account (account),
    kind TEXT NOT NULL,
    word TEXT NOT NULL,
    serial INTEGER NOT NULL CHECK (serial > 0),
    PRIMARY KEY (account, kind, word),
    UNIQUE (account, serial)
) STRICT, WITHOUT ROWID;
