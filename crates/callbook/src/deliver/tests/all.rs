//! All subscriptions together: which lanes run.

use tokio::time::Instant;

use super::*;
use crate::outward::{Trust, Wall};
use crate::store::restored;

fn deliverer(ctx: &Ctx) -> Deliverer {
    let sender = Sender::new(Wall::new(Vec::new()), Trust::default()).unwrap();
    Deliverer::new(ctx.clone(), Manner::default(), sender)
}

#[tokio::test(start_paused = true)]
async fn lanes_that_are_stale_are_ended_at_once_and_not_one_after_another() {
    let house = House::new(SubscriptionSettings::default(), 1).await;
    let mut deliverer = deliverer(&house.ctx);
    for no in 0..20 {
        let (stop, mut stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            // As long as a lane waits for what hangs.
            let _ = stopped.changed().await;
            sleep(Duration::from_secs(2)).await;
        });
        let running = Running { settings: SubscriptionSettings::default(), turn: 0, stop, task };
        deliverer.running.insert(Uuid::from_u128(no), running);
    }
    let began = Instant::now();
    deliverer.compare(Vec::new()).await;
    assert_eq!((began.elapsed().as_secs(), deliverer.running.len()), (2, 0));
}

#[tokio::test]
async fn a_restored_store_calls_nobody_until_it_is_switched_on() {
    // Inside the network, where the wall lets nobody go.
    let url = Some("https://127.0.0.1:1/".to_owned());
    let house = House::new(SubscriptionSettings { url, ..SubscriptionSettings::default() }, 1).await;
    house.call("T1", 0..2).await;
    let folder = Scratch::new();
    let file = folder.path().join("restored.db");
    house.ctx.store.backup(&file).await.unwrap();
    restored(&file).unwrap();
    let ctx = Ctx::new(open(&file).unwrap(), Arc::clone(&house.clock) as Arc<dyn Clock>);
    let mut deliverer = deliverer(&ctx);
    deliverer.compare(ctx.store.subscriptions(None).await.unwrap()).await;
    assert!(deliverer.running.is_empty());
    let owing = ctx.store.owing(None, None).await.unwrap();
    assert_eq!((owing[0].behind, owing[0].is_on), (2, false));
    assert!(ctx.store.switch("main", house.id, None, house.clock.now()).await.unwrap());
    deliverer.compare(ctx.store.subscriptions(None).await.unwrap()).await;
    assert_eq!(deliverer.running.keys().collect::<Vec<_>>(), [&house.id]);
    // And then what is owed since the backup is tried, and counted as few as it is.
    while ctx.store.deliveries("main", house.id, Some(Standing::Waiting), None, 10).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
}
