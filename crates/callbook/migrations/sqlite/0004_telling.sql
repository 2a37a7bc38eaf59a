-- A snapshot is the record as it was printed at its version, so that who lists records reads and prints nothing anew. One that was kept
-- before is a patch from nothing, and is read as such until its conversation is told again.
ALTER TABLE snapshot RENAME COLUMN patch TO told;
