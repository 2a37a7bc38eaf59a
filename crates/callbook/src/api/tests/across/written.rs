//! The same call, as each writer says it.

use axum::http::Method;
use serde_json::{Value, json};

use super::Desk;
use crate::names::{business_uuid, entry_uuid};
use crate::store::{EntryKind, text};

/// Has the call written by that writer.
pub(super) async fn write(desk: &Desk, writer: &str) {
    match writer {
        "phone system" => told(desk).await,
        "native" => {
            let said = json!({
                "direction": "inbound", "user": "ann", "from": {"number": "+12025550142"}, "line": "+12025550100",
                "started_at": "2026-01-05T09:45:00Z", "answered_at": "2026-01-05T09:45:12Z", "seconds": 142,
            });
            desk.ask("native", Method::POST, "/callbook/v1/calls", &said).await;
        }
        "chakra" => {
            let said = json!({
                "type": "INBOUND", "from": "+12025550142", "to": "+12025550100", "user": "ann", "callStatus": "COMPLETED",
                "callStart": "2026-01-05T09:45:00Z", "connectionStart": "2026-01-05T09:45:12Z",
                "connectionEnd": "2026-01-05T09:47:34Z", "callEnd": "2026-01-05T09:47:34Z", "provider": "AMEYO", "providerCallId": "A-1",
            });
            desk.ask("chakra", Method::POST, "/v1/ext/call", &said).await;
        }
        "vcita" => {
            let uid = |kind, key: &str| entry_uuid("main", kind, &text(key)).to_string();
            let said = json!({
                "staff_uid": uid(EntryKind::User, "ann"), "client_uid": uid(EntryKind::Contact, "rosa"),
                "from_number": "+12025550142", "to_number": "+12025550100", "direction": "INBOUND", "status": "ANSWERED_BY_STAFF",
                "duration": 142, "rate": "0", "provider": "VONAGE", "source_id": "S-1", "external_uuid": "E-1",
                "business_uid": business_uuid("main", None).to_string(),
            });
            desk.ask("vcita", Method::POST, "/v3/communication/voice_calls", &said).await;
        }
        "elma365" => {
            // Without events the times are worked out of the record's duration (rule E10).
            let record = json!({"direction": "in", "srcPhone": "+12025550142", "dstPhone": "101", "callId": "C-1",
                "disposition": "Answered", "duration": 142, "call": {"id": "r-1", "link": null}});
            desk.ask("elma365", Method::POST, "/elma365/v1/ingest", &json!({"callRecord": record})).await;
        }
        "freshworks" => {
            for (at, customer, agent) in [("09:45:00", 13, 13), ("09:45:12", 8, 8), ("09:47:34", 1, 1)] {
                desk.ask("freshworks", Method::POST, "/freshworks/v1/events", &envelope(at, customer, agent)).await;
            }
        }
        other => panic!("{other}: say how it writes"),
    }
}

/// The account of Freshworks tells how the call stands at a time of that day.
fn envelope(at: &str, customer: u8, agent: u8) -> Value {
    let updated = format!("2026-01-05T{at}.000Z");
    let one = |id: u64, kind: &str, connection: u8, status: u8, number: Value, duration: Value| {
        json!({"id": id, "participant_type": kind, "participant_id": 3_107, "connection_type": connection, "call_status": status,
            "caller_number": number, "created_time": "2026-01-05T09:45:00.000Z", "updated_time": updated, "duration": duration,
            "duration_unit": "seconds"})
    };
    let duration = if agent == 1 { json!(142) } else { Value::Null };
    let participants = [
        one(1, "Customer", 0, customer, json!("+12025550142"), duration.clone()),
        one(2, "Agent", 1, agent, Value::Null, duration),
    ];
    json!({"call": {"id": 90_417, "direction": "incoming", "phone_number": "+12025550100",
        "created_time": "2026-01-05T09:45:00.000Z", "updated_time": updated, "participants": participants}})
}

/// A phone system tells it.
async fn told(desk: &Desk) {
    let table = "00.000 A came_in number=+12025550142 trunk=voip dialled=+12025550100
        01.000 B dialled by=A number=101
        01.500 B ringing
        12.000 B answered
        12.000 A connected bridge=C
        12.000 B connected bridge=C
        154.000 B ended how=normal
        154.000 A ended how=normal";
    let mut signals = calls::notation::read(table).unwrap();
    let (ctx, account) = (&desk.telling.house.api.ctx, text("main"));
    let rows = ctx.store.accounts().await.unwrap();
    let numbering = rows.iter().find(|row| row.account == account).map(crate::resolve::Numbering::from).unwrap();
    let _ = ctx.directories.resolve(&account, &numbering, &mut signals).await.unwrap();
    desk.telling.house.record(signals).await;
}
