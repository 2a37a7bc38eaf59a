//! Until when it is to be said what came of a call (rule R17).

use calls::Text;
use calls::conversation::{Call, WrapUp};
use calls::fold::fold;
use calls::notation::read;
use calls::signal::{Disposed, Doing, Done, Known, Signal, What};

use crate::laws;

const INBOUND: &str = "0.0 L1 came_in number=+31612345678 trunk=voip dialled=100\n0.1 L2 dialled by=L1 number=102 user=bea\n\
    1.0 L2 answered\n1.1 L1 connected bridge=A\n1.1 L2 connected bridge=A\n9.0 L2 ended how=normal\n9.0 L1 ended how=normal\n";
const OUTBOUND: &str = "0.0 L1 came_in number=101 user=ann dialled=0612345678\n0.1 L2 dialled by=L1 number=0612345678 trunk=voip\n\
    1.0 L2 answered\n1.1 L1 connected bridge=A\n1.1 L2 connected bridge=A\n9.0 L2 ended how=normal\n9.0 L1 ended how=normal\n";

/// The table's signals, as they are recorded where users have ten seconds to wrap up a call.
fn resolved(table: &str) -> Vec<Signal> {
    let mut signals = read(table).unwrap();
    for party in signals.iter_mut().filter_map(|signal| signal.what.party_mut()).filter(|party| party.user.is_some()) {
        party.known = Some(Box::new(Known { wrap_up_s: Some(10), ..Known::default() }));
    }
    signals
}

/// Something that is done about the first call at that second.
fn done(second: u32, doing: Doing) -> Signal {
    let mut signal: Signal = read(&format!("{second}.0 L1 ringing thread=L1")).unwrap().remove(0);
    signal.key = Text::new(format!("doing {second}"));
    signal.what = What::Done(Box::new(Done { call: "L1".into(), doing }));
    signal
}

fn disposed(second: u32) -> Signal {
    done(second, Doing::Disposed(Some(Disposed::default())))
}

/// When the call's time for wrapping it up ends and ended, in seconds after its beginning.
fn seconds(call: &Call) -> Option<(i64, Option<i64>)> {
    let second = |at: calls::moment::Moment| at.since(call.started_at) / 1_000_000;
    call.wrap_up.map(|WrapUp { limit_at, ended_at }| (second(limit_at), ended_at.map(second)))
}

fn after(table: &str, doings: &[Signal]) -> Option<(i64, Option<i64>)> {
    let mut signals = resolved(table);
    signals.extend_from_slice(doings);
    laws::keep("wrap-up", &signals, 50);
    seconds(&fold(&signals).calls[0])
}

#[test]
fn r17_a_call_with_somebody_outside_is_due_once_a_user_who_talked_has_hung_up() {
    for table in [INBOUND, OUTBOUND] {
        assert_eq!(after(table, &[]), Some((19, None)));
        let talking: Vec<&str> = table.lines().take(5).collect();
        assert_eq!(after(&talking.join("\n"), &[]), None, "they talk on");
    }
    assert_eq!(seconds(&fold(&read(INBOUND).unwrap()).calls[0]), None, "without an account it never is");
}

#[test]
fn r17_internal_calls_missed_ones_and_consultations_are_not_due() {
    let internal = INBOUND.replace("trunk=voip", "user=ann");
    assert_eq!(after(&internal, &[]), None);
    let missed = "0.0 L1 came_in number=+31612345678 trunk=voip dialled=100\n0.1 L2 dialled by=L1 number=102 user=bea\n\
        9.0 L2 ended how=no_answer\n9.0 L1 ended how=normal\n";
    assert_eq!(after(missed, &[]), None);
    let consulted = "0.0 L1 came_in number=+31612345678 trunk=voip dialled=100\n0.1 L2 dialled by=L1 number=102 user=bea\n\
        1.0 L2 answered\n1.1 L1 connected bridge=A\n1.1 L2 connected bridge=A\n2.0 L2 held\n\
        3.0 L3 came_in number=102 user=bea dialled=0611111111\n3.1 L3 consults held=L2\n\
        3.2 L4 dialled by=L3 number=0611111111 trunk=voip\n4.0 L4 answered\n4.0 L3 connected bridge=B\n\
        4.0 L4 connected bridge=B\n5.0 L4 ended how=normal\n5.0 L3 ended how=normal\n9.0 L2 ended how=normal\n\
        9.0 L1 ended how=normal\n";
    let whole = fold(&resolved(consulted));
    assert_eq!(whole.calls.iter().map(|call| seconds(call).is_some()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn r17_it_ends_by_the_disposition_or_by_its_limit() {
    assert_eq!(after(INBOUND, &[disposed(12)]), Some((19, Some(12))));
    assert_eq!(after(INBOUND, &[done(19, Doing::Lapsed)]), Some((19, Some(19))));
    assert_eq!(after(INBOUND, &[done(19, Doing::Lapsed), disposed(25)]), Some((19, Some(19))), "too late");
    assert_eq!(after(INBOUND, &[disposed(25)]), Some((19, Some(19))), "what was said later shows that it was past");
    assert_eq!(after(INBOUND, &[disposed(5)]), None, "said while they talked");
    let undone = done(14, Doing::Disposed(None));
    assert_eq!(after(INBOUND, &[disposed(12), undone]), Some((19, None)), "it is due again");
}

#[test]
fn r17_a_limit_that_moved_because_the_end_came_later_has_not_lapsed_yet() {
    let later = INBOUND.replace("9.0 L1", "15.0 L1");
    assert_eq!(after(&later, &[done(19, Doing::Lapsed)]), Some((25, None)));
    assert_eq!(after(&later, &[done(19, Doing::Lapsed), done(25, Doing::Lapsed)]), Some((25, Some(25))));
}

#[test]
fn r17_who_transferred_and_who_took_over_each_wrap_up_their_own_call() {
    let table = "0.0 L1 came_in number=+31612345678 trunk=voip dialled=100\n0.1 L2 dialled by=L1 number=102 user=bea\n\
        1.0 L2 answered\n1.1 L1 connected bridge=A\n1.1 L2 connected bridge=A\n3.0 L1 transferred kind=blind by=L2 to=103\n\
        3.1 L3 dialled by=L1 number=103 user=eva\n4.0 L3 answered\n4.0 L1 connected bridge=C\n4.0 L3 connected bridge=C\n\
        9.0 L3 ended how=normal\n9.0 L1 ended how=normal\n";
    let signals = resolved(table);
    laws::keep("a transfer", &signals, 50);
    let whole = fold(&signals);
    let limits: Vec<_> = whole.calls.iter().map(|call| seconds(call).unwrap().0).collect();
    assert_eq!(limits, [13, 16], "each counted from its own beginning");
}
