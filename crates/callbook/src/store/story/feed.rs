//! The change feed, and how far feeds were read.

use calls::Text;

use super::super::{Batch, ChangeKind, Mark, Mode, SourceTurn};
use super::{Open, batch, changes, noon, record, recorded, with_account};

pub(crate) async fn changes_are_numbered_without_gaps_and_told_in_order(open: Open<'_>) {
    let store = with_account(open).await;
    let mut bell = store.bell();
    bell.mark_unchanged();
    record(&store, &recorded("two_concurrent_calls")).await;
    bell.changed().await.unwrap();
    let all = changes(&store).await;
    assert!(all.iter().map(|change| change.no).eq(1..=all.len() as u64));
    assert_eq!((all[0].kind, all[0].version), (ChangeKind::New, 1));
    let ids: std::collections::BTreeSet<_> = all.iter().map(|change| change.conversation).collect();
    assert_eq!(ids.len(), 2);
    for id in ids.into_iter().flatten() {
        let own = store.changes("main", 0, Some(id), 1_000).await.unwrap().rows;
        assert!(own.iter().map(|change| change.version).eq(1..=own.len() as u64));
        assert!(own.iter().all(|change| change.previous + 1 == change.version));
        assert_eq!(own.iter().filter(|change| change.kind == ChangeKind::Ended).count(), 1);
    }
    let rest = store.changes("main", 5, None, 3).await.unwrap();
    assert!(rest.rows.iter().map(|change| change.no).eq(6..=8));
    assert_eq!(rest.newest, all.len() as u64);
}

pub(crate) async fn a_source_that_falls_silent_is_in_the_feed(open: Open<'_>) {
    let store = with_account(open).await;
    store.source_turned("main", "office", SourceTurn::Silent, noon()).await.unwrap();
    store.source_turned("main", "office", SourceTurn::Heard, noon().plus(5)).await.unwrap();
    let told = changes(&store).await;
    let kinds: Vec<_> = told.iter().map(|change| (change.no, change.kind, change.conversation, &*change.source)).collect();
    assert_eq!(kinds, [(1, ChangeKind::SourceSilent, None, "office"), (2, ChangeKind::SourceHeard, None, "office")]);
}

pub(crate) async fn a_position_is_kept_with_its_signals(open: Open<'_>) {
    let store = with_account(open).await;
    let mark = |position: &str| {
        Some(Mark { source: Text::new("office"), feed: Text::new("asterisk-cel"), position: position.to_owned() })
    };
    assert_eq!(store.position("main", "office", "asterisk-cel").await.unwrap(), None);
    store.record(Batch { mark: mark("10"), ..batch(&recorded("busy"), Mode::Live) }).await.unwrap();
    store.record(Batch { mark: mark("20"), ..batch(&[], Mode::Live) }).await.unwrap();
    assert_eq!(open().position("main", "office", "asterisk-cel").await.unwrap().as_deref(), Some("20"));
    assert_eq!(store.position("main", "office", "asterisk-ami").await.unwrap(), None);
}
