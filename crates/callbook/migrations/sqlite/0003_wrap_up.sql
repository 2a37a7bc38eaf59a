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
