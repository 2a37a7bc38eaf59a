//! Calls that are asked for while phone systems say nothing and programs end: never dialled twice, and told in the record.

use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::time::{Duration, timeout};

use super::super::{House, house};
use super::switch::{Makes, Switch};
use super::{ANN, PATIENCE};
use crate::api::Api;
use crate::ctx::Ctx;
use crate::originate::Originator;
use crate::outward::{Trust, Wall};
use crate::store;

impl House {
    /// The server by that context, in place of the one before.
    fn served_by(&mut self, ctx: Ctx) {
        self.api = Api::new(ctx, None, Vec::new(), false, self.closing.subscribe());
        self.router = crate::api::router(&self.api);
    }

    /// Has every phone system answer within that time.
    fn waits_for(&mut self, answer_max: Duration) {
        let originator = Originator::new(Wall::new(Vec::new()), Trust::default()).patient(answer_max);
        self.served_by(Ctx { originator: Arc::new(originator), ..self.api.ctx.clone() });
    }
}

/// The call that it is if it is one.
fn named(said: &Value) -> Value {
    let says = said["detail"].as_str().unwrap();
    assert!(says.contains("whether it dials is not known"), "{says}");
    json!(says.rsplit(' ').next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_that_says_nothing_in_time_is_not_asked_again_and_what_it_dials_later_is_that_call() {
    let (mut house, switch) = (house().await.with_people().await, Switch::start(Makes::Late).await);
    house.waits_for(Duration::from_millis(50));
    house.source_at("office", &switch, json!({})).await;
    let _stop = house.hears_from("office", "asterisk-ami").await;
    let (status, said) = house.asks_once("k", ANN).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY, "{said}");
    let call = named(&said);
    assert_eq!(house.asks_once("k", ANN).await, (status, said));
    switch.lets.notify_one();
    let whole = house.ended(&call).await;
    let told = [&whole["calls"][0]["id"], &whole["calls"][0]["origin"], &whole["from"]["user"]];
    assert_eq!(told, [&call, &json!("click_to_call"), &json!("ann")]);
    let (status, said) = house.asks_once("k", ANN).await;
    assert_eq!((status, &said["call"], &said["conversation"]), (StatusCode::ACCEPTED, &call, &whole["id"]), "now it is known");
    assert_eq!(switch.asked().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_ended_before_the_switch_answered_knows_the_call_again_and_asks_for_none() {
    let (mut house, switch) = (house().await.with_people().await, Switch::start(Makes::Later).await);
    house.source_at("office", &switch, json!({})).await;
    let (stop, listens) = house.hears("office", "asterisk-ami").await;
    let asking = house.asks_once("k", ANN);
    // Whoever asks is gone, and the program too, as soon as the switch was asked.
    tokio::select! {
        told = asking => panic!("the switch says nothing: {told:?}"),
        heard = timeout(PATIENCE, switch.heard.notified()) => heard.unwrap(),
    }
    stop.send(true).unwrap();
    timeout(PATIENCE, listens).await.unwrap().unwrap();
    let store = store::open(&house.folder.join("callbook.db")).unwrap();
    house.served_by(Ctx::new(store, Arc::clone(&house.api.ctx.clock)));
    let (status, said) = house.asks_once("k", ANN).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY, "{said}");
    let call = named(&said);
    let _stop = house.hears_from("office", "asterisk-ami").await;
    let whole = house.ended(&call).await;
    let told = &whole["calls"][0];
    let told = [&told["id"], &told["origin"], &told["to"]["number"], &whole["from"]["user"]];
    assert_eq!(told, [&call, &json!("click_to_call"), &json!("+31207654321"), &json!("ann")]);
    assert_eq!(house.asks_once("k", ANN).await.1["call"], call);
    assert_eq!(switch.asked().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_a_client_can_ask_for_again_is_kept() {
    let (house, switch) = (house().await.with_people().await, Switch::start(Makes::Calls).await);
    house.source_at("office", &switch, json!({})).await;
    let _stop = house.hears_from("office", "asterisk-ami").await;
    assert_eq!(house.asks_for(&house.administrator, ANN).await.0, StatusCode::ACCEPTED);
    assert_eq!(house.asks_once("k", ANN).await.0, StatusCode::ACCEPTED);
    let mut kept = Vec::new();
    for asked in switch.asked() {
        let key = asked.lines().find_map(|line| line.strip_prefix("ChannelId: callbook-")).unwrap();
        kept.push(house.api.ctx.store.origination("main", key).await.unwrap().is_some());
    }
    assert_eq!(kept, [false, true]);
}
