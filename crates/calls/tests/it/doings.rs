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
        Doing::Assigned(Assigned { user: user.map(Into::into), team: team.map(Into::into), ..Assigned::default() })
    };
    assert_eq!(call(&[]).assigned.user.as_deref(), Some("ann"));
    let set = call(&[assign(Some("eva"), None), assign(None, Some("desk"))]);
    assert_eq!((set.assigned.user.as_deref(), set.assigned.team.as_deref()), (Some("eva"), Some("desk")));
}

#[test]
fn n27_the_whole_is_handled_once_all_its_calls_are() {
    let record = |doings: &[Doing]| Record::new(&after(doings), 1, &mut Counted::default());
    assert!(record(&[]).handled.is_none());
    let handled = record(&[Doing::Handled(true), Doing::Summarised(Some("short".into()))]);
    assert_eq!(handled.handled.unwrap().by.unwrap().id, "person 0");
    assert_eq!(handled.calls[0].summary.as_ref().unwrap().text, "short");
}
