-- By which words of its name or key an entry of the directory is found. They are filled in after this, as SQL knows no words.

CREATE TABLE entry_word (
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    word TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (account, kind, word, key),
    FOREIGN KEY (account, kind, key) REFERENCES entry (account, kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_word_of ON entry_word (account, kind, key);
