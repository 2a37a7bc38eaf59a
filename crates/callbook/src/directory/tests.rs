//! Signals resolved by a directory.

use std::collections::BTreeMap;

use calls::Text;
use calls::conversation::{Conversation, Direction};
use calls::fold::fold;
use calls::moment::Moment;
use calls::signal::{Signal, What};

use super::import::{of_csv, of_json};
use super::said::{self, Fault};
use super::{Contacts, Directory, contact_numbers};
use crate::resolve::{Numbering, resolve};
use crate::store::{Alias, DirectoryRows, EntryKind, EntryRow, EntrySettings, Wrapup};

fn row(kind: EntryKind, key: &str, settings: EntrySettings) -> EntryRow {
    let at = Moment::default();
    let key = Text::new(key);
    EntryRow { kind, key, serial: 1, settings, created_at: at, changed_at: at, deleted_at: None, same_as: None }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn alias(source: Option<&str>, word: &str) -> Alias {
    Alias { source: source.map(str::to_owned), word: word.to_owned() }
}

/// Ann of the sales team, who is `SIP-101` at the office; the line and the queue of sales; a mailbox of words.
fn directory() -> Directory {
    let none = EntrySettings::default;
    let ann = EntrySettings {
        team: some("sales"),
        scope: some("north"),
        extensions: vec!["101".to_owned()],
        aliases: vec![alias(Some("pbx"), "alice")],
        ..none()
    };
    let line = EntrySettings { queue: some("sales"), menu: some("day"), scope: some("south"), ..none() };
    let queue = EntrySettings { team: some("desk"), aliases: vec![alias(None, "q-sales")], ..none() };
    let gone = EntryRow {
        same_as: Some(Text::new("ann")),
        deleted_at: Some(Moment::default()),
        ..row(EntryKind::User, "old-ann", none())
    };
    let entries =
        vec![row(EntryKind::User, "ann", ann), row(EntryKind::Line, "main", line), row(EntryKind::Queue, "sales", queue), gone];
    let lines = vec![(Text::new("31205550199"), Text::new("main"))];
    Directory::from(DirectoryRows {
        version: 1,
        entries,
        lines,
        has_contacts: true,
        wrapup: Wrapup::Required,
        wrapup_limit_s: 600,
    })
}

fn numbering() -> Numbering {
    Numbering { region: Some(Text::new("NL")), outside_prefix: None }
}

fn read(table: &str) -> Vec<Signal> {
    calls::notation::read(table).unwrap()
}

fn resolved(table: &str, contacts: &Contacts) -> (Vec<Signal>, Vec<String>) {
    let mut signals = read(table);
    resolve(&numbering(), &mut signals);
    let seen = directory().resolve(&numbering(), &mut signals, contacts);
    (signals, seen.into_iter().map(|seen| format!("{} {}", seen.kind.word(), seen.key)).collect())
}

fn folded(table: &str, contacts: &Contacts) -> (Conversation, Vec<String>) {
    let (signals, seen) = resolved(table, contacts);
    (fold(&signals), seen)
}

const INBOUND: &str = "
    00.000 A came_in number=0612345678 trunk=voip dialled=020-5550199
    01.000 A entered place=queue name=q-sales
    02.000 B dialled by=A number=101 user=alice queue=q-sales
    03.000 B answered
    03.000 A connected bridge=C
    03.000 B connected bridge=C
    09.000 A ended how=normal
    09.000 B ended how=normal
";

#[test]
fn n23_a_word_of_a_source_becomes_the_key_that_it_means_there() {
    let (signals, seen) = resolved(INBOUND, &Contacts::new());
    assert_eq!(seen, [""; 0], "everything is known");
    let What::Dialled(dialled) = &signals[2].what else { panic!() };
    assert_eq!((dialled.party.user.as_deref(), dialled.queue.as_deref()), (Some("ann"), Some("sales")));
    let mut elsewhere = read(INBOUND);
    elsewhere.iter_mut().for_each(|signal| signal.source = Text::new("branch"));
    let seen = directory().resolve(&numbering(), &mut elsewhere, &Contacts::new());
    assert!(seen.iter().any(|seen| seen.kind == EntryKind::User && seen.key == "alice"), "there it is somebody else");
}

#[test]
fn n26_team_scope_queue_and_menu_come_from_the_directory() {
    let (conversation, _) = folded(INBOUND, &Contacts::new());
    let assigned = &conversation.calls[0].assigned;
    let all = [&assigned.user, &assigned.queue, &assigned.menu, &assigned.team, &assigned.scope];
    let all = all.map(|key| key.as_deref().unwrap_or_default());
    assert_eq!(all, ["ann", "sales", "day", "desk", "south"], "the queue's team, the line's scope");
}

#[test]
fn n5_a_line_is_known_by_its_own_number_and_not_by_the_number_dialled() {
    let table = "00.000 A came_in number=0612345678 trunk=voip dialled=020-5550111 line=020-5550199";
    let (conversation, seen) = folded(table, &Contacts::new());
    assert_eq!((conversation.calls[0].assigned.queue.as_deref(), seen), (Some("sales"), Vec::new()));
}

#[test]
fn n26_where_no_queue_and_no_line_says_it_team_and_scope_are_the_users() {
    let table = "
        00.000 A came_in number=101 user=old-ann dialled=0612345678
        01.000 B dialled by=A number=0612345678 trunk=voip
    ";
    let (conversation, seen) = folded(table, &Contacts::new());
    let assigned = &conversation.calls[0].assigned;
    assert_eq!(seen, [""; 0], "what turned out to be another leads there");
    let all = [&assigned.user, &assigned.team, &assigned.scope].map(|key| key.as_deref().unwrap_or_default());
    assert_eq!(all, ["ann", "sales", "north"]);
}

#[test]
fn n23_a_contact_is_known_by_its_number_in_any_spelling() {
    let contacts: Contacts = [(Text::new("31612345678"), Text::new("rosa"))].into();
    for number in ["0612345678", "+31612345678", "0031612345678"] {
        let table = format!("00.000 A came_in number={number} trunk=voip dialled=+31205550199");
        let (conversation, _) = folded(&table, &contacts);
        assert_eq!(conversation.calls[0].legs[0].contact.as_deref(), Some("rosa"), "{number}");
    }
    let mut signals = read("00.000 A came_in number=0612345678 trunk=voip\n01.000 B dialled by=A number=101 user=alice");
    resolve(&numbering(), &mut signals);
    assert_eq!(
        contact_numbers(&signals).into_iter().collect::<Vec<_>>(),
        ["0612345678", "31612345678"],
        "of nobody of the house"
    );
}

#[test]
fn n23_what_nobody_knows_is_seen_under_the_word_of_its_source() {
    let table = "
        00.000 A came_in number=0612345678 trunk=voip dialled=+31205550111
        01.000 A entered place=menu name=night
        02.000 A entered place=queue name=support
        03.000 B dialled by=A number=102 user=bob queue=support
    ";
    let (_, seen) = folded(table, &Contacts::new());
    assert_eq!(seen, ["user bob", "line +31205550111", "queue support", "menu night"]);
}

#[test]
fn n23_a_number_that_is_only_shown_outside_is_no_line_of_the_house() {
    let table = "
        00.000 A came_in number=0612345678 trunk=voip dialled=020-5550199
        01.000 B dialled by=A number=0611111111 trunk=voip
        01.000 B presented line=0612345678
    ";
    assert_eq!(folded(table, &Contacts::new()).1, [""; 0], "it may be the caller's, who was sent on");
}

#[test]
fn resolving_twice_is_resolving_once() {
    let contacts: Contacts = [(Text::new("31612345678"), Text::new("rosa"))].into();
    let (mut signals, _) = resolved(INBOUND, &contacts);
    let once = signals.clone();
    directory().resolve(&numbering(), &mut signals, &contacts);
    assert_eq!(signals, once);
}

#[test]
fn what_a_kind_does_not_have_or_cannot_be_is_named() {
    let field = |kind, key: &str, settings: EntrySettings| {
        let directory = directory();
        let holder = |kind, alias: &Alias| directory.holder(kind, alias).cloned();
        said::entry(kind, key, settings, &numbering(), &holder).unwrap_err().field
    };
    let none = EntrySettings::default;
    assert_eq!(field(EntryKind::Queue, " sales", none()), "key");
    assert_eq!(field(EntryKind::Queue, "x", EntrySettings { numbers: vec!["1".to_owned()], ..none() }), "numbers");
    assert_eq!(
        field(EntryKind::Contact, "x", EntrySettings { numbers: vec!["1".to_owned(), "call me".to_owned()], ..none() }),
        "numbers[1]"
    );
    assert_eq!(
        field(EntryKind::User, "x", EntrySettings { aliases: vec![alias(Some("pbx"), "alice")], ..none() }),
        "aliases[0]"
    );
    assert_eq!(field(EntryKind::User, "x", EntrySettings { name: some("a\u{7}b"), ..none() }), "name");
    assert_eq!(field(EntryKind::User, "x", EntrySettings { extensions: vec!["1".to_owned(); 51], ..none() }), "extensions");
}

#[test]
fn a_table_and_json_say_the_same() {
    let csv = b"kind,key,name,numbers,aliases,ids\nuser,ann,Ann Mori,020 5550100; +31612345678,pbx=SIP-101;101,crm=7;desk=9\nteam,sales,,,,\n";
    let json = serde_json::json!({"entries": [
        {"kind": "user", "key": "ann", "name": "Ann Mori", "numbers": ["020 5550100", "+31612345678"],
            "aliases": [{"source": "pbx", "word": "SIP-101"}, {"word": "101"}], "ids": {"crm": "7", "desk": "9"}},
        {"kind": "team", "key": "sales", "name": null, "numbers": null, "aliases": null, "ids": null},
    ]});
    let (table, json) = (of_csv(csv).unwrap(), of_json(json).unwrap());
    let bare = |all: Vec<super::import::Said>| -> Vec<_> {
        all.into_iter().map(|one| (one.kind, one.key, one.fields.into_iter().collect::<BTreeMap<_, _>>())).collect()
    };
    assert_eq!(table[1].place, "line 3");
    assert_eq!(bare(table), bare(json));
    let fault = |text: &str| of_csv(text.as_bytes()).unwrap_err();
    assert_eq!(fault("kind,key,nam\nuser,a,b\n").field, "line 1");
    assert_eq!(fault("kind,key\nuser,a\nuser,b,c\n").field, "line 3");
    assert_eq!(
        fault("kind,key\nperson,a\n"),
        Fault::new("line 2.kind", "expected one of user, team, line, queue, menu, trunk, contact")
    );
}

#[test]
fn of_two_that_are_one_each_says_what_the_other_does_not() {
    let into = EntrySettings { name: some("Ann"), numbers: vec!["1".to_owned()], ..EntrySettings::default() };
    let gone = EntrySettings {
        name: some("A. Mori"),
        email: some("ann@example.com"),
        numbers: vec!["1".to_owned(), "2".to_owned()],
        ids: [("crm".to_owned(), "7".to_owned())].into(),
        ..EntrySettings::default()
    };
    let both = said::merged(&into, &gone).unwrap();
    assert_eq!((both.name, both.email), (some("Ann"), some("ann@example.com")));
    assert_eq!((both.numbers, both.ids["crm"].as_str()), (vec!["1".to_owned(), "2".to_owned()], "7"));
    let extension = EntrySettings { extensions: vec!["1".to_owned()], ..EntrySettings::default() };
    let both = said::merged(&into, &extension).unwrap();
    assert_eq!(
        (both.numbers, both.extensions),
        (vec!["1".to_owned()], vec!["1".to_owned()]),
        "one may be the same as the other"
    );
    let other = EntrySettings { ids: [("crm".to_owned(), "8".to_owned())].into(), ..into };
    assert_eq!(said::merged(&other, &gone).unwrap_err().field, "into");
}

#[test]
fn r17_the_limit_is_the_teams_or_else_the_accounts_and_nothing_is_due_where_either_says_so() {
    let with = |team: EntrySettings, wrapup: Wrapup| {
        let ann = EntrySettings { team: some("sales"), ..EntrySettings::default() };
        let entries = vec![row(EntryKind::User, "ann", ann), row(EntryKind::Team, "sales", team)];
        Directory::from(DirectoryRows { entries, wrapup, wrapup_limit_s: 600, ..DirectoryRows::default() })
    };
    let limits = |directory: &Directory| {
        let mut signals = read("00.000 A came_in number=101 user=ann\n01.000 B dialled by=A number=102 user=bea");
        directory.resolve(&numbering(), &mut signals, &Contacts::new());
        let known = signals.iter().map(|signal| signal.what.party().unwrap().known.as_ref());
        known.map(|known| known.and_then(|known| known.wrap_up_s)).collect::<Vec<_>>()
    };
    let team = |wrapup, wrapup_limit_s| EntrySettings { wrapup, wrapup_limit_s, ..EntrySettings::default() };
    // Bea is seen for the first time.
    assert_eq!(limits(&with(team(None, None), Wrapup::Required)), [Some(600), Some(600)]);
    assert_eq!(limits(&with(team(None, Some(30)), Wrapup::Required)), [Some(30), Some(600)]);
    assert_eq!(limits(&with(team(Some(Wrapup::Off), None), Wrapup::Required)), [None, Some(600)]);
    assert_eq!(limits(&with(team(Some(Wrapup::Required), None), Wrapup::Off)), [Some(600), None]);
}

#[test]
fn n5_where_nothing_is_shown_outside_it_is_the_users_line_or_else_the_trunks() {
    let with = |user: Option<&str>| {
        let line = |scope: &str| EntrySettings {
            numbers: vec![format!("+312055501{scope}")],
            scope: some(scope),
            ..EntrySettings::default()
        };
        let of = |line: Option<&str>| EntrySettings { line: line.and_then(some), ..EntrySettings::default() };
        let entries = vec![
            row(EntryKind::User, "ann", of(user)),
            row(EntryKind::Trunk, "voip", of(Some("second"))),
            row(EntryKind::Line, "first", line("11")),
            row(EntryKind::Line, "second", line("22")),
        ];
        Directory::from(DirectoryRows { entries, ..DirectoryRows::default() })
    };
    let call = |user: Option<&str>, more: &str| {
        let table = format!(
            "0.0 A came_in number=101 user=ann dialled=0612345678\n1.0 B dialled by=A number=0612345678 trunk=voip\n{more}"
        );
        let mut signals = read(&table);
        with(user).resolve(&numbering(), &mut signals, &Contacts::new());
        let call = fold(&signals).calls[0].clone();
        (call.line.as_deref().map(str::to_owned), call.assigned.scope.as_deref().map(str::to_owned))
    };
    assert_eq!(call(Some("first"), ""), (some("+31205550111"), some("11")));
    assert_eq!(call(None, ""), (some("+31205550122"), some("22")));
    assert_eq!(call(Some("first"), "2.0 B presented line=+31205550133").0, some("+31205550133"), "what is told comes first");
    assert_eq!(call(Some("first"), "2.0 A presented line=+31205550133").0, some("+31205550133"));
}

#[test]
fn n4_a_number_of_the_house_that_is_chosen_is_called_where_the_dialplan_leads_it() {
    let none = Contacts::new();
    let chosen = |number: &str, dialled: &str| {
        let table = format!("00.000 L1 originated number=101\n00.001 L1 chose number={number}\n01.000 L1 answered\n{dialled}");
        folded(&table, &none).0.calls[0].clone()
    };
    let inside = "01.100 L2 dialled by=L1 number=102\n02.000 L2 answered\n";
    let outside = "01.100 L2 dialled by=L1 number=+31205550199 trunk=voip\n02.000 L2 answered\n";
    // Its own number, in any spelling; and one that is somebody else's, whoever takes it.
    for own in ["+31205550199", "0205550199"] {
        let call = chosen(own, inside);
        let told = (call.direction, call.to.number.as_deref(), call.to.e164.as_deref());
        assert_eq!(told, (Some(Direction::Internal), Some(own), Some("+31205550199")));
        assert_eq!(chosen(own, "").direction, None, "nobody knows yet");
        assert_eq!(chosen(own, outside).direction, Some(Direction::Outbound));
    }
    assert_eq!(chosen("+31207654321", inside).direction, Some(Direction::Outbound), "from the start");
}
