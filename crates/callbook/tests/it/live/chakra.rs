//! Recorded calls, played live, as clients of Chakra's API read and dispose them; what was answered stands after a crash.

use super::*;

/// What is told of a good request.
fn good(door: &mut Door, method: &str, path: &str, body: Option<&str>) -> Value {
    let answer = door.ask(method, path, body).unwrap();
    let said = answer.json();
    assert!([200, 201].contains(&answer.status) && said["_errors"] == serde_json::json!([]), "{path}: {said}");
    said
}

/// Every call, as the pages of the list lead to it.
fn walk(door: &mut Door) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), Some("/v1/ext/call?sort=callStart:asc&pageSize=2".to_owned()));
    while let Some(path) = next {
        let said = good(door, "GET", &path, None);
        all.extend(said["_data"].as_array().unwrap().iter().cloned());
        next = said["_meta"]["nextPage"].as_str().map(str::to_owned);
    }
    all
}

#[test]
fn c20_c21_a_transfer_that_is_played_is_read_and_disposed_in_the_vendors_words_and_stands_after_a_crash() {
    let rt = Runtime::new().unwrap();
    let exchanges = [Exchange::of("asterisk-ami", "attended_transfer", ""), Exchange::of("asterisk-ami", "queue_answered", "")];
    let mut switches: Vec<_> = exchanges.iter().map(|one| switch(&rt, one.script(), &[])).collect();
    let sections = exchanges.iter().zip(&switches).map(|(one, switch)| dialled(&one.source, switch.address, LOGIN));
    let mut house = House::new(&sections.collect::<String>());
    switches.iter_mut().for_each(|switch| rt.block_on(switch.is_over()));
    house.until_replayed(&exchanges, |record| record);
    let words = ["token", "new", "--dialect", "chakra", "--role", "administrator", "--name", "plugin"];
    let key = house.home.printed(&words).split_whitespace().last().unwrap_or_default().to_owned();
    let native = house.door().all("/calls?limit=500", "calls").unwrap();
    let mut door = Door::open(house.served.address, &key).unwrap();
    let calls = walk(&mut door);
    let ids = |calls: &[Value]| calls.iter().map(|call| call["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>();
    assert_eq!((ids(&calls), calls.len()), (ids(&native), native.len()));
    for call in &calls {
        assert_eq!((call.as_object().unwrap().len(), &call["provider"]), (29, &Value::from("ASTERISK")), "{call}");
        let of = native.iter().find(|of| of["id"] == call["id"]).unwrap();
        let origin = of["origin"].as_str().unwrap().to_uppercase();
        assert_eq!(call["callInitiateLocation"], origin, "rules C20, C21");
        if of["outcome"] == "answered" {
            assert_eq!(call["callStatus"], "COMPLETED", "rule C7: the account asks for no wrap-up");
        }
    }
    assert!(calls.iter().any(|call| call["callInitiateLocation"] == "CONSULTATION" && call["type"] == "OUTBOUND"));
    let path = format!("/v1/ext/call/{}", calls[0]["id"].as_str().unwrap());
    let disposed = good(&mut door, "POST", &format!("{path}/dispose"), Some(r#"{"disposition": "WRONG NUMBER"}"#));
    assert_eq!(disposed["_data"]["callStatus"], "WRONG_NUM");
    let own =
        good(&mut door, "POST", "/v1/ext/call", Some(r#"{"type": "OUTBOUND", "to": "+12025550142", "forRecord": "R-1"}"#));
    house.served.kill();
    house.served = house.home.serve();
    let mut door = Door::open(house.served.address, &key).unwrap();
    assert_eq!(good(&mut door, "GET", &path, None)["_data"], disposed["_data"]);
    let own_path = format!("/v1/ext/call/{}", own["_data"]["id"].as_str().unwrap());
    assert_eq!(good(&mut door, "GET", &own_path, None)["_data"], own["_data"]);
    assert_eq!(walk(&mut door).len(), calls.len() + 1);
}
