//! Presence by told stories: what the fold says of calls, and what phone systems say of agents.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::Text;
use crate::fold::conversations;
use crate::moment::Moment;
use crate::notation::read;
use crate::record::{Counted, Record};
use crate::signal::Signal;

/// So many seconds after the stories begin.
fn at(seconds: f64) -> Moment {
    let zero = read("00.000 L1 ringing").unwrap().remove(0).at;
    zero.plus((seconds * 1e6) as i64)
}

fn day() -> Day {
    Day { from: at(-3_600.0), until: at(82_800.0) }
}

/// Puts what the signals come to on a stage.
fn play(stage: &mut Stage, signals: Vec<Signal>) {
    let mut ids = Counted::default();
    for folded in conversations(signals) {
        let record = Record::new(&folded.conversation, 1, &mut ids);
        let scene = Scene::read(&serde_json::to_string(&record).unwrap()).unwrap();
        stage.put(record.id, scene);
    }
}

/// One line for each agent and queue.
fn shown(stage: &mut Stage) -> Vec<String> {
    stage.settle();
    let View { agents, queues, .. } = stage.since(0);
    let since =
        |since: Option<Moment>| since.map_or("?".to_owned(), |since| format!("{:.1}", since.since(at(0.0)) as f64 / 1e6));
    let agent = |agent: Agent| {
        let reason = agent.reason.map(|reason| format!(" {reason}")).unwrap_or_default();
        format!("{} {} {}{reason}", agent.user, agent.state.word(), since(agent.since))
    };
    let queue = |queue: Queue| {
        let today = queue.today.unwrap();
        let longest = since(queue.waiting.first().map(|waiting| waiting.since));
        let Today { offered, answered, abandoned, .. } = today;
        format!(
            "{} {} wait since {longest}, {offered} offered {answered} answered {abandoned} abandoned, mean {:?}",
            queue.queue,
            queue.waiting.len(),
            today.wait_mean_s()
        )
    };
    agents.into_iter().map(agent).chain(queues.into_iter().map(queue)).collect()
}

const STORY: &str = "
    00.000 A1 came_in number=+31612345678 trunk=voip dialled=+31205550199
    00.500 A1 entered place=queue name=desk
    01.000 B1 dialled by=A1 number=101 user=ann queue=desk
    01.000 B2 dialled by=A1 number=102 user=bea queue=desk
    01.500 B1 ringing
    06.000 B1 answered
    06.000 A1 left place=queue how=answered agent=B1
    06.100 A1 connected bridge=C1
    06.100 B1 connected bridge=C1
    06.200 B2 ended how=elsewhere
    20.000 B1 ended how=normal
    20.000 A1 ended how=normal";

/// What is shown once the first so many facts are known.
fn after(facts: usize) -> Vec<String> {
    let mut stage = Stage::new(day());
    play(&mut stage, read(STORY).unwrap().into_iter().take(facts).collect());
    shown(&mut stage)
}

#[test]
fn n13_a_caller_who_waits_is_shown_in_his_queue() {
    assert_eq!(after(2), ["desk 1 wait since 0.5, 1 offered 0 answered 0 abandoned, mean None"]);
}

#[test]
fn an_agent_whose_phone_rings_is_ringing_and_one_who_took_the_call_talks() {
    assert_eq!(after(5)[..2], ["ann ringing 1.5", "bea ringing 1.0"]);
    assert_eq!(after(9)[..2], ["ann talking 6.0", "bea ringing 1.0"]);
    assert_eq!(after(10)[..2], ["ann talking 6.0", "bea free 6.2"]);
}

#[test]
fn who_calls_talks_once_somebody_took_his_call_also_if_nobody_says_so_of_his_own_leg() {
    let story = "
        00.000 A1 came_in number=101 user=ann dialled=102
        00.500 B1 dialled by=A1 number=102 user=bea
        01.000 B1 ringing
        04.000 B1 answered
        04.100 A1 connected bridge=C1
        04.100 B1 connected bridge=C1";
    let after = |facts: usize| {
        let mut stage = Stage::new(day());
        play(&mut stage, read(story).unwrap().into_iter().take(facts).collect());
        shown(&mut stage)
    };
    assert_eq!(after(3)[..2], ["ann ringing 0.0", "bea ringing 1.0"], "he waits for another's phone");
    assert_eq!(after(6)[..2], ["ann talking 4.1", "bea talking 4.0"]);
}

#[test]
fn one_whose_call_is_over_is_free_since_then_and_the_queue_counts_it() {
    let wanted = ["ann free 20.0", "bea free 6.2", "desk 0 wait since ?, 1 offered 1 answered 0 abandoned, mean Some(5.5)"];
    assert_eq!(after(12), wanted);
}

#[test]
fn r17_a_wrap_up_that_is_due_is_shown_until_it_is_over() {
    let record = |ended: &str| {
        format!(
            r#"{{"merged_into":null,"erased_at":null,"queues":[],"calls":[{{"id":"00000000-0000-0000-0000-000000000001",
            "state":"ended","ended_at":"2026-01-05T09:47:34Z","talk_ended_at":"2026-01-05T09:47:33Z","assigned":{{"user":"ann"}},
            "wrap_up":{{"limit_at":"2026-01-05T09:57:34Z","ended_at":{ended}}},"legs":[]}}]}}"#
        )
    };
    let doing = |ended: &str| Scene::read(&record(ended)).unwrap().parts.first().map(|part| part.doing);
    assert_eq!(doing("null"), Some(Doing::WrapUp));
    assert_eq!(doing("\"2026-01-05T09:48:10Z\""), None);
}

#[test]
fn another_day_begins_with_empty_figures_and_whoever_still_waits() {
    let mut stage = Stage::new(day());
    play(&mut stage, read(STORY).unwrap());
    let tomorrow = Day { from: day().until, until: day().until.plus(86_400_000_000) };
    stage.turn(tomorrow);
    assert_eq!(shown(&mut stage), Vec::<String>::new());
    play(&mut stage, read(STORY).unwrap().into_iter().take(2).collect());
    assert_eq!(shown(&mut stage), ["desk 1 wait since 0.5, 0 offered 0 answered 0 abandoned, mean None"]);
}

fn member(user: &str, queue: &str, here: bool, paused: bool) -> Member {
    let reason = paused.then(|| Text::new_static("lunch"));
    Member { queue: queue.into(), user: Some(user.into()), here, paused, reason, since: Some(at(2.0)) }
}

#[test]
fn paused_is_who_takes_no_calls_of_any_queue_and_away_who_is_signed_out_of_all() {
    let mut stage = Stage::new(day());
    let mut show = |members: Vec<Member>, devices: Vec<Device>| {
        stage.set_stands(members, devices);
        shown(&mut stage).remove(0)
    };
    assert_eq!(show(vec![member("ann", "desk", true, true)], vec![]), "ann paused 2.0 lunch");
    assert_eq!(show(vec![member("ann", "desk", true, true), member("ann", "shop", true, false)], vec![]), "ann free ?");
    assert_eq!(show(vec![member("ann", "desk", false, false)], vec![]), "ann away 2.0");
    let phone = |reachable| Device { user: "ann".into(), reachable, since: Some(at(3.0)) };
    assert_eq!(show(vec![member("ann", "desk", true, false)], vec![phone(false)]), "ann away 3.0");
    assert_eq!(show(vec![member("ann", "desk", true, true)], vec![phone(false)]), "ann paused 2.0 lunch");
    assert_eq!(show(vec![member("ann", "desk", true, false)], vec![phone(false), phone(true)]), "ann free ?");
}

#[test]
fn who_talks_talks_even_if_he_is_paused_and_his_queue_counts_him_so() {
    let mut stage = Stage::new(day());
    stage.set_stands(vec![member("ann", "desk", true, true), member("bea", "desk", true, true)], vec![]);
    play(&mut stage, read(STORY).unwrap().into_iter().take(10).collect());
    assert_eq!(shown(&mut stage)[..2], ["ann talking 6.0", "bea paused 6.2 lunch"]);
    let desk = stage.since(0).queues.remove(0).agents;
    assert_eq!((desk.talking, desk.paused, desk.free), (1, 1, 0));
}

#[test]
fn a_reader_is_told_only_what_changed_since_he_looked() {
    let mut stage = Stage::new(day());
    stage.set_names([("ann".into(), None), ("bea".into(), None), ("cas".into(), None)].into(), Names::new());
    play(&mut stage, read(STORY).unwrap().into_iter().take(9).collect());
    let stamp = stage.settle();
    assert_eq!(stage.since(0).agents.len(), 3);
    assert!(stage.since(stamp).is_empty());
    play(&mut stage, read(STORY).unwrap().into_iter().take(10).collect());
    stage.settle();
    let changed: Vec<Text> = stage.since(stamp).agents.into_iter().map(|agent| agent.user).collect();
    assert_eq!(changed, ["bea"]);
    let stamp = stage.settle();
    stage.set_names(Names::new(), Names::new());
    stage.settle();
    assert_eq!(stage.since(stamp).gone_agents, ["cas"]);
    assert!(stage.since(0).gone_agents.is_empty(), "who sees all for the first time misses nobody");
}

#[test]
fn n24_a_view_shows_only_what_somebody_may_see() {
    let mut stage = Stage::new(day());
    stage.set_stands(vec![member("ann", "desk", true, false), member("ann", "shop", true, false)], vec![]);
    play(&mut stage, read(STORY).unwrap());
    stage.settle();
    let seen = stage.since(0).seen_by(|user| user == "ann", |queue| queue == "shop");
    let users: Vec<_> = seen.agents.iter().map(|agent| agent.user.as_str()).collect();
    assert_eq!((users, seen.queues.len(), seen.agents[0].queues.len()), (vec!["ann"], 1, 2));
}

fn listed(agent: &str, paused: bool) -> Listed {
    Listed { queue: "desk".into(), agent: agent.into(), paused, ..Listed::default() }
}

fn told(known: &mut Known, seconds: f64, what: Standing) -> Vec<Subject> {
    apply(known, &Stand { at: at(seconds), what })
}

#[test]
fn who_is_not_in_a_whole_list_is_signed_out() {
    let mut known = Known::new();
    told(&mut known, 1.0, Standing::SignedIn(listed("ann", true)));
    told(&mut known, 1.0, Standing::SignedIn(listed("bea", false)));
    let phone = |reachable| Standing::Phone { phone: "bea".into(), words: Words::default(), reachable };
    told(&mut known, 1.0, phone(false));
    let changed = told(&mut known, 9.0, Standing::AllSignedIn(vec![listed("ann", true)]));
    assert_eq!(changed, [Subject::Member("desk".into(), "bea".into())]);
    let of = |agent: &str| known[&Subject::Member("desk".into(), agent.into())].clone();
    assert_eq!((of("ann").paused, of("ann").since), (true, Some(at(1.0))), "what is as it was is so since then");
    assert_eq!((of("bea").here, of("bea").since), (false, Some(at(9.0))));
    let words = Words::default();
    told(&mut known, 9.0, Standing::AllPhones(vec![("bea".into(), words.clone(), false)]));
    let phone = |known: &Known| known[&Subject::Phone("bea".into())].clone();
    assert_eq!((phone(&known).here, phone(&known).since), (false, Some(at(1.0))), "it is so since then");
    told(&mut known, 9.5, Standing::AllPhones(Vec::new()));
    assert!(phone(&known).here, "a phone of which nothing is known counts as one that can be reached");
}

#[test]
fn what_is_told_twice_changes_nothing_and_there_is_an_end_to_what_is_kept() {
    let mut known = Known::new();
    assert_eq!(told(&mut known, 1.0, Standing::SignedIn(listed("ann", false))).len(), 1);
    assert_eq!(told(&mut known, 2.0, Standing::SignedIn(listed("ann", false))).len(), 0);
    let many = (0..=STANDS_MAX).map(|no| listed(&format!("agent{no}"), false)).collect();
    told(&mut known, 3.0, Standing::AllSignedIn(many));
    assert_eq!(known.len(), STANDS_MAX);
}
