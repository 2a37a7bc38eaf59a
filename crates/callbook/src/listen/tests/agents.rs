//! What a switch says of its agents, heard through a real socket, kept, and shown again after a restart.

use std::collections::BTreeSet;

use calls::presence::{Known, Subject, apply};

use super::*;

/// Who is paused in a recording when it ends, in the switch's own words.
fn paused_in(parts: &[Vec<u8>]) -> BTreeSet<Text> {
    let kind = ADAPTERS.iter().find(|kind| kind.name == "asterisk-ami").unwrap();
    let mut adapter = (kind.make)(&Settings { source: Text::new("office"), ..Settings::default() });
    let mut output = Output::default();
    for part in parts {
        adapter.feed(Input::Connected(None), &mut output);
        adapter.feed(Input::Bytes(part), &mut output);
        adapter.feed(Input::Closed(None), &mut output);
    }
    let mut known = Known::new();
    output.stands.iter().for_each(|stand| drop(apply(&mut known, stand)));
    let paused = known.into_iter().filter(|(subject, held)| matches!(subject, Subject::Member(..)) && held.paused);
    paused.map(|(_, held)| held.words.all[0].clone()).collect()
}

async fn paused_now(ctx: &Ctx) -> BTreeSet<Text> {
    let sight = ctx.presences.now(&Text::new("main")).await.unwrap();
    // A call may ring at his phone all the same.
    let paused = sight.view.agents.into_iter().filter(|agent| agent.queues.iter().any(|queue| queue.paused));
    paused.map(|agent| agent.user).collect()
}

#[tokio::test]
async fn an_agent_who_pauses_at_the_switch_is_paused_and_still_is_after_a_restart() {
    let mut parts = connections("queue_left_empty");
    // It ends with the pause.
    let found = |bytes: &[u8], wanted: &[u8]| bytes.windows(wanted.len()).position(|window| window == wanted).unwrap();
    let pause = found(&parts[0], b"Event: QueueMemberPause");
    let end = pause + found(&parts[0][pause..], b"\r\n\r\n") + 4;
    parts[0].truncate(end);
    let wanted = paused_in(&parts);
    assert!(!wanted.is_empty(), "somebody pauses in it");
    let mut rig = Rig::new(0).await;
    let switch = switch(&parts, Lists::Unknown, &[]).await;
    rig.source("office", dialled(switch.address)).await;
    let seen = rig.ctx.clone();
    rig.until(|_| {
        let (ctx, wanted) = (seen.clone(), wanted.clone());
        async move { paused_now(&ctx).await == wanted }
    })
    .await;
    rig.stop().await;
    let again = ctx(&rig.folder, Arc::new(MachineClock));
    assert_eq!(paused_now(&again).await, wanted);
}
