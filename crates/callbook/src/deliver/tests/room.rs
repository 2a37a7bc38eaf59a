//! What takes much room leaves some to the rest.

use super::*;

#[tokio::test]
async fn r13_a_conversation_of_very_many_changes_does_not_keep_others_from_being_read() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let long = house.call("T1", 0..1_100).await;
    house.does(long, Does::Hangs);
    house.begin().await;
    assert_eq!(house.sent(1).await[0].0, Some(long));
    let good = house.call("T2", 0..1).await;
    assert_eq!(house.sent(1).await[0].0, Some(good));
}

#[tokio::test]
async fn r13_what_got_a_row_only_to_make_room_comes_after_what_has_none_whoever_takes_it_up() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let long = house.call("T1", 0..1_100).await;
    house.does(long, Does::Hangs);
    house.begin().await;
    house.sent(1).await;
    while house.rows(Some(Standing::Waiting)).await.is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(house.row().await.position, 0, "what hangs has no row, nor has what comes next");
    house.kill();
    house.does(long, Does::Takes);
    house.begin().await;
    let sent = house.sent(1_100).await;
    assert!(is_in_order(&sent, long, 1_100), "{:?}", versions(&sent, long));
}

#[tokio::test]
async fn r13_a_receiver_that_is_back_is_told_at_once_what_waited() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    house.manner.ladder = Ladder::of(vec![86_400]).unwrap();
    let waited = [house.call("T1", 0..1).await, house.call("T2", 0..1).await];
    waited.iter().for_each(|of| house.does(*of, Does::Fails));
    house.begin().await;
    house.sent(2).await;
    house.stand(Standing::Waiting, 2).await;
    waited.iter().for_each(|of| house.does(*of, Does::Takes));
    house.goes_by(120);
    let newer = house.call("T3", 0..1).await;
    let sent = house.sent(3).await;
    assert_eq!(sent[0].0, Some(newer));
    assert!(waited.iter().all(|of| versions(&sent[1..], *of) == [1]), "their time is a day from now");
}

#[tokio::test(start_paused = true)]
async fn r13_conversations_that_hang_leave_slots_for_the_rest() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    // Twice as many as go at once.
    for no in 0..8 {
        let hung = house.call(&format!("T{no}"), 0..1).await;
        house.does(hung, Does::Hangs);
    }
    house.begin().await;
    house.sent(8).await;
    let good = house.call("T8", 0..3).await;
    let sent = house.sent(3).await;
    assert_eq!(versions(&sent, good), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_wanted_is_passed_over_in_the_store_too_after_a_while() {
    let settings = SubscriptionSettings { kinds: vec!["erased".to_owned()], ..SubscriptionSettings::default() };
    let mut house = House::new(settings, 1).await;
    house.begin().await;
    house.call("T1", 0..3).await;
    let many = house.changes().await.len() as u64;
    while house.row().await.position < many {
        tokio::time::advance(Duration::from_secs(31)).await;
    }
    assert_eq!(house.ctx.store.owing(Some("main"), None).await.unwrap()[0].behind, 0);
}
