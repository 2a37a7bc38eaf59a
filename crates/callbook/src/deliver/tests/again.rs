//! What is given up, and what is told once more.

use super::*;

#[tokio::test]
async fn r13_a_ladder_that_is_used_up_leaves_a_dead_letter_that_keeps_its_name_and_version() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let of = house.call("T1", 0..2).await;
    house.does(of, Does::Fails);
    for _ in 0..3 {
        house.begin().await;
        assert_eq!(house.sent(1).await[0].1, 1);
        house.end().await;
        house.goes_by(80);
    }
    let dead = house.rows(Some(Standing::Dead)).await;
    assert_eq!((dead.len(), dead[0].version, dead[0].tries, dead[0].attempts.len()), (1, 1, 3, 3));
    assert!(house.ctx.store.delivery("main", house.id, dead[0].id).await.unwrap().unwrap().body.is_some());
    // What comes after it goes on.
    house.does(of, Does::Takes);
    house.begin().await;
    let rest = house.changes().await.len() - 1;
    assert!(house.sent(rest).await.iter().all(|one| one.1 > 1));
    house.end().await;
    assert_eq!(house.ctx.store.retry("main", house.id, Some(dead[0].id)).await.unwrap(), 1);
    assert_eq!(house.ctx.store.retry("main", house.id, None).await.unwrap(), 0);
    house.begin().await;
    let again = house.sent(1).await;
    assert_eq!((again[0].1, again[0].2), (1, dead[0].id));
    house.end().await;
    assert!(house.rows(None).await.iter().all(|row| row.state == Standing::Done));
}

#[tokio::test]
async fn f27_a_dead_letter_that_fails_once_more_is_dead_again_and_holds_up_nothing() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let of = house.call("T1", 0..1).await;
    house.does(of, Does::Fails);
    house.begin().await;
    house.sent(1).await;
    for seconds in [12, 72] {
        house.stand(Standing::Waiting, 1).await;
        house.goes_by(seconds);
        house.sent(1).await;
    }
    let dead = house.stand(Standing::Dead, 1).await;
    house.end().await;
    assert_eq!(house.ctx.store.retry("main", house.id, Some(dead[0].id)).await.unwrap(), 1);
    house.begin().await;
    assert_eq!(house.sent(1).await[0].2, dead[0].id);
    house.stand(Standing::Dead, 1).await;
    house.does(of, Does::Takes);
    house.call("T1", 1..2).await;
    assert_eq!(house.sent(1).await[0].1, 2, "it waits for nothing");
    house.end().await;
}

#[tokio::test]
async fn r13_a_dead_letter_that_nobody_asked_for_stays_dead_when_one_before_it_is_tried_again() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    // It keeps the position where it is.
    let hung = house.call("T1", 0..1).await;
    house.does(hung, Does::Hangs);
    let of = house.call("T2", 0..2).await;
    house.does(of, Does::IsHopeless);
    house.begin().await;
    house.sent(3).await;
    let dead = house.stand(Standing::Dead, 2).await;
    house.kill();
    assert_eq!(house.row().await.position, 0);
    house.ctx.store.retry("main", house.id, Some(dead[0].id)).await.unwrap();
    house.does(of, Does::Fails);
    house.does(hung, Does::Takes);
    house.begin().await;
    house.sent(2).await;
    house.end().await;
    let rows = house.rows(None).await;
    let states: Vec<_> = rows.iter().filter(|row| row.conversation == Some(of)).map(|row| row.state).collect();
    assert_eq!(states, [Standing::Waiting, Standing::Dead]);
}

#[tokio::test]
async fn what_can_never_be_taken_is_dead_at_once_and_the_next_goes() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let of = house.call("T1", 0..1).await;
    house.does(of, Does::IsHopeless);
    house.begin().await;
    house.sent(1).await;
    house.does(of, Does::Takes);
    house.call("T1", 1..2).await;
    assert_eq!(house.sent(1).await[0].1, 2);
    house.end().await;
    let states: Vec<_> = house.rows(None).await.iter().map(|row| row.state).collect();
    assert_eq!(states, [Standing::Dead, Standing::Done]);
}

#[tokio::test]
async fn everything_since_is_told_again_under_the_same_names() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    house.begin().await;
    let of = house.call("T1", 0..6).await;
    let many = house.changes().await.len();
    let sent = house.sent(many).await;
    house.end().await;
    house.begin().await;
    assert!(house.ctx.store.replay("main", house.id, 2).await.unwrap());
    // The lane of before writes nothing any more.
    house.end().await;
    assert_eq!(house.row().await.position, 2);
    house.begin().await;
    let again = house.sent(many - 2).await;
    assert_eq!(again, sent[2..], "{of}");
    house.end().await;
    assert!(house.ctx.store.replay("main", house.id, 1_000).await.unwrap());
    assert_eq!(house.row().await.position, many as u64, "it is never set forward");
}
