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

-- What ended today is looked for when a server starts.
CREATE INDEX conversation_by_end ON conversation (account, ended_at) WHERE ended_at IS NOT NULL;
