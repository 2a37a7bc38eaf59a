//! Calls that are given up, and sources that fall silent, by a clock that is set.

use super::*;
use crate::store::{Batch, ChangeKind, DialectRow, Limits, Mode, Receiver, SubscriptionRow, SubscriptionSettings};

const HOUR: i64 = 3_600_000_000;

/// A store with a source and a clock at that moment.
async fn quiet(folder: &Scratch, at: Moment, settings: SourceSettings) -> (Ctx, Arc<SetClock>) {
    let clock = Arc::new(SetClock::at(at));
    let ctx = ctx(folder, clock.clone());
    ctx.store.put_account(crate::demo::account(at, "UTC")).await.unwrap();
    let row = crate::demo::source(at, SocketAddr::from(([127, 0, 0, 1], 1)));
    ctx.store.put_source(SourceRow { source: Text::new("office"), settings, ..row }).await.unwrap();
    (ctx, clock)
}

#[tokio::test]
async fn a_call_that_nobody_ends_is_given_up_after_what_its_source_says() {
    let limits = |ringing, talking| {
        let settings = SourceSettings { give_up_ringing_s: ringing, give_up_talking_s: talking, ..SourceSettings::default() };
        sweep::limits(&settings)
    };
    assert_eq!(limits(None, None), Limits { ringing_s: sweep::RINGING_S, talking_s: sweep::TALKING_S });
    assert_eq!(limits(Some(1), Some(2)), Limits { ringing_s: 1, talking_s: 2 });
    let folder = Scratch::new();
    // The first half of a call, until somebody talks.
    let stream = fs::read(recordings().join("answered/ami.txt")).unwrap();
    let kind = ADAPTERS.iter().find(|kind| kind.name == "asterisk-ami").unwrap();
    let mut adapter = (kind.make)(&Settings { source: Text::new("office"), ..Settings::default() });
    let mut output = Output::default();
    adapter.feed(Input::Connected(None), &mut output);
    adapter.feed(Input::Bytes(&stream[..stream.len() / 2]), &mut output);
    let at = output.signals.iter().map(|signal| signal.at).max().unwrap();
    let (ctx, clock) = quiet(&folder, at, SourceSettings::default()).await;
    let batch = Batch {
        account: Text::new("main"),
        signals: output.signals.into(),
        seen: Vec::new(),
        mark: None,
        mode: Mode::Live,
        at,
    };
    ctx.store.record(batch).await.unwrap();
    let is_over = async || records(&*ctx.store, "office").await.iter().all(|one| !one["ended_at"].is_null());
    clock.go(3 * HOUR);
    sweep::round(&ctx).await;
    assert!(!is_over().await, "two who talk press no keys");
    clock.go(22 * HOUR);
    sweep::round(&ctx).await;
    assert!(is_over().await);
}

#[tokio::test]
async fn r17_a_call_that_nobody_wraps_up_is_said_to_be_past_its_time() {
    let folder = Scratch::new();
    let (ctx, clock) = quiet(&folder, MachineClock.now(), SourceSettings::default()).await;
    let row =
        AccountRow { wrapup: store::Wrapup::Required, wrapup_limit_s: 60, ..crate::demo::account(ctx.clock.now(), "UTC") };
    ctx.store.put_account(row).await.unwrap();
    let table = "0.0 A came_in number=+31612345678 trunk=voip dialled=100\n0.1 B dialled by=A number=102 user=bea\n\
        1.0 B answered\n1.1 A connected bridge=C\n1.1 B connected bridge=C\n9.0 B ended how=normal\n9.0 A ended how=normal";
    let mut signals = calls::notation::read(table).unwrap();
    signals.iter_mut().for_each(|signal| signal.source = Text::new("office"));
    let seen = ctx.directories.resolve(&Text::new("main"), &Default::default(), &mut signals).await.unwrap();
    let at = signals.last().unwrap().at;
    clock.set(at);
    let batch = Batch { account: Text::new("main"), signals: signals.into(), seen, mark: None, mode: Mode::Live, at };
    ctx.store.record(batch).await.unwrap();
    let wrap_up = async || records(&*ctx.store, "office").await[0]["calls"][0]["wrap_up"].clone();
    clock.go(59_000_000);
    sweep::lapse(&ctx).await;
    assert!(wrap_up().await["ended_at"].is_null());
    clock.go(1_000_000);
    sweep::lapse(&ctx).await;
    assert_eq!(wrap_up().await["ended_at"], wrap_up().await["limit_at"]);
}

/// A subscription that is told in a dialect from that moment on.
fn told_in(dialect: &'static str, created_at: Moment) -> SubscriptionRow {
    let dialect = DialectRow { name: Text::new_static(dialect), ..DialectRow::default() };
    let url = Some("https://module.example/hook".to_owned());
    SubscriptionRow {
        account: Text::new("main"),
        id: uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, dialect.name.as_bytes()),
        kind: Receiver::Webhook,
        name: Text::new("module"),
        settings: SubscriptionSettings { url, dialect: Some(dialect), ..SubscriptionSettings::default() },
        position: 0,
        turn: 0,
        off: None,
        failing_since: None,
        created_at,
        deleted_at: None,
    }
}

#[tokio::test]
async fn e22_a_history_goes_without_its_recording_after_a_minute_if_a_module_is_told() {
    let folder = Scratch::new();
    let table = "0.0 A came_in number=+31612345678 trunk=voip dialled=100\n0.1 B dialled by=A number=102 user=bea\n\
        1.0 B answered\n1.1 A connected bridge=C\n1.1 B connected bridge=C\n2.0 B recorded recording=R kind=call step=started\n\
        9.0 B ended how=normal\n9.0 A ended how=normal";
    let mut signals = calls::notation::read(table).unwrap();
    signals.iter_mut().for_each(|signal| signal.source = Text::new("office"));
    let at = signals.last().unwrap().at;
    let (ctx, clock) = quiet(&folder, at, SourceSettings::default()).await;
    let batch =
        Batch { account: Text::new("main"), signals: signals.into(), seen: Vec::new(), mark: None, mode: Mode::Live, at };
    ctx.store.record(batch).await.unwrap();
    let waited = async || records(&*ctx.store, "office").await[0]["calls"][0]["kept"]["elma365"]["waited"].clone();
    // The next look would be a little later than a minute after the end.
    clock.go(55_000_000);
    sweep::stop_waiting(&ctx).await;
    ctx.store.put_subscription(told_in("vcita", at)).await.unwrap();
    sweep::stop_waiting(&ctx).await;
    assert_eq!(waited().await, Value::Null, "nobody is told of histories");
    ctx.store.put_subscription(told_in("elma365", at)).await.unwrap();
    clock.go(-1);
    sweep::stop_waiting(&ctx).await;
    assert_eq!(waited().await, Value::Null, "not yet");
    clock.go(1);
    sweep::stop_waiting(&ctx).await;
    assert_eq!(waited().await, Value::Bool(true));
    let told = ctx.store.changes("main", 0, None, 100).await.unwrap().newest;
    sweep::stop_waiting(&ctx).await;
    assert_eq!(ctx.store.changes("main", 0, None, 100).await.unwrap().newest, told, "it is said once");
}

#[tokio::test]
async fn a_source_that_says_nothing_is_reported_and_so_is_its_next_word() {
    let folder = Scratch::new();
    let settings = SourceSettings { silence_s: Some(60), ..SourceSettings::default() };
    let (ctx, clock) = quiet(&folder, MachineClock.now(), settings).await;
    let feed = (Text::new("main"), Text::new("office"), Text::new("asterisk-ami"));
    let mut memory = silence::Memory::new();
    let kinds = async || -> Vec<ChangeKind> {
        ctx.store.changes("main", 0, None, 10).await.unwrap().rows.iter().map(|row| row.kind).collect()
    };
    let silent = || ctx.board.standings(None).iter().any(|(_, one)| one.silent);
    silence::round(&ctx, &mut memory).await.unwrap();
    clock.go(3 * HOUR);
    silence::round(&ctx, &mut memory).await.unwrap();
    assert_eq!(kinds().await, [], "what nobody listens to is not silent");
    ctx.board.chalk(&feed, ctx.clock.now(), |_| {});
    silence::round(&ctx, &mut memory).await.unwrap();
    clock.go(60_000_000);
    silence::round(&ctx, &mut memory).await.unwrap();
    assert_eq!((kinds().await, silent()), (vec![], false));
    clock.go(1);
    silence::round(&ctx, &mut memory).await.unwrap();
    silence::round(&ctx, &mut memory).await.unwrap();
    assert_eq!((kinds().await, silent()), (vec![ChangeKind::SourceSilent], true));
    ctx.board.chalk(&feed, ctx.clock.now(), |one| one.heard_at = Some(ctx.clock.now()));
    silence::round(&ctx, &mut memory).await.unwrap();
    assert_eq!((kinds().await, silent()), (vec![ChangeKind::SourceSilent, ChangeKind::SourceHeard], false));
}

#[tokio::test]
async fn what_came_of_a_source_is_forgotten_once_it_is_gone() {
    let folder = Scratch::new();
    let (ctx, clock) = quiet(&folder, MachineClock.now(), SourceSettings::default()).await;
    let main = Text::new("main");
    let sources = ["office", "gone"].map(Text::new);
    sources.iter().for_each(|source| ctx.board.count(&main, source, 3, clock.now()));
    silence::round(&ctx, &mut silence::Memory::new()).await.unwrap();
    let came = sources.map(|source| ctx.board.came(&main, &source, clock.now()).unwrap().last_minute);
    assert_eq!(came, [3, 0]);
}
