//! A ladder that is used up: what was given up is seen, keeps nobody waiting, and arrives in the end as what it was.

use std::collections::BTreeSet;

use super::law::in_order;
use super::*;

/// How many recordings are told.
const RECORDINGS: usize = 40;
/// Steps of a ladder that is soon used up.
const SHORT: &[u32] = &[1, 1];
/// The versions that are not taken of every conversation.
const REFUSED: &[u64] = &[2, 3, 6];

fn version(body: &str) -> Option<u64> {
    let said: Value = serde_json::from_str(body).unwrap();
    said["data"]["conversation"].as_str().and(said["data"]["version"].as_u64())
}

fn is_refused(body: &str) -> bool {
    version(body).is_some_and(|version| REFUSED.contains(&version))
}

/// The dead letters of a subscription, as they are listed.
fn dead(door: &mut Door, path: &str) -> Vec<Value> {
    door.all(&format!("{path}/deliveries?state=dead&limit=100"), "deliveries").unwrap()
}

/// What the list says of what was given up, held against what its receiver read of it.
fn held(dead: &[Value], requests: &[Request]) -> BTreeSet<String> {
    let listed: BTreeSet<String> = dead.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    for row in dead {
        let tries: Vec<_> = requests.iter().filter(|one| row["id"] == one.id.as_str()).collect();
        assert_eq!((tries.len(), &row["tries"]), (SHORT.len() + 1, &json!(SHORT.len() + 1)), "{row}");
        assert!(tries.iter().all(|one| one.body == tries[0].body && version(&one.body) == row["version"].as_u64()), "{row}");
        assert_eq!((&row["attempts"][0]["status"], &row["attempts"][0]["answer"]), (&json!(503), &json!("busy")), "{row}");
    }
    listed
}

#[test]
fn r13_what_was_given_up_arrives_with_its_id_version_and_bytes_once_it_is_tried_again() {
    let receiver = Receiver::start(|body| if is_refused(body) { Does::Fails } else { Does::Takes });
    let exchanges = Exchange::all("asterisk-cel").into_iter().take(RECORDINGS).collect();
    let (followed, served) = Followed::new(exchanges, SHORT, Home::serve);
    let path = enter(&mut followed.door(&served), &json!({"name": "crm", "url": format!("http://{}/calls", receiver.address)}));
    followed.grow(0, 1);
    let feed = followed.until_followed(&served);
    until_told(&mut followed.door(&served), &path);
    let before = {
        let state = receiver.state();
        let notices = Notices::new(&feed, &state.requests);
        // Of each conversation what was not refused, in order, and each only after what came before it was taken or given up.
        let kept = |(conversation, place): (&'_ str, usize)| {
            let version = |place: usize| feed.all[feed.told[conversation][place]]["version"].as_u64().unwrap();
            (0..place).filter(|place| !REFUSED.contains(&version(*place))).count()
        };
        let of = |request: usize| {
            let is_good = !is_refused(&state.requests[request].body);
            notices.place(request).filter(|_| is_good).map(|(conversation, _)| conversation)
        };
        let reached = in_order(&state.steps, of, |request, _| kept(notices.place(request).unwrap()));
        let wanted: BTreeMap<&str, usize> = feed
            .told
            .iter()
            .map(|(conversation, places)| (conversation.as_str(), kept((conversation, places.len()))))
            .collect();
        assert_eq!(reached, wanted, "what came later went on");
        state.requests.len()
    };
    let given_up = dead(&mut followed.door(&served), &path);
    let ids = held(&given_up, &receiver.state().requests);
    assert_eq!(ids.len(), feed.all.iter().filter(|change| REFUSED.contains(&change["version"].as_u64().unwrap_or(0))).count());
    // They outlive a server that is killed, and are tried again by hand only.
    served.kill();
    let served = followed.home.serve();
    let mut door = followed.door(&served);
    assert_eq!(dead(&mut door, &path).len(), ids.len());
    receiver.is_good();
    let again = door.ask("POST", &format!("/callbook/v1{path}/retry"), None).unwrap();
    assert_eq!(again.json()["retried"], ids.len(), "{}", String::from_utf8_lossy(&again.body));
    until_told(&mut door, &path);
    assert_eq!(dead(&mut door, &path), Vec::<Value>::new());
    assert!(served.stop().success());
    let state = receiver.state();
    // Holds bytes, ids and versions against the feed, those that came again too.
    let notices = Notices::new(&feed, &state.requests);
    let late: BTreeSet<String> = state.requests[before..].iter().map(|one| one.id.clone()).collect();
    assert_eq!(late, ids, "only what was given up came again");
    let mut last = BTreeMap::new();
    for request in before..state.requests.len() {
        let (conversation, place) = notices.place(request).unwrap();
        assert!(last.insert(conversation, place).is_none_or(|last| last <= place), "{conversation}: in its order");
    }
    let taken = state.steps.iter().filter_map(|step| match *step {
        Step::Taken(request) => notices.place(request),
        Step::Read(_) => None,
    });
    let taken: BTreeSet<_> = taken.collect();
    assert_eq!(taken.len(), feed.versions(), "nothing is missing");
    println!("{} conversations, {} versions, {} given up", feed.told.len(), feed.versions(), ids.len());
}
