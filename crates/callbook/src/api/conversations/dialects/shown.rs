//! What clients of each dialect are answered, and told, of one call: by the same code as in their rooms and on their webhooks.
//!
//! Nothing is decided here of what a call shows. To add a dialect: a function of what its clients are answered, and its line in
//! [`ANSWERED`]; what is pushed in it is found by itself. One with rooms of several vendors' words has a line for each.

use calls::Text;
use calls::dialects::freshworks::{self, Clock};
use calls::dialects::seen::{Call, Seen};
use calls::dialects::xelion::{Rest, log_page, logs};
use calls::dialects::{Change, DIALECTS, Kind, Names, chakra, vcita};
use calls::moment::Moment;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::api::freshcaller;
use crate::names::account_uuid;
use crate::zone;

/// What is told in words of its own beside the dialects: the vendor's older view.
const FRESHCALLER: (&str, &str) = ("freshcaller", "readers of Freshcaller");

/// What prints what the clients of a dialect are answered of a call.
type Print = fn(&Seen, &Call, &dyn Names, &Scene<'_>) -> Vec<(String, String)>;

/// Dialects whose clients ask, and what they are answered: the path of the question, and the answer.
const ANSWERED: &[(&str, Print)] =
    &[("chakra", in_chakra), ("vcita", in_vcita), ("xelion", in_xelion), (FRESHCALLER.0, in_freshcaller)];

/// One thing that a client is answered or told.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// The call.
    pub(super) call: Uuid,
    /// The question that it answers.
    pub(super) asked: Option<String>,
    /// The event that it tells, and the version of the vendor's shapes.
    pub(super) event: Option<(&'static str, &'static str)>,
    /// The text.
    pub(super) body: String,
}

/// What is the same for all calls.
pub(super) struct Scene<'a> {
    /// The account.
    pub(super) account: &'a Text,
    /// The moment of the question, from which links count (rule R16).
    pub(super) now: Moment,
    /// What names the question.
    pub(super) request: &'a str,
    /// Scheme and place at which this server is reached.
    pub(super) host: &'a str,
    /// Where the account's clocks are.
    pub(super) zone: &'a TimeZone,
}

/// Every dialect that shows calls: its name, and whose clients it speaks to.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    DIALECTS.iter().map(|kind| (kind.name, kind.about)).chain([FRESHCALLER])
}

/// All that a dialect shows of a conversation, the calls in the order in which they began.
pub(super) fn pieces(dialect: &str, seen: &Seen, names: &dyn Names, scene: &Scene<'_>) -> Vec<Piece> {
    let answered = ANSWERED.iter().find(|(name, _)| *name == dialect).map(|(_, print)| *print);
    let of_call = |call: &Call| {
        let printed = answered.map(|print| print(seen, call, names, scene)).unwrap_or_default();
        let piece = |(path, body): (String, String)| Piece { call: call.id, asked: Some(path), event: None, body };
        printed.into_iter().map(piece).collect::<Vec<_>>()
    };
    let mut pieces: Vec<Piece> = seen.calls.iter().flat_map(of_call).collect();
    let told = DIALECTS.iter().find(|kind| kind.name == dialect);
    pieces.extend(told.into_iter().flat_map(|kind| pushed(kind, seen, names, scene.now)));
    pieces
}

/// What would be told of the conversation if all of it happened at once: what a client has been told by now, without the
/// steps between.
fn pushed(kind: &Kind, seen: &Seen, names: &dyn Names, at: Moment) -> Vec<Piece> {
    let change = Change { before: None, joined: &[], after: seen, at };
    let of_version = |(version, tell): &(&'static str, calls::dialects::Tell)| {
        let version = *version;
        let events = tell(&change, names).into_iter();
        events.map(move |event| Piece { call: event.call, asked: None, event: Some((event.word, version)), body: event.body })
    };
    kind.tells.iter().flat_map(of_version).collect()
}

fn in_chakra(seen: &Seen, call: &Call, names: &dyn Names, scene: &Scene<'_>) -> Vec<(String, String)> {
    if !chakra::is_listed(seen, call) {
        return Vec::new();
    }
    let shown = chakra::Shown::of(seen, call, chakra::Asked { names, team: account_uuid(scene.account), now: scene.now });
    vec![(format!("{}/{}", chakra::ROOT, call.id), chakra::one(&shown, scene.request))]
}

fn in_vcita(seen: &Seen, call: &Call, names: &dyn Names, scene: &Scene<'_>) -> Vec<(String, String)> {
    if !vcita::is_shown(seen, call) {
        return Vec::new();
    }
    let shapes = [("/v3", vcita::Shape::Current), ("/v3.0", vcita::Shape::Seed)];
    let answer = |(root, shape): (&str, vcita::Shape)| {
        let card = vcita::Card::of(seen, call, names, shape, scene.now);
        (format!("{root}/communication/voice_calls/{}", call.id), vcita::one(&card.print(shape)))
    };
    shapes.map(answer).into()
}

fn in_xelion(seen: &Seen, call: &Call, names: &dyn Names, scene: &Scene<'_>) -> Vec<(String, String)> {
    let root = format!("/api/v1/{}", scene.account);
    let rest = Rest { address: format!("{}{root}", scene.host) };
    let answer = |log| {
        let page = log_page(seen, call, &log, names);
        let path = format!("communications/{}", page.place.oid);
        (format!("{root}/{path}"), rest.single(&path, &page.body))
    };
    logs(seen, call).into_iter().map(answer).collect()
}

fn in_freshcaller(seen: &Seen, call: &Call, names: &dyn Names, scene: &Scene<'_>) -> Vec<(String, String)> {
    if !freshworks::is_listed(seen, call) {
        return Vec::new();
    }
    let ahead = |at: Moment| zone::ahead(scene.zone, at);
    let clock = Clock { now: scene.now, offset: &ahead };
    let path = format!("{}/calls/{}", freshcaller::ROOT, call.serial);
    let one = freshworks::one("call", &freshworks::call(seen, call, names, clock));
    let metrics = freshworks::one("call_metrics", &freshworks::metrics(seen, call, names, clock, true));
    vec![(path.clone(), one), (format!("{path}/call_metrics?include=life_cycle"), metrics)]
}
