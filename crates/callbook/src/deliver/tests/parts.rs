//! Changes that are told in several parts, of which some wait.

use super::*;

/// A change that waited behind another one, of which the first part was taken while the second hangs; what is sent of it by
/// whoever takes the lane up after that.
async fn after(is_killed: bool) -> Vec<String> {
    let mut house = House::new(SubscriptionSettings::default(), 2).await;
    let of = house.call("T1", 0..2).await;
    house.does(of, Does::Fails);
    house.begin().await;
    house.sent(1).await;
    house.stand(Standing::Waiting, 3).await;
    house.end().await;
    assert_eq!(house.row().await.position, 2, "the position waits for nothing of it");
    house.does(of, Does::HangsAt(" 2 1"));
    house.goes_by(13);
    house.begin().await;
    house.sent(4).await;
    house.stand(Standing::Done, 3).await;
    if is_killed {
        house.kill();
    } else {
        house.end().await;
    }
    house.does(of, Does::Takes);
    house.begin().await;
    let sent = house.sent_by_now().await.into_iter().map(|one| one.3.split_once(' ').unwrap().1.to_owned()).collect();
    house.end().await;
    assert!(house.rows(Some(Standing::Waiting)).await.is_empty());
    sent
}

#[tokio::test]
async fn f25_no_part_is_lost_of_a_change_that_waited_when_the_server_is_killed_between_two() {
    assert_eq!(after(true).await, ["2 1"]);
}

#[tokio::test]
async fn f25_no_part_is_lost_of_a_change_that_waited_when_the_lane_ends_between_two() {
    assert_eq!(after(false).await, ["2 1"]);
}
