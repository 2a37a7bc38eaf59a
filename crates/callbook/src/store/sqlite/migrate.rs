//! The tables, brought up to date when a store is opened. Forward only: a store that a newer version wrote is refused.
//! To change the tables: a further file in `migrations/sqlite/`, its line in [`MIGRATIONS`], and a filled store of the version
//! before it in `migrations/sqlite/filled/` (the test says how).

use rusqlite::Connection;

use super::super::{Result, StoreError};
use super::named;

/// Every migration, oldest first. The number of those that a store went through is its version.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/sqlite/0001_ledger.sql"),
    include_str!("../../../migrations/sqlite/0002_directory.sql"),
    include_str!("../../../migrations/sqlite/0003_people.sql"),
    include_str!("../../../migrations/sqlite/0004_telling.sql"),
    include_str!("../../../migrations/sqlite/0005_dialects.sql"),
    include_str!("../../../migrations/sqlite/0006_page.sql"),
    include_str!("../../../migrations/sqlite/0007_erasure.sql"),
    include_str!("../../../migrations/sqlite/0008_names.sql"),
];

/// What SQL cannot fill in: after which migration, and how.
const FILLS: &[(usize, Fill)] = &[(8, named::fill)];

type Fill = fn(&Connection) -> Result<()>;

/// Marks a file as a store of ours, so that no other program's file is ever written to: `Cbk1`.
const APPLICATION_ID: i64 = 0x4362_6b31;

/// How many migrations a store went through; an error if it is none of ours.
pub(super) fn look(conn: &Connection) -> Result<i64> {
    let number = |pragma: &str| conn.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let (ours, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if ours != APPLICATION_ID && (tables > 0 || ours != 0) {
        return Err(StoreError::Broken("the file is no store of callbook".to_owned()));
    }
    let known = MIGRATIONS.len() as i64;
    if version > known {
        return Err(StoreError::Broken(format!("it was written by a newer version ({version}; this one knows {known})")));
    }
    Ok(version)
}

/// Brings the tables up to date.
pub(super) fn migrate(conn: &mut Connection) -> Result<()> {
    let (version, known) = (look(conn)?, MIGRATIONS.len() as i64);
    if version == known {
        return Ok(());
    }
    let transaction = conn.transaction()?;
    for (migration, number) in MIGRATIONS.iter().zip(1..).skip(usize::try_from(version).unwrap_or_default()) {
        transaction.execute_batch(migration)?;
        for (_, fill) in FILLS.iter().filter(|(after, _)| *after == number) {
            fill(&transaction)?;
        }
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", known)?;
    Ok(transaction.commit()?)
}
