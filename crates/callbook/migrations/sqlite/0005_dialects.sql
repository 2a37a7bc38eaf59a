-- Dialects: credentials of their own, what an account says for them, and lists of calls by the number of the page.

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
