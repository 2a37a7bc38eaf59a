//! Presence on the real server: who talks when it stops talks when it is back.

use super::*;
use crate::switch::What;

/// The agents who have a call.
fn busy(door: &mut Door) -> Vec<Value> {
    let said = door.read("/presence/agents").unwrap();
    let has_call = |agent: &&Value| !agent["calls"].as_array().unwrap().is_empty();
    said["agents"].as_array().unwrap().iter().filter(has_call).cloned().collect()
}

#[test]
fn who_talks_when_the_server_stops_talks_when_it_is_back() {
    let rt = Runtime::new().unwrap();
    let one = Exchange::of("asterisk-ami", "queue_answered", "");
    let mut script = one.script();
    let tells = |what: &What, event: &[u8]| matches!(what, What::Event(text) if text.starts_with(event));
    // It is played until the call is over, that moment apart.
    let over = script.cues.iter().position(|cue| tells(&cue.what, b"Event: HangupRequest")).unwrap();
    script.cues.truncate(over);
    let mut switch = switch(&rt, script, &[]);
    let house = House::new(&dialled(&one.source, switch.address, LOGIN));
    rt.block_on(switch.is_over());
    house.until(|door| {
        let agents = busy(door);
        // A colleague calls the queue, and an agent takes him.
        let talks = agents.len() == 2 && agents.iter().all(|agent| agent["state"] == "talking");
        (!talks).then(|| format!("both talk: {agents:?}"))
    });
    let before = busy(&mut house.door());
    let House { home, served, key } = house;
    assert!(served.stop().success());
    let house = House { served: home.serve(), home, key };
    assert_eq!(busy(&mut house.door()), before);
    let queues = house.door().read("/presence/queues").unwrap();
    let today = &queues["queues"][0]["today"];
    assert!(queues["queues"][0]["waiting"] == 0 && !today.is_null(), "{queues}");
    assert!(house.served.stop().success());
}
