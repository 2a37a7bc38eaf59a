//! What has a bound, and what a call is called at the phone system.

use calls::conversation::State;
use calls::fold::{CONVERSATION_SIGNALS_MAX, Live, fold};
use calls::notation::read;
use calls::signal::{Billed, GapKind, Provider, Stated, What};

#[test]
fn n20_a_runaway_ends_with_a_gap_and_no_sooner() {
    let mut table = String::from("0.0 L1 came_in number=101 user=ann dialled=600\n0.1 L1 entered place=menu name=endless\n");
    for no in 0..CONVERSATION_SIGNALS_MAX {
        table.push_str(&format!("{}.5 L1 pressed digit=1\n", no + 1));
    }
    let signals = read(&table).unwrap();
    let full = fold(&signals[..CONVERSATION_SIGNALS_MAX]);
    assert_eq!((full.state, full.gaps.len()), (State::Menu, 0));
    let over = fold(&signals);
    assert_eq!(over.state, State::Ended);
    assert_eq!(over.gaps.iter().map(|gap| gap.what).collect::<Vec<_>>(), [GapKind::TooMany]);
    assert_eq!(over, fold(&signals[..=CONVERSATION_SIGNALS_MAX]));
}

#[test]
fn a_call_is_named_by_its_first_leg_and_a_transfers_by_its_targets() {
    let table = "0.0 L1 came_in number=101 dialled=102\n0.1 L2 dialled by=L1 number=102\n1.0 L2 answered\n1.1 L1 connected bridge=B\n\
        1.2 L2 connected bridge=B\n3.0 L1 transferred kind=blind by=L2 to=103\n3.1 L3 dialled by=L1 number=103\n";
    let whole = fold(&read(table).unwrap());
    let names: Vec<_> = whole.calls.iter().map(|call| call.provider.clone().unwrap()).collect();
    assert_eq!((names[0].name.as_str(), names[0].id.as_str()), ("NATIVE", "L1"));
    assert_eq!(names[1].id, "L3");
}

#[test]
fn what_a_document_states_stands_on_its_call() {
    let mut signals = read("0.0 L1 came_in number=101 dialled=102\n5.0 L1 ringing\n5.1 L1 ended how=normal").unwrap();
    let provider = Provider { name: "OTHER".into(), id: "X".into(), payload: None };
    let billed = Billed { seconds: 60.0, amount: Some(0.1), currency: Some("EUR".into()) };
    let kept = Some(("dialect".into(), "{}".into()));
    signals[1].what =
        What::Stated(Box::new(Stated { provider: Some(provider.clone()), billed: Some(billed.clone()), kept, logged: None }));
    let call = fold(&signals).calls[0].clone();
    assert_eq!((call.provider.as_ref(), call.billed.as_ref()), (Some(&provider), Some(&billed)));
    assert_eq!(call.kept.len(), 1);
}

#[test]
fn live_tells_a_fact_once() {
    let signals = read("0.0 L1 came_in number=101 dialled=102\n0.1 L2 dialled by=L1 number=102\n0.2 L2 ringing").unwrap();
    let mut live = Live::default();
    let told: Vec<bool> = signals.iter().chain(&signals).map(|signal| live.push(signal.clone()).is_some()).collect();
    assert_eq!(told, [true, true, true, false, false, false]);
}
