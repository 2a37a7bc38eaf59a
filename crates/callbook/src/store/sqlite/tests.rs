//! The stories of every store, told of this one, and what only a file can do.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use calls::conversation::State;

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

#[tokio::test]
async fn a_restored_store_says_how_far_subscriptions_are_behind_as_the_one_before_did() {
    use super::super::story::{outbox::subscription, record, recorded, with_account};
    let (open, folder) = opener();
    let store = with_account(&open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    record(&store, &recorded("answered")).await;
    let behind = async |store: &Arc<dyn Store>| store.owing(None, None).await.unwrap()[0].behind;
    let before = behind(&store).await;
    let file = folder.0.join("copy.db");
    store.backup(&file).await.unwrap();
    super::restored(&file).unwrap();
    super::restored(&file).unwrap();
    let store = super::open(&file).unwrap();
    assert_eq!((behind(&store).await, before > 3), (before, true));
    let more = record(&store, &recorded("hold_resume")).await.versions as u64;
    assert_eq!(behind(&store).await, before + more);
    // A place between, which only another store's feed has, is as good as the last one before it.
    let conn = rusqlite::Connection::open(&file).unwrap();
    conn.execute("UPDATE subscription SET position = ?", [before + 1_000]).unwrap();
    assert_eq!(behind(&store).await, more);
}

#[tokio::test]
async fn what_a_removed_subscription_left_is_dropped_some_at_a_time() {
    use super::super::story::{noon, outbox::subscription, with_account};
    let (open, folder) = opener();
    let store = with_account(&open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    // As by one who was killed at it.
    rusqlite::Connection::open(folder.0.join("callbook.db"))
        .unwrap()
        .execute_batch(
            "WITH RECURSIVE each (no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM each WHERE no < 12000)
            INSERT INTO delivery (account, subscription, change, part, id, version, kind, state, attempts, settled_at)
            SELECT 'main', id, no, 0, CAST(printf('%016d', no) AS BLOB), 1, 'changed', 'dead', '[]', 0 FROM each, subscription;
            UPDATE subscription SET deleted_at = 1",
        )
        .unwrap();
    for dropped in [5_000, 5_000, 2_000, 0] {
        assert_eq!(store.drop_old("main", noon(), noon()).await.unwrap(), dropped);
    }
}

#[tokio::test]
async fn what_goes_on_is_found_at_once_however_much_began_and_ended_since() {
    use super::super::story::{noon, record, recorded, with_account};
    use super::super::{Clue, Filter};
    let (open, folder) = opener();
    let store = with_account(&open).await;
    let signals = recorded("inbound_answered");
    record(&store, &signals[..signals.len() / 2]).await;
    // More than one page looks at.
    rusqlite::Connection::open(folder.0.join("callbook.db"))
        .unwrap()
        .execute_batch(&format!(
            "CREATE TEMP TABLE each AS WITH RECURSIVE each (no) AS (SELECT 1000 UNION ALL SELECT no + 1 FROM each WHERE no < 21000)
                SELECT no, {now} + no AS at FROM each;
            INSERT INTO conversation (account, serial, id, source, version, state, started_at, ended_at, heard_at, marks)
                SELECT 'main', no, CAST(printf('%016d', no) AS BLOB), 'office', 1, 'ended', at, at, at, 2560 FROM each;
            INSERT INTO call (account, serial, id, conversation, state, started_at, ended_at, source, marks)
                SELECT 'main', no, CAST(printf('%016d', no) AS BLOB), no, 'ended', at, at, 'office', 2560 FROM each;",
            now = noon().micros()
        ))
        .unwrap();
    let live = Filter { live: true, ..Filter::default() };
    let newest =
        store.conversations("main", &Filter { state: Some(State::Talking), ..Filter::default() }, None, 10).await.unwrap();
    assert!(newest.rows.is_empty() && newest.next.is_some(), "a state alone is looked for from the newest on");
    for page in [store.conversations("main", &live, None, 10).await, store.calls("main", &live, None, 10).await] {
        let page = page.unwrap();
        assert_eq!((page.rows.len(), page.next), (1, None));
    }
    let counted = store.count_conversations("main", &live).await.unwrap();
    assert_eq!((counted.found, counted.exact), (1, true));
    let elsewhere = Filter { source: Some("else".into()), ..live.clone() };
    let unseen = Filter { only: Some(vec![Clue::User("nobody".into())]), ..live };
    for filter in [elsewhere, unseen] {
        let page = store.calls("main", &filter, None, 10).await.unwrap();
        assert_eq!((page.rows.len(), page.next), (0, None));
    }
}

#[tokio::test]
async fn e22_a_conversation_of_which_nothing_is_said_is_looked_at_once_and_not_every_time() {
    use super::super::story::{noon, overheard::RECORDED, record, told, with_account};
    let (open, folder) = opener();
    let store = with_account(&open).await;
    record(&store, &told(RECORDED)).await;
    let due = || {
        let conn = rusqlite::Connection::open(folder.0.join("callbook.db")).unwrap();
        let sql = "SELECT count(*) FROM conversation WHERE recording_until IS NOT NULL";
        conn.query_row(sql, [], |row| row.get::<_, u64>(0)).unwrap()
    };
    assert_eq!(due(), 1);
    assert_eq!(store.stop_waiting("main", (noon(), noon()), noon()).await.unwrap(), 0, "it was over before somebody was told");
    assert_eq!(due(), 0);
    record(&store, &told(RECORDED)).await;
    assert_eq!(due(), 0, "what is told again is nothing new");
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

#[test]
fn a_refused_import_writes_nothing_and_is_no_failed_transaction() {
    use super::super::{AccountRow, EntryKind, EntryPut, EntrySettings};
    let folder = folder();
    let conn = super::bare_connection(&folder.0.join("callbook.db")).unwrap();
    let row: AccountRow = super::super::story::account("main");
    super::accounts::put_account(&conn, &row).unwrap();
    let mut desk = super::desk::Desk::default();
    let called = |key: &str, id: &str| {
        let ids = [("crm".to_owned(), id.to_owned())].into();
        let settings = EntrySettings { ids, ..EntrySettings::default() };
        EntryPut { kind: EntryKind::User, key: key.into(), settings, numbers: Vec::new() }
    };
    let mut put = |entries: &[EntryPut]| {
        desk.with_book(&conn, "main", |book, conn| book.put_entries(conn, entries, super::super::story::noon()))
    };
    put(&[called("ann", "7")]).unwrap().unwrap();
    let written = conn.total_changes();
    // Whoever is refused is told so in a transaction that is whole: nothing in memory is forgotten for it.
    let refused = put(&[called("bea", "8"), called("eva", "7")]).unwrap();
    assert!(matches!(refused, Err(StoreError::Refused { field, says }) if field == "ids" && says.contains("`ann`")));
    let refused = put(&[called("bea", "8"), called("eva", "8")]).unwrap();
    assert!(matches!(refused, Err(StoreError::Refused { field, .. }) if field == "ids"));
    assert_eq!(conn.total_changes(), written);
}

#[tokio::test]
async fn n23_only_what_was_entered_at_first_sight_fills_the_directory() {
    use super::super::{Batch, EntryKind, FIRST_SIGHTS_MAX, Mode, Seen};
    let (open, folder) = opener();
    let store = super::super::story::with_account(&open).await;
    store.close().await;
    let file = folder.0.join("callbook.db");
    let fill = |sql: &str| rusqlite::Connection::open(&file).unwrap().execute_batch(sql).unwrap();
    fill(&format!(
        "WITH RECURSIVE each (no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM each WHERE no < {FIRST_SIGHTS_MAX})
        INSERT INTO entry (account, kind, key, serial, settings, created_at, changed_at)
        SELECT 'main', 'user', 'u' || no, no, '{{}}', 0, 0 FROM each;
        UPDATE counter SET serial = {FIRST_SIGHTS_MAX}"
    ));
    let sees = async |store: &Arc<dyn Store>, key: &str| {
        let seen = vec![Seen { kind: EntryKind::Queue, key: key.into(), number: None }];
        store.record(Batch { seen, ..super::super::story::batch(&[], Mode::Live) }).await.unwrap();
        store.entry("main", EntryKind::Queue, key).await.unwrap().is_some()
    };
    let store = open();
    assert!(sees(&store, "orders").await, "what somebody said on purpose leaves room");
    store.close().await;
    fill("UPDATE entry SET first_sight = 1 WHERE kind = 'user'");
    let store = open();
    assert!(!sees(&store, "support").await, "there is no room for more");
    let named = super::super::EntryPut { kind: EntryKind::User, key: "u1".into(), settings: named(), numbers: Vec::new() };
    let other = super::super::EntryPut { key: "u2".into(), ..named.clone() };
    store.put_entries("main", vec![named, other], super::super::story::noon()).await.unwrap().len();
    assert!(sees(&store, "support").await, "of two of them something was said since");
}

fn named() -> super::super::EntrySettings {
    super::super::EntrySettings { name: Some("Ann".to_owned()), ..Default::default() }
}

/// A store as each version before this one left it, filled, as SQL text: `fixtures/store-0001.sql` and so on.
fn filled(version: usize) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/store-{version:04}.sql"))
}

/// Makes the fixture of the version of today; it is committed once, with the migration that made that version, and never
/// changed again: `BLESS=1 cargo test -p callbook every_older_store`.
async fn bless(version: usize) {
    let (open, folder) = opener();
    let store = super::super::story::with_account(&open).await;
    for scenario in ["attended_transfer", "inbound_answered", "queue_answered"] {
        super::super::story::record(&store, &super::super::story::recorded(scenario)).await;
    }
    store.close().await;
    let conn = rusqlite::Connection::open(folder.0.join("callbook.db")).unwrap();
    let mut text = String::new();
    let names = |sql: &str| -> Vec<String> {
        conn.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for sql in names("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, rootpage") {
        text.push_str(&format!("{sql};\n"));
    }
    for table in names("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rootpage") {
        let columns = names(&format!("SELECT name FROM pragma_table_info('{table}')"));
        let quoted = columns.iter().map(|column| format!("quote({column})")).collect::<Vec<_>>().join(" || ', ' || ");
        for row in names(&format!("SELECT {quoted} FROM {table}")) {
            text.push_str(&format!("INSERT INTO {table} VALUES ({row});\n"));
        }
    }
    std::fs::create_dir_all(filled(version).parent().unwrap()).unwrap();
    std::fs::write(filled(version), text).unwrap();
}

#[tokio::test]
async fn every_older_store_is_brought_up_to_date_with_all_that_it_holds() {
    let newest = MIGRATIONS.len();
    if std::env::var_os("BLESS").is_some() && !filled(newest).exists() {
        bless(newest).await;
    }
    for version in 1..=newest {
        let folder = folder();
        let file = folder.0.join("older.db");
        let conn = rusqlite::Connection::open(&file).unwrap();
        conn.execute_batch("PRAGMA page_size = 8192; PRAGMA foreign_keys = OFF;").unwrap();
        conn.execute_batch(&std::fs::read_to_string(filled(version)).unwrap()).unwrap();
        conn.pragma_update(None, "application_id", 0x4362_6b31).unwrap();
        conn.pragma_update(None, "user_version", version as i64).unwrap();
        if version >= 2 {
            let sql = "INSERT INTO entry (account, kind, key, serial, name, settings, created_at, changed_at)
                VALUES ('main', 'contact', 'rosa', 900, 'Rosa Lind', '{\"name\":\"Rosa Lind\"}', 0, 0)";
            conn.execute_batch(sql).unwrap();
        }
        drop(conn);
        let store = super::open(&file).unwrap();
        super::check(&file).unwrap();
        let called = Some(vec![(calls::Text::new("lind"), false)]);
        let ask = super::super::EntryAsk { called, ..super::super::EntryAsk::of(super::super::EntryKind::Contact, 9) };
        let is_named = store.entries("main", ask).await.unwrap().len() == 1;
        // A store of the newest version was written by what names entries by itself.
        assert_eq!(is_named, (2..newest).contains(&version), "version {version}");
        let refolded = store.refold("main", None, None, super::super::story::noon()).await.unwrap();
        assert_eq!((refolded.conversations, refolded.corrected), (3, 0), "version {version}");
        let ask = super::super::NumberedAsk { rows: 1_000, ..Default::default() };
        let page = store.numbered("main", ask).await.unwrap();
        assert!(
            page.total > 0 && page.total == page.calls.len() as u64,
            "version {version}: days count what is listed: {page:?}"
        );
        let records = super::super::story::records(&store).await;
        assert_eq!(records.len(), 3);
        for record in &records {
            let id = record["id"].as_str().unwrap().parse().unwrap();
            assert_eq!(store.find("main", id, Some(1)).await.unwrap().unwrap().version, 1, "what was told is there");
        }
        let signals = super::super::story::recorded("answered");
        assert_eq!(super::super::story::record(&store, &signals).await.new, signals.len(), "and it goes on");
    }
}

/// Everything that stands in the files of a store, once all of it is in one file.
fn bytes_of(file: &std::path::Path) -> Vec<u8> {
    let conn = super::bare_connection(file).unwrap();
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(conn);
    std::fs::read(file).unwrap()
}

#[tokio::test]
async fn n25_no_word_of_what_was_erased_is_left_in_the_file() {
    use super::super::story::{doings, erasure, outbox, record, records, told, with_account};
    use super::super::{DeliveryRow, Erased, Standing};
    let (open, folder) = opener();
    let store = with_account(&open).await;
    store.put_subscription(outbox::subscription(1)).await.unwrap();
    let facts = told(
        r#"{"key":"1","thread":"a","leg":"ann","at":"2026-01-05T09:00:00Z","what":"came_in","party":{"number":"+31611223344","name":"Xanthippe"},"dialled":"102"}
        {"key":"2","thread":"a","leg":"ann","at":"2026-01-05T09:00:02Z","what":"answered"}
        {"key":"4","thread":"a","leg":"ann","at":"2026-01-05T09:00:09Z","what":"ended","how":"normal"}"#,
    );
    // Rows are moved between pages by what is written after them.
    let busy = async |from: u32| {
        for no in from..from + 150 {
            let line = format!(
                r#"{{"key":"1","thread":"t{no}","leg":"l","at":"2026-01-05T08:00:00Z","what":"came_in","party":{{"number":"+3161{no:07}"}},"dialled":"102"}}"#
            );
            record(&store, &told(&line)).await;
        }
    };
    busy(0).await;
    record(&store, &facts).await;
    busy(200).await;
    let whole = records(&store).await.into_iter().find(|whole| whole["from"]["name"] == "Xanthippe").unwrap();
    let id: uuid::Uuid = whole["id"].as_str().unwrap().parse().unwrap();
    let call = whole["calls"][0]["id"].as_str().unwrap().parse().unwrap();
    doings::does(&store, doings::errand(call, "n", doings::note("one", "quarrelsome philosopher"))).await;
    let words = ["stranger", "number"].map(|kind| (calls::Text::new(kind), calls::Text::new("31611223344"))).to_vec();
    store.serials("main", words).await.unwrap();
    let no = store.changes("main", 0, Some(id), 9).await.unwrap().rows[0].no;
    let body = Some("{\"name\":\"Xanthippe\"}".to_owned());
    let owed = DeliveryRow { body, ..outbox::delivery(no, 0, Standing::Dead, super::super::story::noon()) };
    assert!(store.settle(outbox::settling(1, 0, 0, vec![owed])).await.unwrap());
    store.close().await;
    let file = folder.0.join("callbook.db");
    // A number stands there from its end too, to be found by it.
    let words: [&[u8]; 5] = [b"611223344", b"443322116", b"Xanthippe", b"xanthippe", b"quarrelsome"];
    let has = |word: &[u8]| bytes_of(&file).windows(word.len()).any(|window| window == word);
    assert!(words.iter().all(|word| has(word)), "all of it stands there before");
    let store = open();
    assert!(matches!(store.erase(erasure::erasing(id)).await.unwrap(), Erased::Done(..)));
    store.close().await;
    for word in words {
        assert!(!has(word), "{}", String::from_utf8_lossy(word));
    }
}
