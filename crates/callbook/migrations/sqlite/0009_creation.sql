-- Calls by when they were told first, for lists of dialects that are ordered so.

-- What was told with a conversation's first version has that moment. Of a call that came out of another in a store of before, it is the
-- conversation's.
ALTER TABLE call ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE call SET created_at = coalesce((SELECT min(change.recorded_at) / 1000 * 1000 FROM change
    WHERE change.account = call.account AND change.conversation = call.conversation), started_at);

-- Ties go by id. The rest is there so that calls are counted by the index alone.
CREATE INDEX call_by_creation ON call (account, created_at, id, marks, conversation);
