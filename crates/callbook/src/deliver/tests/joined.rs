//! Conversations that turn out to be one while something of them waits.

use super::*;

/// Two conversations, of the second of which something fails; then they are one. Both, as they were told first.
async fn joined(house: &mut House) -> [Uuid; 2] {
    let stays = house.call("T1", 0..2).await;
    let goes = house.call("T2", 0..2).await;
    house.does(goes, Does::Fails);
    house.begin().await;
    house.sent(3).await;
    house.stand(Standing::Waiting, 2).await;
    house.record(vec![signal("T1", 2, &["T2"]), signal("T1", 3, &[])]).await;
    let merged: Vec<_> = house.changes().await.into_iter().filter(|row| row.kind == ChangeKind::Merged).collect();
    assert_eq!(merged.iter().map(|row| row.conversation).collect::<Vec<_>>(), [Some(goes)]);
    [stays, goes]
}

/// Everything of the one that went is taken, and only then what the other tells with its calls in it.
async fn is_told_in_order(house: &mut House, [stays, goes]: [Uuid; 2]) {
    house.goes_by(60);
    house.does(goes, Does::Takes);
    house.ctx.outgoing.try_out(house.id).unwrap().await.unwrap();
    let of: Vec<_> = house.sent(6).await.into_iter().filter(|one| one.0.is_some()).collect();
    assert_eq!(versions(&of, goes), [1, 2, 3], "{of:?}");
    assert_eq!(versions(&of[3..], stays).len(), 2, "{of:?}");
    assert_eq!(versions(&of, stays).len(), 2, "{of:?}");
}

#[tokio::test]
async fn n20_what_went_into_a_conversation_is_told_before_it_goes_on() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let both = joined(&mut house).await;
    let of: Vec<_> = house.sent_by_now().await.iter().map(|one| one.0).collect();
    assert!(!of.contains(&Some(both[0])), "the first part of what they are now waits for the second");
    let all = house.changes().await.len() as u64;
    while house.row().await.position < all {
        tokio::task::yield_now().await;
    }
    is_told_in_order(&mut house, both).await;
}

#[tokio::test]
async fn n20_what_went_into_a_conversation_is_told_before_it_goes_on_whoever_takes_it_up() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let both = joined(&mut house).await;
    house.kill();
    house.begin().await;
    house.sent_by_now().await;
    house.end().await;
    house.begin().await;
    is_told_in_order(&mut house, both).await;
}
