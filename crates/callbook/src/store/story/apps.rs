//! Installed apps, and what each has.

use calls::Text;
use uuid::Uuid;

use super::super::apps::{APP_LOG_BYTES_MAX, APP_LOG_LINES_MAX, APPS_MAX};
use super::super::{AppLine, AppRow, AppSchedule, AppValue, EntryKind, EntryPut, EntrySettings, Put, Receiver};
use super::outbox::beside;
use super::{Open, account, noon, record, recorded, with_account};

fn app(name: &str, no: u128) -> AppRow {
    AppRow {
        account: Text::new("main"),
        app: Text::new(name),
        subscription: Uuid::from_u128(no),
        version: 0,
        iparams: "{}".to_owned(),
        installed_at: noon(),
        changed_at: noon(),
    }
}

fn line(text: &str) -> AppLine {
    AppLine { no: 0, at: noon(), level: "log".to_owned(), text: text.to_owned() }
}

fn value(text: &str) -> AppValue {
    AppValue { value: format!("{{\"a\":\"{text}\"}}"), expires_at: None }
}

fn schedule(name: &str, second: i64) -> AppSchedule {
    let (account, app) = (Text::new("main"), Text::new("desk"));
    let at = noon().plus(second * 1_000_000).micros();
    AppSchedule { account, app, name: name.to_owned(), brings: "{}".to_owned(), at, repeat: None }
}

pub(crate) async fn an_app_is_told_from_its_installation_on_and_goes_with_what_it_has(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &recorded("answered")).await;
    let newest = super::changes(&store).await.last().unwrap().no;
    assert_eq!(store.put_app(app("desk", 1), Some(vec![1])).await.unwrap(), Put::New);
    let told = store.subscriptions(Some("main")).await.unwrap().remove(0);
    assert_eq!((told.kind, told.position, told.settings.app.unwrap().version), (Receiver::App, newest, 1));
    let other = AppRow { iparams: "{\"b\":1}".to_owned(), ..app("desk", 2) };
    assert_eq!(store.put_app(other, None).await.unwrap(), Put::Changed);
    let (row, package) = store.app("main", "desk").await.unwrap().unwrap();
    assert_eq!((row.version, row.subscription, row.iparams.as_str(), package), (2, Uuid::from_u128(1), "{\"b\":1}", vec![1]));
    store.swap_app_value("main", "desk", "k", None, Some(value("x"))).await.unwrap();
    store.swap_app_schedule(None, Some(schedule("soon", 0))).await.unwrap();
    store.add_app_lines("main", "desk", vec![line("one")]).await.unwrap();
    store.put_account(account("other")).await.unwrap();
    assert_eq!((store.apps(Some("other")).await.unwrap(), store.app("other", "desk").await.unwrap()), (vec![], None));
    assert_eq!(store.app_row("main", "desk").await.unwrap(), Some(row));
    assert_eq!((store.app_row("other", "desk").await.unwrap(), store.app_row("main", "attic").await.unwrap()), (None, None));
    assert_eq!(store.app_value("other", "desk", "k").await.unwrap(), None);
    assert!(!store.remove_app("other", "desk", noon()).await.unwrap());
    assert!(store.remove_app("main", "desk", noon()).await.unwrap());
    let left = (
        store.apps(None).await.unwrap().len(),
        store.subscriptions(None).await.unwrap().len(),
        store.app_value("main", "desk", "k").await.unwrap(),
        store.app_lines("main", "desk", None, 10).await.unwrap().len(),
        store.app_schedule("main", "desk", "soon").await.unwrap(),
    );
    assert_eq!(left, (0, 0, None, 0, None));
    assert_eq!(store.put_app(app("desk", 3), Some(vec![2])).await.unwrap(), Put::New, "its name can be given again");
}

pub(crate) async fn one_that_was_switched_off_is_on_again_when_something_is_said_of_it(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_app(app("desk", 1), Some(vec![1])).await.unwrap();
    store.switch("main", Uuid::from_u128(1), Some(Text::new("nothing was taken")), noon()).await.unwrap();
    store.put_app(app("desk", 1), None).await.unwrap();
    assert_eq!(store.subscriptions(None).await.unwrap().remove(0).off, None);
    for no in 2..=APPS_MAX as u128 {
        store.put_app(app(&format!("desk-{no}"), no), Some(vec![1])).await.unwrap();
    }
    assert!(store.put_app(app("one-more", 1_000), Some(vec![1])).await.is_err());
}

pub(crate) async fn a_value_is_swapped_only_for_what_was_read(open: Open<'_>) {
    let store = with_account(open).await;
    let swap = async |was: Option<&str>, is: Option<&str>| {
        store.swap_app_value("main", "desk", "k", was.map(value), is.map(value)).await.unwrap()
    };
    assert!(swap(None, Some("x")).await);
    assert!(!swap(None, Some("y")).await && !swap(Some("z"), Some("y")).await && !swap(Some("z"), None).await);
    assert!(swap(Some("x"), Some("y")).await);
    assert_eq!(open().app_value("main", "desk", "k").await.unwrap(), Some(value("y")), "after a restart too");
    assert_eq!(store.app_value("main", "attic", "k").await.unwrap(), None, "each app has its own");
    assert!(swap(Some("y"), None).await);
    let mortal = AppValue { expires_at: Some(noon().micros()), ..value("x") };
    store.swap_app_value("main", "desk", "k", None, Some(mortal)).await.unwrap();
    assert_eq!(store.drop_app_values(noon().plus(-1)).await.unwrap(), 0);
    assert_eq!(store.drop_app_values(noon()).await.unwrap(), 1);
}

pub(crate) async fn any_number_of_values_is_dropped_some_at_a_time_and_calls_are_recorded_between(open: Open<'_>) {
    // Of which there are 500 at once.
    const MANY: usize = 1_001;
    let store = with_account(open).await;
    let keep = async |mortal: bool| {
        let kept = AppValue { expires_at: mortal.then(|| noon().micros()), ..value("x") };
        let all = (0..MANY).map(|no| {
            let (store, kept) = (&store, kept.clone());
            async move { store.swap_app_value("main", "desk", &no.to_string(), None, Some(kept)).await.unwrap() }
        });
        assert!(futures_util::future::join_all(all).await.into_iter().all(|swapped| swapped));
    };
    keep(true).await;
    assert_eq!(beside(&store, 1, store.drop_app_values(noon())).await.unwrap(), MANY);
    keep(false).await;
    assert_eq!(store.drop_app_values(noon()).await.unwrap(), 0, "they count for ever");
    store.put_app(app("desk", 1), Some(vec![1])).await.unwrap();
    assert!(beside(&store, 2, store.remove_app("main", "desk", noon())).await.unwrap());
    assert_eq!(store.app_value("main", "desk", "0").await.unwrap(), None);
}

pub(crate) async fn what_is_due_first_of_each_installed_app_is_told_oldest_first(open: Open<'_>) {
    let store = with_account(open).await;
    let of = |app: &str, schedule: AppSchedule| AppSchedule { app: Text::new(app), ..schedule };
    for one in [schedule("later", 60), schedule("b", 0), schedule("a", -5), of("attic", schedule("c", -1))] {
        assert!(store.swap_app_schedule(None, Some(one)).await.unwrap());
    }
    let due = async |busy: &[&str], rows: usize| {
        let busy = busy.iter().map(|app| (Text::new("main"), Text::new(*app))).collect();
        store.due_app_schedules(noon(), busy, rows).await.unwrap()
    };
    assert_eq!(due(&[], 10).await, [], "nobody is there to be told");
    store.put_app(app("desk", 1), Some(vec![1])).await.unwrap();
    assert_eq!(due(&[], 10).await, [schedule("a", -5)]);
    store.put_app(app("attic", 2), Some(vec![1])).await.unwrap();
    // An app of which very much is due keeps no other from its turn, nor does one that is at work.
    assert_eq!(due(&[], 2).await, [schedule("a", -5), of("attic", schedule("c", -1))]);
    assert_eq!(due(&["desk"], 1).await, [of("attic", schedule("c", -1))]);
    let again = AppSchedule { repeat: Some(("days".to_owned(), 2)), ..schedule("a", 90) };
    assert!(store.swap_app_schedule(Some(schedule("a", -5)), Some(again.clone())).await.unwrap());
    assert!(!store.swap_app_schedule(Some(schedule("a", -5)), None).await.unwrap(), "it is another now");
    assert_eq!(store.app_schedule("main", "desk", "a").await.unwrap(), Some(again));
    assert_eq!(store.count_app_schedules("main", "desk").await.unwrap(), (2, 1));
    assert_eq!(due(&["attic"], 10).await, [schedule("b", 0)]);
}

pub(crate) async fn a_log_keeps_the_latest_lines_as_far_as_there_is_room(open: Open<'_>) {
    let store = with_account(open).await;
    let long = "x".repeat(APP_LOG_BYTES_MAX / 4);
    for no in 0..6 {
        store.add_app_lines("main", "desk", vec![line(&format!("{no} {long}")), line("short")]).await.unwrap();
    }
    let lines = store.app_lines("main", "desk", None, 100).await.unwrap();
    assert!(lines.iter().map(|line| line.text.len()).sum::<usize>() <= APP_LOG_BYTES_MAX);
    let first: Vec<&str> = lines.iter().map(|line| line.text.split(' ').next().unwrap()).collect();
    assert_eq!(first, ["short", "5", "short", "4", "short", "3", "short"]);
    assert!(lines.windows(2).all(|two| two[0].no > two[1].no));
    let before = store.app_lines("main", "desk", Some(lines[1].no), 1).await.unwrap();
    assert_eq!(before[0], lines[2]);
    store.add_app_lines("main", "desk", vec![line(&"y".repeat(2 * APP_LOG_BYTES_MAX))]).await.unwrap();
    assert_eq!(store.app_lines("main", "desk", None, 100).await.unwrap().len(), 1, "a line is never left out for its length");
}

pub(crate) async fn a_log_of_short_lines_has_no_more_of_them_than_there_is_room_for(open: Open<'_>) {
    let store = with_account(open).await;
    for no in 0..=APP_LOG_LINES_MAX / 100 {
        store.add_app_lines("main", "desk", (0..100).map(|_| line(&no.to_string())).collect()).await.unwrap();
    }
    let from = APP_LOG_LINES_MAX as u64 / 2;
    let latest = store.app_lines("main", "desk", None, 1).await.unwrap().remove(0);
    assert_eq!((latest.no, latest.text), (APP_LOG_LINES_MAX as u64 + 100, (APP_LOG_LINES_MAX / 100).to_string()));
    assert_eq!(store.app_lines("main", "desk", Some(from), 1).await.unwrap()[0].no, from - 1, "half of them are there");
    assert_eq!(store.app_lines("main", "desk", Some(100), 1).await.unwrap(), [], "the oldest are not");
}

pub(crate) async fn n17_an_integer_is_given_once_and_for_ever(open: Open<'_>) {
    let store = with_account(open).await;
    let put = |key: &str| EntryPut {
        kind: EntryKind::User,
        key: Text::new(key),
        settings: EntrySettings::default(),
        numbers: Vec::new(),
    };
    store.put_entries("main", vec![put("ann")], noon()).await.unwrap();
    let entered = store.entry("main", EntryKind::User, "ann").await.unwrap().unwrap().serial;
    let things =
        || ["user ann", "user ben", "stranger +1", "number +1", "user ben"].map(|thing| thing.split_once(' ').unwrap());
    let ask = || things().map(|(kind, word)| (Text::new(kind), Text::new(word))).to_vec();
    let given = store.serials("main", ask()).await.unwrap();
    assert_eq!((given[0], given[1]), (entered, given[4]));
    let apart: std::collections::BTreeSet<u64> = given.iter().copied().collect();
    assert_eq!(apart.len(), 4, "{given:?}");
    store.put_entries("main", vec![put("ben")], noon()).await.unwrap();
    assert_eq!(open().serials("main", ask()).await.unwrap(), given, "whoever is entered later keeps what was told");
    record(&store, &recorded("answered")).await;
    let serial = super::records(&store).await[0]["serial"].as_u64().unwrap();
    assert!(!given.contains(&serial), "all integers of an account come from one counter");
}
