//! Subscriptions and deliveries: what is owed is never lost, and nothing is written for what is another by now.

use std::sync::Arc;

use calls::Text;
use calls::moment::Moment;
use uuid::Uuid;

use super::super::outbox::SUBSCRIPTIONS_MAX;
use super::super::{
    AttemptRow, ChangeKind, DeliveryRow, DialectRow, Put, Receiver, Role, Settling, Standing, Store, StoreError,
    SubscriptionRow, SubscriptionSettings, TokenRow,
};
use super::{Open, account, changes, noon, record, recorded, told, with_account};

pub(crate) fn subscription(no: u128) -> SubscriptionRow {
    SubscriptionRow {
        account: Text::new_static("main"),
        id: Uuid::from_u128(no),
        kind: Receiver::Webhook,
        name: Text::new_static("desk"),
        settings: SubscriptionSettings { url: Some("https://crm.example/".to_owned()), ..SubscriptionSettings::default() },
        position: 0,
        turn: 0,
        off: None,
        failing_since: None,
        created_at: noon(),
        deleted_at: None,
    }
}

pub(crate) fn delivery(change: u64, part: u32, state: Standing, at: Moment) -> DeliveryRow {
    let attempt =
        AttemptRow { at: at.micros(), took_ms: 7, status: Some(500), answer: "no".to_owned(), error: None, hold_s: None };
    DeliveryRow {
        change,
        part,
        id: Uuid::from_u128(u128::from(change) << 64 | u128::from(part)),
        conversation: Some(Uuid::from_u128(9)),
        version: change,
        kind: ChangeKind::Changed,
        state,
        tries: 1,
        next_at: (state == Standing::Waiting).then(|| at.plus(1_000_000)),
        attempts: vec![attempt],
        body: (state != Standing::Done).then(|| format!("{{\"change\":{change}}}")),
        about: None,
        settled_at: at,
    }
}

pub(crate) fn settling(no: u128, turn: u64, position: u64, rows: Vec<DeliveryRow>) -> Settling {
    let account = Text::new_static("main");
    Settling {
        account,
        subscription: Uuid::from_u128(no),
        turn,
        position,
        rows,
        dropped: Vec::new(),
        failing_since: Some(noon()),
    }
}

async fn one(store: &Arc<dyn Store>, no: u128) -> SubscriptionRow {
    let rows = store.subscriptions(Some("main")).await.unwrap();
    rows.into_iter().find(|row| row.id == Uuid::from_u128(no)).unwrap()
}

pub(crate) async fn what_became_of_deliveries_outlives_a_restart(open: Open<'_>) {
    let store = with_account(open).await;
    assert_eq!(store.put_subscription(subscription(1)).await.unwrap(), Put::New);
    let rows = vec![
        delivery(1, 0, Standing::Done, noon()),
        delivery(3, 1, Standing::Waiting, noon()),
        delivery(4, 0, Standing::Dead, noon()),
    ];
    assert!(store.settle(settling(1, 0, 2, rows.clone())).await.unwrap());
    let store = open();
    let row = one(&store, 1).await;
    assert_eq!((row.position, row.failing_since), (2, Some(noon())));
    let outstanding = store.outstanding("main", row.id).await.unwrap();
    assert_eq!(outstanding.waiting, [DeliveryRow { body: None, ..rows[1].clone() }]);
    assert_eq!(outstanding.settled, [(3, 1), (4, 0)]);
    assert_eq!(store.delivery("main", row.id, rows[1].id).await.unwrap().unwrap(), rows[1]);
    // The position is never set back by what is written late, and a row takes the place of the one before.
    let done = DeliveryRow { state: Standing::Done, body: None, next_at: None, tries: 2, ..rows[1].clone() };
    assert!(store.settle(settling(1, 0, 1, vec![done.clone()])).await.unwrap());
    assert_eq!(one(&store, 1).await.position, 2);
    assert_eq!(store.delivery("main", row.id, done.id).await.unwrap().unwrap(), done);
    let drops = Settling { dropped: vec![(3, 1)], ..settling(1, 0, 2, Vec::new()) };
    assert!(store.settle(drops).await.unwrap());
    assert_eq!(store.delivery("main", row.id, done.id).await.unwrap(), None);
}

pub(crate) async fn deliveries_are_paged_by_change_and_part_newest_first(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    let parts = [(1, 0), (2, 0), (2, 1), (2, 2), (3, 0)];
    let rows = parts
        .iter()
        .map(|(change, part)| delivery(*change, *part, if *part == 1 { Standing::Dead } else { Standing::Done }, noon()));
    store.settle(settling(1, 0, 3, rows.collect())).await.unwrap();
    let page = async |state, before| {
        let rows = store.deliveries("main", Uuid::from_u128(1), state, before, 2).await.unwrap();
        rows.iter().map(|row| (row.change, row.part)).collect::<Vec<_>>()
    };
    assert_eq!(page(None, None).await, [(3, 0), (2, 2)]);
    assert_eq!(page(None, Some((2, 2))).await, [(2, 1), (2, 0)]);
    assert_eq!(page(None, Some((2, 0))).await, [(1, 0)]);
    assert_eq!(page(Some(Standing::Dead), None).await, [(2, 1)]);
    assert_eq!(page(Some(Standing::Waiting), None).await, []);
}

pub(crate) async fn r13_a_dead_letter_is_put_to_be_tried_again_as_it_is(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    let rows = vec![delivery(1, 0, Standing::Dead, noon()), delivery(2, 0, Standing::Dead, noon())];
    store.settle(settling(1, 0, 2, rows.clone())).await.unwrap();
    let id = Uuid::from_u128(1);
    assert_eq!(store.retry("main", id, Some(rows[1].id)).await.unwrap(), 1);
    let again = store.delivery("main", id, rows[1].id).await.unwrap().unwrap();
    assert_eq!(
        (again.state, again.tries, again.next_at),
        (Standing::Waiting, rows[1].tries, None),
        "f27: its tries are behind it"
    );
    assert_eq!((again.version, again.body, again.attempts), (2, rows[1].body.clone(), rows[1].attempts.clone()));
    assert_eq!(store.retry("main", id, None).await.unwrap(), 1);
    let all = store.delivery("main", id, rows[0].id).await.unwrap().unwrap();
    assert_eq!((all.state, all.tries), (Standing::Waiting, 0), "all of them begin anew");
    assert_eq!(store.retry("main", id, None).await.unwrap(), 0);
    // Whoever was at work must read anew: he would not know of it.
    assert_eq!(one(&store, 1).await.turn, 2);
    assert!(!store.settle(settling(1, 0, 9, Vec::new())).await.unwrap());
    assert_eq!(one(&store, 1).await.position, 2);
}

pub(crate) async fn a_subscription_that_is_set_back_or_removed_takes_nothing_of_before(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    let rows = (1..=4).map(|change| delivery(change, 0, Standing::Done, noon())).collect();
    store.settle(settling(1, 0, 4, rows)).await.unwrap();
    assert!(store.replay("main", Uuid::from_u128(1), 2).await.unwrap());
    let row = one(&store, 1).await;
    assert_eq!((row.position, row.turn, row.failing_since), (2, 1, None));
    assert_eq!(store.deliveries("main", row.id, None, None, 10).await.unwrap().len(), 2);
    assert!(!store.settle(settling(1, 0, 4, vec![delivery(4, 0, Standing::Done, noon())])).await.unwrap());
    assert_eq!(store.deliveries("main", row.id, None, None, 10).await.unwrap().len(), 2);
    let removed = SubscriptionRow { deleted_at: Some(noon()), ..row };
    store.put_subscription(removed.clone()).await.unwrap();
    assert!(store.subscriptions(None).await.unwrap().is_empty());
    assert!(!store.settle(settling(1, 2, 9, Vec::new())).await.unwrap());
    assert!(store.deliveries("main", removed.id, None, None, 10).await.unwrap().is_empty());
    assert!(!store.replay("main", removed.id, 0).await.unwrap());
}

pub(crate) async fn a_subscription_is_switched_off_once_and_the_feed_tells_it(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    let (id, why) = (Uuid::from_u128(1), Text::new_static("it is gone"));
    assert!(store.switch("main", id, Some(why.clone()), noon()).await.unwrap());
    assert!(!store.switch("main", id, Some(why.clone()), noon()).await.unwrap());
    assert_eq!(one(&store, 1).await.off, Some(why));
    let told = changes(&store).await;
    assert_eq!((told.len(), told[0].kind, told[0].conversation, told[0].version), (1, ChangeKind::SubscriptionOff, None, 0));
    let patch = told[0].patch.as_deref().unwrap();
    assert!(patch.contains("it is gone") && patch.contains("desk") && patch.contains(&id.to_string()), "{patch}");
    // What is said anew does not switch it on.
    let said = SubscriptionRow { name: Text::new_static("other"), ..one(&store, 1).await };
    assert_eq!(store.put_subscription(said).await.unwrap(), Put::Changed);
    assert!(one(&store, 1).await.off.is_some());
    assert!(store.switch("main", id, None, noon()).await.unwrap());
    assert_eq!((one(&store, 1).await.off, changes(&store).await.len()), (None, 1));
}

pub(crate) async fn deliveries_and_subscriptions_do_not_cross_accounts(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_account(account("other")).await.unwrap();
    store.put_subscription(subscription(1)).await.unwrap();
    store.settle(settling(1, 0, 1, vec![delivery(1, 0, Standing::Dead, noon())])).await.unwrap();
    let (id, row) = (Uuid::from_u128(1), delivery(1, 0, Standing::Dead, noon()).id);
    assert!(store.subscriptions(Some("other")).await.unwrap().is_empty());
    assert!(store.deliveries("other", id, None, None, 10).await.unwrap().is_empty());
    assert_eq!(store.delivery("other", id, row).await.unwrap(), None);
    assert_eq!(store.retry("other", id, None).await.unwrap(), 0);
    assert!(!store.replay("other", id, 0).await.unwrap());
    assert!(!store.switch("other", id, Some(Text::new_static("no")), noon()).await.unwrap());
    let foreign = Settling { account: Text::new_static("other"), ..settling(1, 0, 5, Vec::new()) };
    assert!(!store.settle(foreign).await.unwrap());
    assert_eq!(one(&store, 1).await.position, 1);
    for no in 2..=SUBSCRIPTIONS_MAX as u128 {
        store.put_subscription(subscription(no)).await.unwrap();
    }
    assert!(store.put_subscription(subscription(0)).await.unwrap_err().to_string().contains("subscriptions"));
    assert_eq!(store.subscriptions(None).await.unwrap().len(), SUBSCRIPTIONS_MAX);
}

pub(crate) async fn old_deliveries_are_dropped_and_a_moment_names_a_place_in_the_feed(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    let late = noon().plus(60_000_000);
    let rows = vec![
        delivery(1, 0, Standing::Done, noon()),
        delivery(2, 0, Standing::Dead, noon()),
        delivery(3, 0, Standing::Done, late),
    ];
    store.settle(settling(1, 0, 3, rows)).await.unwrap();
    assert_eq!(store.drop_old("main", late, noon()).await.unwrap(), 1);
    assert_eq!(store.drop_old("main", late, late).await.unwrap(), 0, "of which nobody knows when it was told");
    assert_eq!(store.change_before("main", noon()).await.unwrap(), 0);
    record(&store, &recorded("answered")).await;
    let newest = changes(&store).await.len() as u64;
    assert_eq!(store.change_before("main", noon()).await.unwrap(), 0);
    assert_eq!(store.change_before("main", noon().plus(1)).await.unwrap(), newest);
    // Dead ones stay for as long as it is said, counted from when they were given up.
    store.settle(settling(1, 0, 3, vec![delivery(3, 0, Standing::Dead, late)])).await.unwrap();
    assert_eq!(store.drop_old("main", noon(), late).await.unwrap(), 1);
    let left = store.deliveries("main", Uuid::from_u128(1), None, None, 10).await.unwrap();
    assert_eq!(left.iter().map(|row| row.change).collect::<Vec<_>>(), [3]);
    assert_eq!(store.drop_old("main", noon(), late.plus(1)).await.unwrap(), 1);
}

/// What becomes of something long, beside which calls go on being recorded.
pub(super) async fn beside<T>(store: &Arc<dyn Store>, no: usize, long: impl Future<Output = T>) -> T {
    let line = format!(
        r#"{{"what": "came_in", "key": "0", "thread": "T{no}", "leg": "T{no}", "at": "2026-01-05T10:00:00Z", "party": {{"number": "1"}}}}"#
    );
    let signals = told(&line);
    let mut long = std::pin::pin!(long);
    tokio::select! {
        biased;
        _ = &mut long => panic!("it held up what was recorded"),
        recorded = record(store, &signals) => assert_eq!(recorded.new, 1),
    }
    long.await
}

pub(crate) async fn any_number_of_deliveries_is_changed_some_at_a_time_and_calls_are_recorded_between(open: Open<'_>) {
    // Of which there are 5,000 at once.
    const MANY: u64 = 10_001;
    let store = with_account(open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    let id = Uuid::from_u128(1);
    let all = |state| (1..=MANY).map(|change| delivery(change, 0, state, noon())).collect::<Vec<_>>();
    store.settle(settling(1, 0, MANY, all(Standing::Dead))).await.unwrap();
    assert_eq!(store.owing(Some("main"), Some(id)).await.unwrap()[0].dead, 10_000, "and no more are counted");
    assert_eq!(beside(&store, 1, store.retry("main", id, None)).await.unwrap(), MANY as usize);
    assert_eq!(store.outstanding("main", id).await.unwrap().waiting.len(), MANY as usize);
    // Each piece has whoever was at work read anew, and so they can be counted.
    assert_eq!(one(&store, 1).await.turn, 3);
    store.settle(settling(1, 3, MANY, all(Standing::Waiting))).await.unwrap();
    assert!(store.switch("main", id, Some(Text::new_static("no")), noon()).await.unwrap());
    assert!(beside(&store, 2, store.switch("main", id, None, noon())).await.unwrap());
    assert_eq!(one(&store, 1).await.turn, 3 + 1 + 3);
    assert!(store.outstanding("main", id).await.unwrap().waiting.iter().all(|row| row.next_at.is_none()));
    store.settle(settling(1, 7, MANY, all(Standing::Done))).await.unwrap();
    assert!(beside(&store, 3, store.replay("main", id, 2)).await.unwrap());
    assert_eq!((one(&store, 1).await.position, one(&store, 1).await.turn), (2, 7 + 2));
    assert_eq!(store.deliveries("main", id, None, None, 10).await.unwrap().len(), 2);
    store.settle(settling(1, 9, MANY, all(Standing::Done))).await.unwrap();
    for dropped in [5_000, 5_000, 1, 0] {
        assert_eq!(store.drop_old("main", noon().plus(1), noon()).await.unwrap(), dropped);
    }
    store.settle(settling(1, 9, MANY, all(Standing::Dead))).await.unwrap();
    let removed = SubscriptionRow { deleted_at: Some(noon()), ..one(&store, 1).await };
    beside(&store, 4, store.put_subscription(removed)).await.unwrap();
    assert!(store.deliveries("main", id, None, None, 10).await.unwrap().is_empty());
}

pub(crate) async fn it_is_said_how_far_each_subscription_is_behind(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    store.put_subscription(subscription(2)).await.unwrap();
    let owing = async |no: u128| store.owing(Some("main"), Some(Uuid::from_u128(no))).await.unwrap().remove(0);
    assert_eq!((owing(1).await.behind, owing(1).await.oldest_at), (0, None));
    record(&store, &recorded("answered")).await;
    let many = changes(&store).await.len() as u64;
    assert_eq!((owing(1).await.behind, owing(1).await.oldest_at), (many, Some(noon())));
    let rows = vec![delivery(2, 0, Standing::Waiting, noon()), delivery(3, 0, Standing::Dead, noon())];
    store.settle(settling(1, 0, many - 1, rows)).await.unwrap();
    let row = owing(1).await;
    assert_eq!((row.behind, row.waiting, row.dead, row.is_on), (1, 1, 1, true));
    store.settle(settling(1, 0, many, Vec::new())).await.unwrap();
    assert_eq!((owing(1).await.behind, owing(1).await.oldest_at), (0, Some(noon())), "something waits");
    let all = store.owing(None, None).await.unwrap();
    assert_eq!((all.len(), all[1].waiting, all[1].dead), (2, 0, 0));
    assert!(store.owing(Some("other"), None).await.unwrap().is_empty());
}

pub(crate) async fn what_waits_for_one_receiver_does_not_wait_for_another_in_his_place(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    let id = Uuid::from_u128(1);
    store.settle(settling(1, 0, 2, vec![delivery(1, 0, Standing::Waiting, noon())])).await.unwrap();
    let next_at = async || store.outstanding("main", id).await.unwrap().waiting[0].next_at;
    let renamed = SubscriptionRow { name: Text::new_static("other"), ..subscription(1) };
    store.put_subscription(renamed).await.unwrap();
    assert!(next_at().await.is_some(), "it is the same receiver");
    let settings = SubscriptionSettings { url: Some("https://crm.example/new".to_owned()), ..SubscriptionSettings::default() };
    store.put_subscription(SubscriptionRow { settings, ..subscription(1) }).await.unwrap();
    assert_eq!(next_at().await, None);
}

pub(crate) async fn a_subscription_takes_the_place_of_another_where_that_one_owed_something(open: Open<'_>) {
    let store = with_account(open).await;
    for (no, rows, from) in
        [(1, vec![(3, Standing::Done), (4, Standing::Waiting), (6, Standing::Waiting)], 3), (2, Vec::new(), 7)]
    {
        store.put_subscription(subscription(no)).await.unwrap();
        let rows = rows.into_iter().map(|(change, state)| delivery(change, 0, state, noon())).collect();
        assert!(store.settle(settling(no, 0, 7, rows)).await.unwrap());
        let why = Some(Text::new_static("nobody took anything"));
        assert!(no == 1 || store.switch("main", Uuid::from_u128(no), why.clone(), noon()).await.unwrap());
        let other = SubscriptionRow { name: Text::new_static("other"), ..subscription(no + 10) };
        assert!(store.replace_subscription(Uuid::from_u128(no), other.clone()).await.unwrap());
        let store = open();
        let rows = store.subscriptions(Some("main")).await.unwrap();
        assert!(rows.iter().all(|row| row.id != Uuid::from_u128(no)), "it is gone");
        let row = one(&store, no + 10).await;
        assert_eq!((row.position, &*row.name, row.off), (from, "other", why.filter(|_| no == 2)), "{no}");
        assert_eq!(store.outstanding("main", Uuid::from_u128(no)).await.unwrap().waiting, []);
        let again = SubscriptionRow { id: Uuid::from_u128(no + 20), ..other };
        assert!(!store.replace_subscription(Uuid::from_u128(no), again).await.unwrap(), "what is gone has no place");
        assert_eq!(store.subscriptions(Some("main")).await.unwrap().len(), rows.len());
        assert!(!store.settle(settling(no, 0, 9, Vec::new())).await.unwrap(), "nothing is written for it any more");
    }
}

pub(crate) async fn what_a_token_is_told_by_ends_with_it_and_nothing_is_entered_for_it_afterwards(open: Open<'_>) {
    let store = with_account(open).await;
    let token = |no: u128| TokenRow {
        account: Text::new_static("main"),
        id: Uuid::from_u128(no),
        name: Text::new_static("partner"),
        hash: [u8::try_from(no).unwrap(); 32],
        role: Role::Administrator,
        scope: None,
        user: None,
        teams: Vec::new(),
        dialect: Some(Text::new_static("vcita")),
        businesses: Vec::new(),
        client: None,
        origins: Vec::new(),
        session_of: None,
        person: None,
        created_at: noon(),
        expires_at: None,
        revoked_at: None,
    };
    let told_by = |no: u128, dialect: DialectRow| {
        let settings = SubscriptionSettings { dialect: Some(dialect), ..subscription(no).settings };
        SubscriptionRow { settings, ..subscription(no) }
    };
    let own = |no: u128| DialectRow { of_token: Some(Uuid::from_u128(no)), ..DialectRow::default() };
    for no in [7, 8] {
        store.put_token(token(no)).await.unwrap();
        store.put_subscription(told_by(no, own(no))).await.unwrap();
    }
    let source = Some(Text::from(format!("elma365-{}", Uuid::from_u128(7))));
    store.put_subscription(told_by(1, DialectRow { source, ..DialectRow::default() })).await.unwrap();
    store.put_subscription(subscription(2)).await.unwrap();
    store.put_token(TokenRow { revoked_at: Some(noon()), ..token(7) }).await.unwrap();
    let store = open();
    let left: Vec<u128> = store.subscriptions(None).await.unwrap().iter().map(|row| row.id.as_u128()).collect();
    assert_eq!(left, [2, 8], "its connection of before too");
    let late = store.put_subscription(told_by(9, own(7))).await.unwrap_err();
    assert!(matches!(late, StoreError::Refused { field: "token", .. }), "{late}");
    // A row of before knows nothing of tokens.
    let before: SubscriptionSettings = serde_json::from_str(r#"{"dialect": {"name": "vcita", "words": ["w"]}}"#).unwrap();
    let dialect = before.dialect.unwrap();
    assert_eq!((dialect.of_token, dialect.staff, dialect.after.len()), (None, None, 0));
}
