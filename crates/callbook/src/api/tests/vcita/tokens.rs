//! The types of tokens: what each sees, and what it may do (sheet, 4.1).

use axum::body::Body;
use axum::http::Method;
use calls::moment::Moment;
use serde_json::{Value, json};

use super::super::{house, key_of};
use super::{CLIENT, House, OVER, V3, refused, uid};
use crate::api::token::{self, READS_ONLY, Wanted};
use crate::store::{Role, TokenRow, text};

/// A house with a call of each business, in the order north, south, none.
async fn shared() -> (House, Vec<String>) {
    let house = house().await.staffed().await;
    let mut uids = Vec::new();
    let token = house.partner().await;
    for (no, user) in [(0, "ann"), (1, "bea"), (2, "cas")] {
        house.carried(no, user, OVER).await;
        let (all, _) = house.pages(&token, V3, "").await;
        uids.extend(all.iter().map(uid).find(|uid| !uids.contains(uid)));
    }
    (house, uids)
}

impl House {
    /// Which of these calls a token finds, in its list, by uid, and as many as it counts.
    async fn sees(&self, token: &str, uids: &[String], on_behalf_of: Option<&str>) -> Vec<bool> {
        let scheme = format!("Bearer {token}");
        let view = async |path: String| self.bring_to(&scheme, Method::GET, &path, Body::empty(), on_behalf_of).await;
        let mut seen = Vec::new();
        for uid in uids {
            let told = view(format!("{V3}/{uid}")).await;
            if told.status != 200 {
                assert_eq!(told.error(), refused(404, "not_found", ""));
            }
            seen.push(told.status == 200);
        }
        for query in ["", "sort=uid:asc"] {
            let list = view(format!("{V3}?{query}")).await;
            let listed: Vec<String> = list.calls().iter().map(uid).collect();
            assert_eq!(uids.iter().map(|uid| listed.contains(uid)).collect::<Vec<_>>(), seen, "{query}");
            let many = seen.iter().filter(|seen| **seen).count();
            assert_eq!((listed.len(), list.total()), (many, Some(many as u64)), "{query}");
        }
        let stats = view(format!("{V3}/reports/voice_call_stats")).await;
        assert_eq!(stats.good()["total_voice_calls"], seen.iter().filter(|seen| **seen).count());
        seen
    }

    async fn of_businesses(&self, role: Role, businesses: &[&str]) -> String {
        let businesses = businesses.iter().map(|business| text(business)).collect();
        self.bearer(Wanted { businesses, ..Wanted::new("main", role.word(), role) }).await
    }
}

#[tokio::test]
async fn each_type_of_token_sees_its_calls_in_lists_by_uid_and_in_counts() {
    let (house, uids) = shared().await;
    let staff = [("ann", [true, false, false]), ("bea", [false, true, false]), ("cas", [false, false, true])];
    for (user, sees) in staff {
        assert_eq!(house.sees(&house.staff(user).await, &uids, None).await, sees, "{user}");
    }
    let businesses: [(&[&str], _); 4] =
        [(&[], [true; 3]), (&["north"], [true, false, false]), (&["south", ""], [false, true, true]), (&["east"], [false; 3])];
    for (of, sees) in businesses {
        assert_eq!(house.sees(&house.of_businesses(Role::Supervisor, of).await, &uids, None).await, sees, "{of:?}");
    }
    for role in [Role::Administrator, Role::Operator] {
        let token = house.bearer(Wanted::new("main", "all", role)).await;
        assert_eq!(house.sees(&token, &uids, None).await, [true; 3]);
    }
    let gone = house.staff("nobody").await;
    assert_eq!(house.sees(&gone, &uids, None).await, [false; 3], "who is in the directory no more");
}

#[tokio::test]
async fn a_directory_narrows_itself_to_a_business_and_no_other_type_does() {
    let (house, uids) = shared().await;
    let ((_, north), (_, south), (_, none)) = (house.uids("ann").await, house.uids("bea").await, house.uids("cas").await);
    let directory = house.of_businesses(Role::Supervisor, &[]).await;
    assert_eq!(house.sees(&directory, &uids, Some(&north)).await, [true, false, false]);
    assert_eq!(house.sees(&directory, &uids, Some(&none)).await, [false, false, true]);
    let some = house.of_businesses(Role::Supervisor, &["north"]).await;
    for (token, named) in [(&some, south.as_str()), (&directory, CLIENT), (&directory, "moon"), (&directory, "")] {
        let told = house.bring_to(&format!("Bearer {token}"), Method::GET, V3, Body::empty(), Some(named)).await;
        assert_eq!(told.error(), refused(403, "forbidden", ""), "{named}");
    }
    let staff = house.staff("bea").await;
    assert_eq!(house.sees(&staff, &uids, Some(&north)).await, [false, true, false], "it is passed over");
    let said = json!({"from_number": "+12025550142", "to_number": "+12025550100", "direction": "in", "status": "missed"});
    let created = async |named: Option<&str>| {
        let body = Body::from(said.to_string());
        house.bring_to(&format!("Bearer {directory}"), Method::POST, super::V30, body, named).await
    };
    let call = created(Some(&south)).await.good().clone();
    assert_eq!(house.read(&format!("/calls/{}", uid(&call))).await["assigned"]["scope"], "south");
}

#[tokio::test]
async fn v22_a_client_sees_calls_with_its_own_uid_alone_and_writes_nothing() {
    let (house, mut uids) = shared().await;
    let contact = r#"{"numbers": ["+31612345673"]}"#;
    assert!(house.ask(&house.administrator, Method::PUT, "/directory/contacts/rosa", Some(contact)).await.0.is_success());
    house.carried(3, "ann", OVER).await;
    let partner = house.partner().await;
    let (all, _) = house.pages(&partner, V3, "").await;
    uids.extend(all.iter().map(uid).find(|uid| !uids.contains(uid)));
    let of = async |client: &str| {
        let wanted = Wanted { client: Some(text(client)), ..Wanted::new("main", client, Role::User) };
        house.bearer(wanted).await
    };
    let rosa = of("rosa").await;
    assert_eq!(house.sees(&rosa, &uids, None).await, [false, false, false, true]);
    let somebody = of(CLIENT).await;
    assert_eq!(house.sees(&somebody, &uids, None).await, [false; 4]);
    house.phone(&partner, Method::PUT, &format!("{V3}/{}", uids[1]), json!({"client_uid": CLIENT})).await.good();
    assert_eq!(house.sees(&somebody, &uids, None).await, [false, true, false, false]);
    house.phone(&partner, Method::PUT, &format!("{V3}/{}", uids[3]), json!({"client_uid": null})).await.good();
    assert_eq!(house.sees(&rosa, &uids, None).await, [false; 4], "a client of ours said otherwise");
    let before = house.known().await;
    let path = format!("{V3}/{}", uids[1]);
    for (method, path) in [
        (Method::POST, V3),
        (Method::PUT, &*path),
        (Method::DELETE, &*path),
        (Method::PUT, "/v3/communication/voice_call_recordings/7"),
        (Method::DELETE, "/v3/communication/voice_call_recordings/7"),
    ] {
        let told = house.phone(&somebody, method, path, json!({"call_summary": "x"})).await;
        assert_eq!(told.error(), refused(403, "forbidden", ""));
    }
    assert_eq!(house.known().await, before);
}

#[tokio::test]
async fn an_app_writes_for_its_businesses_and_reads_nothing() {
    let (house, uids) = shared().await;
    let app = house.of_businesses(Role::Source, &["north"]).await;
    let path = |no: usize| format!("{V3}/{}", uids[no]);
    for path in [V3.to_owned(), path(0), format!("{}/transcript", path(0)), format!("{V3}/reports/voice_call_stats")] {
        assert_eq!(house.view(&app, &path).await.error(), refused(403, "forbidden", ""), "{path}");
    }
    assert_eq!(house.phone(&app, Method::DELETE, &path(0), json!({})).await.error(), refused(403, "forbidden", ""));
    let said = json!({"call_summary": "short"});
    assert_eq!(house.phone(&app, Method::PUT, &path(0), said.clone()).await.good()["call_summary"], "short");
    assert_eq!(house.phone(&app, Method::PUT, &path(1), said).await.error(), refused(404, "not_found", ""));
    house.created(&app, house.creation("ann", 1, json!({})).await).await;
    let before = house.known().await;
    let elsewhere = house.creation("bea", 1, json!({})).await;
    assert_eq!(house.phone(&app, Method::POST, V3, elsewhere).await.error(), refused(422, "invalid", "business_uid"));
    let (bea, _) = house.uids("bea").await;
    let foreign = house.creation("ann", 2, json!({"staff_uid": bea})).await;
    assert_eq!(house.phone(&app, Method::POST, V3, foreign).await.error(), refused(422, "invalid", "staff_uid"));
    assert_eq!(house.known().await, before, "nothing is changed");
    let several = house.of_businesses(Role::Source, &["north", "south"]).await;
    let nobodys = json!({"from_number": "+12025550142", "to_number": "+12025550100", "direction": "in", "status": "missed"});
    let told = house.phone(&several, Method::POST, super::V30, nobodys).await;
    assert_eq!(told.error(), refused(422, "missing_field", "business_uid"), "it may not say nothing of it");
}

#[tokio::test]
async fn r18_tokens_of_the_dialect_count_here_alone_and_no_others_do() {
    let house = house().await.staffed().await;
    let (partner, staff) = (house.partner().await, house.staff("ann").await);
    let of = async |dialect: &str| {
        let wanted = Wanted { dialect: Some(text(dialect)), ..Wanted::new("main", "etl", Role::Administrator) };
        key_of(&*house.api.ctx.store, wanted).await
    };
    let stranger = format!("cb_main_{}", "x".repeat(43));
    let (chakra, fresh) = (of("chakra").await, of("freshworks").await);
    for wrong in [&house.administrator, &house.operator, &chakra, &fresh, &stranger, "", "what"] {
        let told = house.view(wrong, V3).await;
        assert_eq!(told.error(), refused(401, "unauthorized", ""), "{wrong:?}");
        assert!(told.headers.contains_key("www-authenticate"));
    }
    let by = async |scheme: &str, token: &str| {
        house.bring_to(&format!("{scheme} {token}"), Method::GET, V3, Body::empty(), None).await.status
    };
    assert_eq!([by("Bearer", &partner).await, by("Admin", &partner).await, by("admin", &partner).await], [200; 3]);
    assert_eq!([by("Admin", &staff).await, by("Token", &partner).await], [401; 2]);
    assert_eq!(house.ask(&partner, Method::GET, "/calls", None).await.0, 401);
    let north = Wanted { dialect: Some(text("vcita")), ..Wanted::new("main", "spent", Role::Administrator) };
    let (row, spent) = token::draw(north, Moment::default()).unwrap();
    house.api.ctx.store.put_token(TokenRow { revoked_at: Some(Moment::default()), ..row.clone() }).await.unwrap();
    assert_eq!(house.view(&spent, V3).await.error(), refused(401, "unauthorized", ""), "revoked");
}

#[tokio::test]
async fn a_token_that_is_entered_by_an_administrator_says_its_type() {
    let house = house().await.staffed().await;
    let enter = async |said: Value| {
        let (status, told) = house.ask(&house.administrator, Method::POST, "/tokens", Some(&said.to_string())).await;
        (status.as_u16(), told)
    };
    let of = |more: Value| {
        let mut said = json!({"name": "partner", "dialect": "vcita", "role": "supervisor"});
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        said
    };
    let (status, told) = enter(of(json!({"businesses": ["north", ""]}))).await;
    assert_eq!((status, &told["businesses"], &told["client"]), (201, &json!(["north", ""]), &json!(null)), "{told}");
    house.view(told["token"].as_str().unwrap(), V3).await.good();
    let (status, told) = enter(of(json!({"role": "user", "client": CLIENT}))).await;
    assert_eq!((status, &told["client"]), (201, &json!(CLIENT)));
    for (more, field) in [
        (json!({"businesses": ["east"]}), "businesses"),
        (json!({"role": "user"}), "user"),
        (json!({"role": "user", "client": "nobody"}), "client"),
        (json!({"role": "administrator", "businesses": ["north"]}), "businesses"),
        (json!({"dialect": "chakra", "client": "rosa", "role": "user"}), "client"),
        (json!({"teams": ["desk"]}), "teams"),
    ] {
        let (status, told) = enter(of(more.clone())).await;
        assert_eq!((status, &told["field"]), (400, &json!(field)), "{more}");
    }
    let reader = Wanted { scope: Some(text(READS_ONLY)), ..Wanted::new("main", "reader", Role::Administrator) };
    let reader = house.bearer(reader).await;
    house.view(&reader, V3).await.good();
    assert_eq!(house.phone(&reader, Method::POST, V3, json!({})).await.error(), refused(403, "forbidden", ""));
}
