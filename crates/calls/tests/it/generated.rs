//! The laws over stories that nobody told: any words in any order, sense or not.

use calls::Text;
use calls::conversation::{Direction, Outcome};
use calls::moment::Moment;
use calls::signal::{
    Assigned, Behind, Billed, CameIn, DefaultLine, Dialled, Disposed, Doer, DoerKind, Doing, Done, Feed, Gap, GapKind, How,
    Joined, JoinedAs, Known, LeftQueue, LegKey, Link, Logged, Originated, Party, Place, Provider, Recorded, RecordingKind,
    RecordingStep, Signal, Stated, TransferKind, Transferred, Unparked, What, Written,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::laws;
use crate::native::is_read_back;

/// Legs are few, so that facts meet.
const LEGS: u8 = 6;

fn leg(no: u8) -> LegKey {
    LegKey(Text::new(format!("L{no}")))
}

fn any_leg() -> impl Strategy<Value = LegKey> {
    (0..LEGS).prop_map(leg)
}

fn any_party() -> impl Strategy<Value = Party> {
    let line = || maybe(0..3_u8).prop_map(|line| line.map(any_default_line));
    (100..106_u32, any::<bool>(), maybe(0..2_u8), maybe(1..30_u32), line()).prop_map(
        |(number, trunk, team, wrap_up_s, line)| Party {
            known: team.map(|team| {
                let team = Some(Text::new(format!("team{team}")));
                Box::new(Known { team, wrap_up_s, line, ..Known::default() })
            }),
            number: Some(Text::new(number.to_string())),
            trunk: trunk.then(|| Text::new_static("voip")),
            user: (!trunk).then(|| Text::new(format!("user{number}"))),
            ..Party::default()
        },
    )
}

fn any_default_line(no: u8) -> Box<DefaultLine> {
    Box::new(DefaultLine { number: Text::new(format!("900{no}")), scope: (no > 0).then(|| Text::new(format!("scope{no}"))) })
}

fn any_beginning() -> impl Strategy<Value = What> {
    prop_oneof![
        4 => any_party().prop_map(|party| What::CameIn(Box::new(CameIn { party, dialled: Some(Text::new_static("100")), line: None }))),
        1 => any_party().prop_map(|party| What::Originated(Box::new(Originated { party, callback: false }))),
        8 => (any_leg(), any_party(), any::<bool>()).prop_map(|(by, party, queue)| {
            let queue = queue.then(|| Text::new_static("sales"));
            What::Dialled(Box::new(Dialled { by, party, queue }))
        }),
        2 => (any_leg(), any_party(), prop_oneof![Just(JoinedAs::Taker), Just(JoinedAs::Supervisor), Just(JoinedAs::Added)])
            .prop_map(|(to, party, role)| What::Joined(Box::new(Joined { to, role, party }))),
    ]
}

fn any_place() -> impl Strategy<Value = Place> {
    prop_oneof![Just(Place::Queue), Just(Place::Menu), Just(Place::Playback), Just(Place::Mailbox), Just(Place::Room)]
}

fn any_how() -> impl Strategy<Value = How> {
    prop_oneof![
        Just(How::Normal),
        Just(How::Busy),
        Just(How::NoAnswer),
        Just(How::Cancelled),
        Just(How::Elsewhere),
        Just(How::Blocked)
    ]
}

fn any_life() -> impl Strategy<Value = What> {
    let bridge = || prop_oneof![Just(Text::new_static("A")), Just(Text::new_static("B"))];
    prop_oneof![
        1 => Just(What::Ringing),
        3 => Just(What::Answered),
        8 => bridge().prop_map(|bridge| What::Connected { bridge }),
        4 => bridge().prop_map(|bridge| What::Disconnected { bridge }),
        2 => (any_leg(), any_leg()).prop_map(|(held, by)| What::Held { held: Some(held), by: Some(by) }),
        1 => Just(What::Resumed),
        2 => Just(What::AskedToEnd),
        4 => any_how().prop_map(|how| What::Ended { how }),
        1 => Just(What::Lost { why: Text::new_static("gone") }),
    ]
}

fn any_way() -> impl Strategy<Value = What> {
    prop_oneof![
        3 => any_place().prop_map(|place| What::Entered { place, name: None, instance: None }),
        3 => any_place().prop_map(|place| What::Left { place, how: Some(LeftQueue::Timeout), agent: None }),
        1 => Just(What::Parked { by: None, space: None }),
        1 => Just(What::Unparked { how: Unparked::Returned }),
        1 => any_leg().prop_map(|by| What::Unparked { how: Unparked::Retrieved { by } }),
        1 => any_leg().prop_map(|held| What::Consults { held }),
        3 => (any_leg(), proptest::option::of(any_leg()), proptest::option::of(any_leg())).prop_map(|(by, second, target)| {
            let kind = if second.is_some() { TransferKind::Attended } else { TransferKind::Blind };
            What::Transferred(Box::new(Transferred { kind, by: Some(by), second, target, to: Some(Text::new_static("103")) }))
        }),
        1 => any_leg().prop_map(|by| What::PickedUp { by }),
        1 => Just(What::Forwarded { to: Text::new_static("104") }),
        1 => Just(What::Gap(Box::new(Gap { what: GapKind::NotTold, text: Text::new_static("?"), from: None, to: None }))),
    ]
}

fn any_text() -> impl Strategy<Value = Text> {
    "[ -~äß€]{1,30}".prop_map(Text::new)
}

fn any_moment() -> impl Strategy<Value = Moment> {
    (0..253_402_300_799_999_999_i64).prop_map(|micros| Moment::from_micros(micros).unwrap())
}

fn maybe<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(strategy)
}

fn any_recorded() -> impl Strategy<Value = What> {
    let step =
        prop_oneof![
            Just(RecordingStep::Started),
            Just(RecordingStep::Ended),
            (maybe(0.0..1e9), maybe(0..1_u64 << 53), maybe(any_text()))
                .prop_map(|(length_s, size, url)| RecordingStep::Stored { length_s, size, url }),
            Just(RecordingStep::Played),
            any_moment().prop_map(RecordingStep::RedactAt),
            Just(RecordingStep::Deleted),
        ];
    (any_text(), maybe(any_text()), step, any::<bool>()).prop_map(|(recording, name, step, call)| {
        let kind = if call { RecordingKind::Call } else { RecordingKind::Voicemail };
        What::Recorded(Box::new(Recorded { recording, kind, name, step }))
    })
}

fn any_stated() -> impl Strategy<Value = What> {
    let provider = (any_text(), any_text(), maybe(any_text())).prop_map(|(name, id, payload)| Provider { name, id, payload });
    let billed = (0.0..1e9, maybe(0.0..1e9), maybe(any_text())).prop_map(|(seconds, amount, currency)| Billed {
        seconds,
        amount,
        currency,
    });
    (maybe(provider), maybe(billed), maybe((any_text(), any_text())), maybe(any_logged().boxed())).prop_map(
        |(provider, billed, kept, logged)| {
            What::Stated(Box::new(Stated { provider, billed, kept, logged: logged.map(Box::new) }))
        },
    )
}

/// A call that was written down, with times that can be and such that cannot.
fn any_logged() -> impl Strategy<Value = Logged> {
    let direction = proptest::sample::select(vec![Direction::Inbound, Direction::Outbound, Direction::Internal]);
    let outcome = proptest::sample::select(vec![
        Outcome::Answered,
        Outcome::Voicemail,
        Outcome::Abandoned,
        Outcome::Cancelled,
        Outcome::NoAnswer,
        Outcome::Busy,
    ]);
    let written = prop_oneof![Just(Written::ByHand), Just(Written::ByProgram)];
    let nobody = prop_oneof![4 => any_party(), 1 => Just(Party::default())];
    let times = (maybe(any_second()), maybe(any_second()), maybe(0.0..1e12), maybe(outcome));
    (direction, written, any_party(), nobody, maybe(any_text()), times).prop_map(
        |(direction, written, from, to, line, times)| {
            let (answered_at, ended_at, seconds, outcome) = times;
            Logged { direction, written, from, to, line, answered_at, ended_at, seconds, outcome }
        },
    )
}

/// A moment of the stories below.
fn any_second() -> impl Strategy<Value = Moment> {
    (0..60_i64).prop_map(|seconds| Moment::from_micros(1_767_606_290_000_000 + seconds * 1_000_000).unwrap())
}

/// What was written down begins a story, or stands in it.
fn any_written() -> impl Strategy<Value = What> {
    any_logged().prop_map(|logged| What::Stated(Box::new(Stated { logged: Some(Box::new(logged)), ..Stated::default() })))
}

/// Something that is done about a call of the stories below.
fn any_doing_of_leg() -> impl Strategy<Value = What> {
    let doing = prop_oneof![
        Just(Doing::Disposed(Some(Disposed::default()))),
        Just(Doing::Disposed(None)),
        Just(Doing::Handled(true)),
        Just(Doing::Deleted(true)),
        Just(Doing::Lapsed),
    ];
    (any_leg(), doing).prop_map(|(call, doing)| What::Done(Box::new(Done { call: call.0, doing })))
}

fn any_done() -> impl Strategy<Value = What> {
    let disposed = (any::<bool>(), maybe(any_text()), maybe(any_moment()))
        .prop_map(|(wrong_number, text, next_call_at)| Disposed { wrong_number, text, next_call_at });
    let link = (any_text(), any_text(), maybe(any_text()), maybe(any_text())).prop_map(|(kind, id, url, name)| Link {
        kind,
        id,
        url,
        name,
    });
    let assigned = (maybe(any_text()), maybe(any_text()), maybe(any_text())).prop_map(|(scope, menu, user)| Assigned {
        scope,
        menu,
        user,
        ..Assigned::default()
    });
    let doing = prop_oneof![
        maybe(disposed).prop_map(Doing::Disposed),
        (any_text(), maybe(any_text())).prop_map(|(id, text)| Doing::Noted { id, text }),
        maybe(any_text()).prop_map(Doing::Summarised),
        (link, any::<bool>()).prop_map(|(link, there)| Doing::Linked { link, there }),
        any::<bool>().prop_map(Doing::Handled),
        any::<bool>().prop_map(Doing::Deleted),
        maybe(assigned).prop_map(Doing::Assigned),
        Just(Doing::Lapsed),
    ];
    (any_text(), doing).prop_map(|(call, doing)| What::Done(Box::new(Done { call, doing })))
}

/// The words that the stories above are told without.
fn any_other() -> impl Strategy<Value = What> {
    let digit = proptest::sample::select("0123456789*#ABCD".chars().collect::<Vec<_>>());
    prop_oneof![
        1 => any_text().prop_map(|number| What::Chose { number }),
        1 => any_text().prop_map(|line| What::Presented { line }),
        1 => digit.prop_map(|digit| What::Pressed { digit }),
        1 => any::<bool>().prop_map(|left| What::Message { left }),
        1 => (any_text(), maybe(any_moment()), maybe(any_moment()))
            .prop_map(|(text, from, to)| What::Gap(Box::new(Gap { what: GapKind::LinkLost, text, from, to }))),
        4 => any_recorded().boxed(),
        4 => any_stated().boxed(),
        8 => any_done().boxed(),
    ]
}

fn any_doer() -> impl Strategy<Value = Doer> {
    (any_text(), maybe(any_text())).prop_map(|(id, name)| Doer { kind: DoerKind::Program, id, name })
}

pub(crate) fn any_signals() -> impl Strategy<Value = Vec<Signal>> {
    any_signals_after(any_beginning())
}

fn any_signals_after(first: impl Strategy<Value = What>) -> impl Strategy<Value = Vec<Signal>> {
    let what = prop_oneof![
        8 => any_beginning().boxed(),
        16 => any_life().boxed(),
        8 => any_way().boxed(),
        1 => any_written().boxed(),
        2 => any_doing_of_leg().boxed(),
        1 => any_recorded().boxed(),
    ];
    let one = (0..LEGS, 0..40_i64, what);
    // The first leg begins the story, otherwise most of them would tell of nobody.
    (first, proptest::collection::vec(one, 1..60)).prop_map(|(first, rest)| {
        let mut told = vec![(0, 0, first)];
        told.extend(rest);
        told.into_iter().enumerate().map(|(no, (leg_no, seconds, what))| signal(no, leg_no, seconds, what)).collect()
    })
}

fn signal(no: usize, leg_no: u8, seconds: i64, what: What) -> Signal {
    Signal {
        source: Text::new_static("pbx"),
        feed: Feed { name: Text::new_static("native"), rank: 0 },
        key: Text::new(format!("{no}")),
        thread: Text::new_static("T"),
        ties: Vec::new(),
        leg: leg(leg_no),
        at: Moment::from_micros(1_767_606_300_000_000 + seconds * 1_000_000).unwrap(),
        seq: no as u64,
        seen_at: None,
        by: None,
        chosen_e164: None,
        behind: None,
        what,
    }
}

/// The same stories in every run, so that a red build is somebody's change; other ones by `STORIES=seed`.
pub(crate) fn config() -> ProptestConfig {
    let seed = std::env::var("STORIES").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    ProptestConfig { cases: 3_000, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_signals_at_all_keep_the_laws(signals in any_signals()) {
        laws::keep("generated", &signals, 3);
    }

    #[test]
    fn any_call_that_was_written_down_keeps_the_laws_whatever_is_told_with_it(signals in any_signals_after(any_written())) {
        laws::keep("written down", &signals, 3);
        let told = calls::fold::fold(&signals);
        proptest::prop_assert_eq!(told.calls.len(), 1);
        proptest::prop_assert_eq!(told.state, calls::conversation::State::Logged);
    }

    #[test]
    fn any_signal_at_all_is_read_back_from_json_as_it_was(
        what in prop_oneof![any_beginning().boxed(), any_life().boxed(), any_way().boxed(), any_other().boxed()],
        by in maybe(any_doer()),
        seen_at in maybe(any_moment()),
        ties in proptest::collection::vec(any_text(), 0..4),
        chosen_e164 in maybe(any_text()),
        behind in maybe((maybe(any_text()), maybe(any_text()))),
    ) {
        let behind = behind.map(|(queue, team)| Box::new(Behind { queue, team, ..Behind::default() }));
        is_read_back(&Signal { by: by.map(Box::new), seen_at, ties, chosen_e164, behind, ..signal(7, 1, 1, what) });
    }
}
