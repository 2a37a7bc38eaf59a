//! What people and programs do about a call (rule N27): the latest counts, null undoes, the first's moment stays.

use calls::Text;
use calls::conversation::{Call, Conversation};
use calls::fold::fold;
use calls::notation::read;
use calls::record::{Counted, Record};
use calls::signal::{Assigned, Disposed, Doer, DoerKind, Doing, Done, Link, Signal, What};

/// A call that ended, and what was done about it, a second apart from its 20th second on.
fn after(doings: &[Doing]) -> Conversation {
    let table = "0.0 L1 came_in number=101 user=ann dialled=102\n0.1 L2 dialled by=L1 number=102 user=bea\n9.0 L2 ended how=no_answer\n\
        9.1 L1 ended how=normal\n";
    let mut signals = read(table).unwrap();
    for (no, doing) in doings.iter().enumerate() {
        let mut signal: Signal = read(&format!("{}.0 L1 ringing thread=L1", 20 + no)).unwrap().remove(0);
        signal.key = Text::new(format!("doing {no}"));
        let by = Doer { kind: DoerKind::Person, id: Text::new(format!("person {no}")), name: None };
        (signal.by, signal.what) = (Some(Box::new(by)), What::Done(Box::new(Done { call: "L1".into(), doing: doing.clone() })));
        signals.push(signal);
    }
    fold(&signals)
}

fn call(doings: &[Doing]) -> Call {
    after(doings).calls[0].as_ref().clone()
}

fn second(call: &Call, at: calls::moment::Moment) -> i64 {
    at.since(call.started_at) / 1_000_000
}

fn link(id: &'static str, name: &'static str) -> Link {
    Link { kind: "task".into(), id: id.into(), url: None, name: Some(name.into()) }
}

#[test]
fn n27_a_disposition_keeps_its_first_moment_and_its_latest_word() {
    let said = |text: &'static str| Doing::Disposed(Some(Disposed { text: Some(text.into()), ..Disposed::default() }));
    let twice = call(&[said("first"), said("second")]);
    let (disposed, act) = twice.doings.disposition.clone().unwrap();
    assert_eq!((disposed.text.as_deref(), second(&twice, act.at)), (Some("second"), 20));
    assert_eq!(act.by.unwrap().id, "person 1");
    assert!(call(&[said("first"), Doing::Disposed(None)]).doings.disposition.is_none());
    let again = call(&[said("first"), Doing::Disposed(None), said("third")]);
    assert_eq!(second(&again, again.doings.disposition.as_ref().unwrap().1.at), 22);
}

#[test]
fn n27_notes_are_told_apart_by_their_id_and_an_empty_one_goes() {
    let note = |id: &'static str, text: Option<&'static str>| Doing::Noted { id: id.into(), text: text.map(Into::into) };
    let noted = call(&[note("a", Some("one")), note("b", Some("two")), note("a", Some("three")), note("b", None)]);
    let texts: Vec<_> = noted.doings.notes.iter().map(|(id, text, _)| (id.as_str(), text.as_str())).collect();
    assert_eq!(texts, [("a", "three")]);
}

#[test]
fn n27_handled_and_deleted_keep_their_first_moment_and_can_be_undone() {
    let both = call(&[Doing::Handled(true), Doing::Handled(true), Doing::Deleted(true), Doing::Deleted(true)]);
    assert_eq!(second(&both, both.doings.handled.as_ref().unwrap().at), 20);
    assert_eq!(second(&both, both.doings.deleted_at.unwrap()), 22);
    let undone = call(&[Doing::Handled(true), Doing::Deleted(true), Doing::Handled(false), Doing::Deleted(false)]);
    assert!(undone.doings.handled.is_none() && undone.doings.deleted_at.is_none());
}

#[test]
fn n27_a_link_is_one_by_kind_and_id() {
    let there = |link: Link, there: bool| Doing::Linked { link, there };
    let linked = call(&[there(link("1", "old"), true), there(link("2", "other"), true), there(link("1", "new"), true)]);
    let names: Vec<_> = linked.doings.links.iter().map(|(link, _)| link.name.clone().unwrap()).collect();
    assert_eq!(names, ["other", "new"]);
    let gone = call(&[there(link("1", "old"), true), there(link("1", "old"), false)]);
    assert!(gone.doings.links.is_empty());
}

#[test]
fn n26_what_a_doing_assigned_stands_before_what_is_worked_out() {
    let assign = |user: Option<&'static str>, team: Option<&'static str>| {
        Doing::Assigned(Some(Assigned { user: user.map(Into::into), team: team.map(Into::into), ..Assigned::default() }))
    };
    assert_eq!(call(&[]).assigned.user.as_deref(), Some("ann"));
    let set = call(&[assign(Some("eva"), None), assign(None, Some("desk"))]);
    assert_eq!((set.assigned.user.as_deref(), set.assigned.team.as_deref()), (Some("eva"), Some("desk")));
    let undone = call(&[assign(Some("eva"), Some("desk")), Doing::Assigned(None)]);
    assert_eq!((undone.assigned.user.as_deref(), undone.assigned.team), (Some("ann"), None));
}

#[test]
fn n27_the_whole_is_handled_once_all_its_calls_are() {
    let record = |doings: &[Doing]| Record::new(&after(doings), 1, &mut Counted::default());
    assert!(record(&[]).handled.is_none());
    let handled = record(&[Doing::Handled(true), Doing::Summarised(Some("short".into()))]);
    assert_eq!(handled.handled.unwrap().by.unwrap().id, "person 0");
    assert_eq!(handled.calls[0].summary.as_ref().unwrap().text, "short");
}

#[test]
fn n27_of_a_conversation_handled_and_deleted_mean_all_calls_the_others_the_last_that_is_no_consultation() {
    let whole = fold(
        &read(
            "0.0 L1 came_in number=+31612345678 trunk=voip dialled=100\n0.1 L2 dialled by=L1 number=102 user=bea\n\
            1.0 L2 answered\n1.1 L1 connected bridge=A\n1.1 L2 connected bridge=A\n2.0 L2 held\n\
            3.0 L3 came_in number=102 user=bea dialled=103\n3.1 L3 consults held=L2\n3.2 L4 dialled by=L3 number=103\n",
        )
        .unwrap(),
    );
    assert_eq!(whole.calls.len(), 2);
    let meant = |doing: &Doing| whole.meant_by(doing).map(|call| call.key.to_string()).collect::<Vec<_>>();
    assert_eq!(meant(&Doing::Handled(true)), ["L1", "L3"]);
    assert_eq!(meant(&Doing::Deleted(false)), ["L1", "L3"]);
    assert_eq!(meant(&Doing::Disposed(None)), ["L1"]);
    assert_eq!(meant(&Doing::Summarised(None)), ["L1"]);
}

#[test]
fn n27_a_doing_stays_on_its_call_when_an_earlier_leg_of_it_becomes_known() {
    let second = "0.1 L2 dialled by=L1 number=102 user=bea\n9.0 L2 ended how=no_answer\n";
    let mut signals = read(second).unwrap();
    let done = Done { call: fold(&signals).calls[0].key.clone(), doing: Doing::Handled(true) };
    let mut doing: Signal = read("20.0 L2 ringing thread=L2").unwrap().remove(0);
    doing.what = What::Done(Box::new(done));
    signals.push(doing);
    signals.extend(read("\n\n0.0 L1 came_in number=101 user=ann dialled=102\n9.1 L1 ended how=normal").unwrap());
    let whole = fold(&signals);
    assert_eq!((whole.calls.len(), whole.calls[0].key.as_str()), (1, "L1"));
    assert!(whole.calls[0].doings.handled.is_some());
    assert!(whole.gaps.iter().all(|gap| !gap.text.contains("not told")), "{:?}", whole.gaps);
}

#[test]
fn n27_what_is_done_about_a_call_is_no_news_of_its_legs() {
    let handled = call(&[Doing::Handled(true)]);
    assert_eq!(second(&handled, handled.changed_at), 20);
    assert_eq!(second(&handled, handled.legs.iter().next().unwrap().changed_at), 9);
}
