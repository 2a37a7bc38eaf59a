//! What is kept no longer than an account wants it, by a clock that is set (rule N25).

use super::*;
use crate::raw::{Keeper, Piece};
use crate::store::{Batch, Mode, Retention, days_before};

const HOUR: i64 = 3_600_000_000;

/// A store whose account keeps conversations for so many days, with a clock at that moment.
async fn keeping(folder: &Scratch, at: Moment, days: u32) -> (Ctx, Arc<SetClock>) {
    let clock = Arc::new(SetClock::at(at));
    let ctx = ctx(folder, clock.clone());
    let retention = Retention { conversations_d: Some(days), recordings_d: None };
    ctx.store.put_account(AccountRow { retention, ..crate::demo::account(at, "UTC") }).await.unwrap();
    (ctx, clock)
}

/// A call that begins at that moment, and ends or goes on.
async fn call(ctx: &Ctx, name: &str, at: Moment, ends: bool) {
    let table = format!("0.0 {name} came_in number=101 dialled=102\n1.0 {name} answered");
    let table = if ends { format!("{table}\n9.0 {name} ended how=normal") } else { table };
    let mut signals = calls::notation::read(&table).unwrap();
    let begins = signals[0].at;
    for signal in &mut signals {
        signal.source = Text::new("office");
        signal.at = at.plus(signal.at.since(begins));
    }
    let batch =
        Batch { account: Text::new("main"), signals: signals.into(), seen: Vec::new(), mark: None, mode: Mode::Live, at };
    ctx.store.record(batch).await.unwrap();
}

async fn count(ctx: &Ctx) -> usize {
    records(&*ctx.store, "office").await.len()
}

#[tokio::test]
async fn n25_conversations_are_erased_once_they_are_older_than_their_account_wants_them() {
    let folder = Scratch::new();
    let at = MachineClock.now();
    let (ctx, clock) = keeping(&folder, at, 2).await;
    call(&ctx, "A", at, true).await;
    call(&ctx, "B", at.plus(HOUR), true).await;
    clock.go(48 * HOUR);
    retain::outlive(&ctx).await;
    assert_eq!(count(&ctx).await, 2, "two days are not over");
    clock.go(1_000_000);
    retain::outlive(&ctx).await;
    assert_eq!(count(&ctx).await, 1);
    let last = ctx.store.changes("main", 0, None, 1_000).await.unwrap().rows.pop().unwrap();
    assert!(last.by.as_deref().is_some_and(|by| by.contains("\"system\"")), "the change says who: {last:?}");
    let row = ctx.store.accounts().await.unwrap().remove(0);
    ctx.store.put_account(AccountRow { retention: Retention::default(), ..row }).await.unwrap();
    clock.go(1_000 * 24 * HOUR);
    retain::outlive(&ctx).await;
    assert_eq!(count(&ctx).await, 1, "where nothing is said it is kept for ever");
}

#[tokio::test]
async fn n25_raw_input_of_what_was_erased_goes_but_not_what_a_call_that_goes_on_may_need() {
    let folder = Scratch::new();
    let hour = MachineClock.now().micros().div_euclid(HOUR);
    let at = |hours: i64| Moment::from_micros((hour + hours) * HOUR + HOUR / 2).unwrap();
    let (ctx, clock) = keeping(&folder, at(0), 1).await;
    let keeper = Keeper::new(folder.path().join("raw"), 7);
    let feed = |source: &str| (Text::new("main"), Text::new(source), Text::new("asterisk-ami"));
    for no in 0..4 {
        for source in ["office", "other"] {
            keeper.keep(&feed(source), &[Piece { kind: raw::Kind::Bytes, at: at(no), bytes: b"31612345678" }]);
        }
    }
    let files = |source: &str| {
        let names = fs::read_dir(folder.path().join("raw/main").join(source).join("asterisk-ami")).unwrap();
        names.count()
    };
    call(&ctx, "A", at(1), true).await;
    call(&ctx, "B", at(1), false).await;
    clock.set(at(3));
    let erase = async || ctx.store.erase_before("main", days_before(at(3), 0), crate::media::house(), at(3)).await.unwrap();
    assert_eq!(erase().await.erased, 1);
    retain::remove_raw(&ctx, &keeper).await;
    assert_eq!((files("office"), ctx.store.raw_to_go("main").await.unwrap().len()), (4, 1), "a call of that hour goes on");
    call(&ctx, "B", at(1), true).await;
    retain::remove_raw(&ctx, &keeper).await;
    assert_eq!((files("office"), files("other")), (3, 4));
    assert_eq!(ctx.store.raw_to_go("main").await.unwrap(), []);
}
