-- Erasure (rule N25): what is kept no longer than an account wants it, and what somebody wants gone.

-- How long the bytes of recordings are kept, in days; null: as long as the server keeps them, or their conversations.
ALTER TABLE account ADD COLUMN recordings_retention_days INTEGER CHECK (recordings_retention_days > 0);

-- What went into a conversation goes with it.
CREATE INDEX conversation_gone ON conversation (account, merged_into) WHERE merged_into IS NOT NULL;

-- Hours, counted since the epoch, in which something was heard of conversations that were erased: raw input of then is still to go.
CREATE TABLE raw_to_go (
    account TEXT NOT NULL REFERENCES account (account),
    source TEXT NOT NULL,
    hour INTEGER NOT NULL,
    PRIMARY KEY (account, source, hour)
) STRICT, WITHOUT ROWID;

-- Its recordings are found when it goes.
CREATE INDEX id_of_recording ON id (account, conversation) WHERE kind = 'recording';
