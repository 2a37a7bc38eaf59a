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
