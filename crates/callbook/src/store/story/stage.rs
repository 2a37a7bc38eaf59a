//! What presence is made of: moved or read whole, it is the same; what phone systems say of agents outlives a restart.

use std::sync::Arc;

use calls::Text;
use calls::moment::Moment;
use calls::presence::{Day, Listed, Stage, Stand, Standing, Subject, View};

use super::super::{SourceRow, SourceSettings, StageFrom, StageRows, Store};
use super::{Open, noon, record, recorded, told, with_account};

/// A day that has every recording in it.
fn ever() -> Day {
    Day { from: Moment::default(), until: noon().plus(i64::MAX / 4) }
}

async fn read(store: &Arc<dyn Store>, change: Option<u64>) -> StageRows {
    store.stage("main", StageFrom { change, ..StageFrom::default() }).await.unwrap()
}

fn shown(stage: &mut Stage) -> View {
    stage.settle();
    stage.since(0)
}

async fn made_anew(store: &Arc<dyn Store>) -> View {
    let rows = read(store, None).await;
    assert!(rows.is_whole && !rows.too_many);
    let mut stage = Stage::new(ever());
    rows.scenes.into_iter().for_each(|(conversation, scene)| stage.put(conversation, scene));
    shown(&mut stage)
}

/// Moves a stage by what changed, and holds it against one that is made anew.
async fn moves_along(store: &Arc<dyn Store>, stage: &mut Stage, read_to: &mut u64) -> View {
    let rows = read(store, Some(*read_to)).await;
    assert!(!rows.is_whole);
    *read_to = rows.newest;
    rows.scenes.into_iter().for_each(|(conversation, scene)| stage.put(conversation, scene));
    let moved = shown(stage);
    assert_eq!(moved, made_anew(store).await, "after change {read_to}");
    moved
}

pub(crate) async fn presence_that_is_moved_is_what_is_read_whole(open: Open<'_>) {
    let mut store = with_account(open).await;
    let (mut stage, mut read_to) = (Stage::new(ever()), 0);
    let scenarios = ["queue_two_callers", "attended_transfer", "queue_then_transfer", "blonde_transfer"];
    let mut signals: Vec<_> = scenarios.into_iter().flat_map(recorded).collect();
    // All at the same time, so that many are open at once.
    signals.sort_by_key(|signal| (signal.at.micros() % 100_000_000, signal.seq));
    let (mut talked, mut waited) = (false, false);
    for (no, some) in signals.chunks(3).enumerate() {
        record(&store, some).await;
        if no % 20 == 19 {
            store = open();
        }
        let view = moves_along(&store, &mut stage, &mut read_to).await;
        talked |= view.agents.iter().any(|agent| agent.state.word() == "talking");
        waited |= view.queues.iter().any(|queue| !queue.waiting.is_empty());
    }
    assert!(talked && waited, "somebody talked, and somebody waited");
}

pub(crate) async fn n20_presence_follows_conversations_that_are_joined(open: Open<'_>) {
    let store = with_account(open).await;
    let (mut stage, mut read_to) = (Stage::new(ever()), 0);
    let facts = told(
        r#"{"key":"1","thread":"a","leg":"ann","at":"2026-01-05T09:00:00Z","what":"came_in","party":{"number":"101","user":"ann"},"dialled":"102"}
        {"key":"1","thread":"b","leg":"bea","at":"2026-01-05T09:00:01Z","what":"came_in","party":{"number":"102","user":"bea"},"dialled":"103"}
        {"key":"2","thread":"a","ties":["b"],"leg":"ann","at":"2026-01-05T09:00:02Z","what":"answered"}"#,
    );
    let mut last = View::default();
    for fact in &facts {
        record(&store, std::slice::from_ref(fact)).await;
        last = moves_along(&store, &mut stage, &mut read_to).await;
    }
    let conversations: Vec<_> = last.agents.iter().flat_map(|agent| &agent.calls).map(|call| call.conversation).collect();
    assert!(conversations.len() == 2 && conversations[0] == conversations[1], "both are in the one that stays");
}

pub(crate) async fn of_those_that_are_over_only_late_ones_are_read(open: Open<'_>) {
    let store = with_account(open).await;
    let signals = recorded("queue_answered");
    record(&store, &signals).await;
    let last = signals.iter().map(|signal| signal.at).max().unwrap();
    let since = async |ended: Moment| {
        let from = StageFrom { ended, ..StageFrom::default() };
        store.stage("main", from).await.unwrap().scenes.len()
    };
    assert_eq!((since(last.plus(-1_000_000)).await, since(last.plus(1)).await), (1, 0));
    let unknown = store.stage("nobody", StageFrom::default()).await.unwrap();
    assert!(unknown.is_whole && unknown.scenes.is_empty());
}

fn listed(agent: &str, paused: bool) -> Listed {
    Listed { queue: "desk".into(), agent: agent.into(), paused, ..Listed::default() }
}

pub(crate) async fn what_is_said_of_agents_outlives_a_restart_and_a_list_takes_its_place(open: Open<'_>) {
    let store = with_account(open).await;
    let source = |deleted_at| SourceRow {
        account: Text::new_static("main"),
        source: Text::new_static("office"),
        settings: SourceSettings::default(),
        created_at: noon(),
        deleted_at,
    };
    store.put_source(source(None)).await.unwrap();
    let say = |what| vec![Stand { at: noon(), what }];
    let stands = [Standing::SignedIn(listed("ann", true)), Standing::SignedIn(listed("bea", false))];
    for stand in stands {
        store.put_stands("main", "office", say(stand)).await.unwrap();
    }
    let store = open();
    let (mark, rows) = read(&store, None).await.stands.unwrap();
    let of = |rows: &[super::super::StandRow], agent: &str| {
        let subject = Subject::Member("desk".into(), agent.into());
        rows.iter().find(|row| row.subject == subject).unwrap().held.clone()
    };
    assert!(of(&rows, "ann").paused && of(&rows, "bea").here && of(&rows, "ann").since == Some(noon()));
    let known = StageFrom { stands: Some(mark), ..StageFrom::default() };
    assert_eq!(store.stage("main", known).await.unwrap().stands, None, "who has them is not given them again");
    store.put_stands("main", "office", say(Standing::AllSignedIn(vec![listed("ann", false)]))).await.unwrap();
    let (_, rows) = store.stage("main", known).await.unwrap().stands.unwrap();
    assert_eq!((of(&rows, "ann").paused, of(&rows, "ann").here, of(&rows, "bea").here), (false, true, false));
    store.put_source(source(Some(noon()))).await.unwrap();
    let (_, rows) = store.stage("main", known).await.unwrap().stands.unwrap();
    assert!(rows.is_empty(), "a source that was removed says nothing of anybody");
}
