//! Receivers that ask to be left alone, or that something is not tried before a time.

use super::*;

#[tokio::test]
async fn r13_a_wait_that_the_receiver_asks_for_is_kept() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let of = house.call("T1", 0..1).await;
    house.does(of, Does::FailsAndAsksFor(500));
    house.begin().await;
    house.sent(1).await;
    house.end().await;
    let row = &house.rows(Some(Standing::Waiting)).await[0];
    assert!(row.next_at.unwrap().since(house.clock.now()) >= 500_000_000);
    house.goes_by(100);
    house.begin().await;
    house.call("T2", 0..1).await;
    assert_ne!(house.sent(1).await[0].0, Some(of), "it is not tried before");
}

#[tokio::test]
async fn r13_a_receiver_that_asks_to_be_left_alone_is_asked_again_by_one_and_then_told_the_rest() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let first = house.call("T1", 0..1).await;
    house.does(first, Does::AsksToBeLeftAlone(600));
    house.begin().await;
    house.sent(1).await;
    house.stand(Standing::Waiting, 1).await;
    let mut others = Vec::new();
    for no in 2..6 {
        others.push(house.call(&format!("T{no}"), 0..1).await);
    }
    assert_eq!(house.sent_by_now().await, [], "nothing is sent to him");
    // The time is over: one is sent, which is answered in the same way.
    house.does(others[0], Does::AsksToBeLeftAlone(600));
    house.goes_by(600);
    others.push(house.call("T6", 0..1).await);
    assert_eq!(house.sent(1).await[0].0, Some(others[0]));
    house.stand(Standing::Waiting, 2).await;
    assert_eq!(house.sent_by_now().await, []);
    // It is over again, and the one hangs: the rest waits for what becomes of it.
    house.does(others[1], Does::Hangs);
    house.goes_by(600);
    house.does(first, Does::Hangs);
    others.push(house.call("T7", 0..1).await);
    assert_eq!(house.sent(1).await.len(), 1);
    assert_eq!(house.sent_by_now().await, []);
    house.kill();
    // He takes it, and so everything goes.
    house.receiving.does.lock().unwrap().clear();
    house.goes_by(600);
    house.begin().await;
    let mut told: Vec<_> = house.sent(others.len() + 1).await.into_iter().filter_map(|one| one.0).collect();
    told.sort_unstable();
    others.push(first);
    others.sort_unstable();
    assert_eq!(told, others);
}

#[tokio::test]
async fn r13_a_receiver_that_asked_to_be_left_alone_is_left_alone_after_a_restart_unless_somebody_wants_it_tried() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let first = house.call("T1", 0..1).await;
    house.does(first, Does::AsksToBeLeftAlone(600));
    house.begin().await;
    house.sent(1).await;
    house.end().await;
    house.call("T2", 0..1).await;
    house.goes_by(599);
    house.begin().await;
    assert_eq!(house.sent_by_now().await, []);
    house.end().await;
    house.does(first, Does::Takes);
    assert_eq!(house.ctx.store.retry("main", house.id, None).await.unwrap(), 1);
    house.begin().await;
    assert_eq!(house.sent(2).await.len(), 2);
}
