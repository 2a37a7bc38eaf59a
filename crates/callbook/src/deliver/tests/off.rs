//! When a receiver is switched off, and when not.

use super::*;

#[tokio::test]
async fn a_receiver_that_is_gone_is_switched_off_and_the_account_is_told() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let of = house.call("T1", 0..2).await;
    house.does(of, Does::IsGone);
    house.begin().await;
    house.sent(1).await;
    assert_eq!(house.lane.take().unwrap().1.await.unwrap(), End::Stale);
    let row = house.row().await;
    assert!(row.off.unwrap().contains("410"));
    let told = house.changes().await.pop().unwrap();
    assert_eq!((told.kind, told.conversation), (ChangeKind::SubscriptionOff, None));
    assert!(told.patch.unwrap().contains("desk"));
    // What is owed waits for it to be switched on again.
    assert!(house.ctx.store.switch("main", house.id, None, house.clock.now()).await.unwrap());
    house.does(of, Does::Takes);
    house.begin().await;
    let many = house.changes().await.len();
    let sent = house.sent(many).await;
    assert!(is_in_order(&sent, of, many as u64 - 1));
}

#[tokio::test]
async fn a_receiver_that_takes_nothing_for_days_is_switched_off() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    house.manner.ladder = Ladder::of(vec![86_400; 24]).unwrap();
    let of = house.call("T1", 0..3).await;
    house.does(of, Does::Fails);
    for _ in 0..5 {
        house.begin().await;
        house.sent(1).await;
        assert_eq!(house.end().await, End::Stopped);
        assert!(house.row().await.failing_since.is_some() && house.row().await.off.is_none());
        // A step, with all that it may be longer.
        house.goes_by(86_400 * 6 / 5 + 1);
    }
    house.begin().await;
    house.sent(1).await;
    assert_eq!(house.lane.take().unwrap().1.await.unwrap(), End::Stale);
    assert!(house.row().await.off.unwrap().contains("5 days"));
}

#[tokio::test]
async fn days_on_which_nothing_was_tried_do_not_switch_a_receiver_off() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let of = house.call("T1", 0..1).await;
    house.does(of, Does::Fails);
    house.begin().await;
    house.sent(1).await;
    house.end().await;
    // While the server stands still.
    house.goes_by(30 * 86_400);
    house.begin().await;
    house.sent(1).await;
    assert_eq!(house.end().await, End::Stopped);
    let row = house.row().await;
    assert_eq!((row.off, house.clock.now().since(row.failing_since.unwrap())), (None, 86_400_000_000));
    // Nor while nobody calls: what failed is dead, and there is nothing to be tried.
    house.does(of, Does::IsHopeless);
    house.goes_by(80);
    house.begin().await;
    house.sent(1).await;
    house.end().await;
    house.stand(Standing::Dead, 1).await;
    house.goes_by(30 * 86_400);
    let other = house.call("T2", 0..1).await;
    house.does(other, Does::Fails);
    house.begin().await;
    house.sent(1).await;
    assert_eq!(house.end().await, End::Stopped);
    let row = house.row().await;
    assert_eq!((row.off, house.clock.now().since(row.failing_since.unwrap())), (None, 2 * 86_400_000_000 + 80_000_000));
}
