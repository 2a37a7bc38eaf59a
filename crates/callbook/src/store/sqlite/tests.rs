//! The stories of every store, told of this one, and what only a file can do.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::story::stories;
use super::super::{Store, StoreError};
use super::migrate::MIGRATIONS;

/// A folder of a test, gone with it.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // Whether it can be removed is no business of the test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn folder() -> Folder {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!("callbook-store-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let path = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&path).unwrap();
    Folder(path)
}

fn opener() -> (impl Fn() -> Arc<dyn Store>, Folder) {
    let folder = folder();
    let file = folder.0.join("callbook.db");
    (move || super::open(&file).unwrap(), folder)
}

stories!(opener);

#[tokio::test]
async fn a_backup_taken_while_in_use_is_a_store() {
    let (open, folder) = opener();
    let store = super::super::story::with_account(&open).await;
    super::super::story::record(&store, &super::super::story::recorded("answered")).await;
    let copy = folder.0.join("copy.db");
    store.backup(&copy).await.unwrap();
    let copied = super::open(&copy).unwrap();
    assert_eq!(super::super::story::records(&copied).await, super::super::story::records(&store).await);
    assert!(store.backup(&copy).await.is_err(), "a backup overwrites nothing");
}

#[tokio::test]
async fn another_program_may_write_meanwhile() {
    let (open, _folder) = opener();
    let (one, other) = (super::super::story::with_account(&open).await, open());
    let signals = super::super::story::recorded("hold_resume");
    for (no, signal) in signals.iter().enumerate() {
        let store = if no % 2 == 0 { &one } else { &other };
        super::super::story::record(store, std::slice::from_ref(signal)).await;
    }
    assert_eq!(super::super::story::record(&one, &signals).await.new, 0);
    let changes = super::super::story::changes(&one).await;
    assert!(changes.iter().map(|change| change.version).eq(1..=changes.len() as u64));
    assert_eq!(one.refold("main", None, None, super::super::story::noon()).await.unwrap().corrected, 0);
}

#[test]
fn a_file_of_something_else_is_never_written_to() {
    let folder = folder();
    let file = folder.0.join("else.db");
    rusqlite::Connection::open(&file).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    assert!(matches!(super::open(&file), Err(StoreError::Broken(_))));
    std::fs::write(&file, "no database at all, but long enough to look at").unwrap();
    assert!(matches!(super::open(&file), Err(StoreError::Broken(_))));
}

#[test]
fn a_store_of_a_newer_version_is_refused() {
    let folder = folder();
    let file = folder.0.join("newer.db");
    drop(super::open(&file).unwrap());
    let newer = MIGRATIONS.len() + 1;
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", newer as i64).unwrap();
    assert!(matches!(super::open(&file), Err(StoreError::Broken(text)) if text.contains("newer")));
}
