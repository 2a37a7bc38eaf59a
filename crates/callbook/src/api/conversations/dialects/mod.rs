//! A conversation as each dialect shows it, and what a dialect cannot show of it: for people who wonder what a client was told.
//!
//! It is what clients of the dialect are answered, by the same code (`shown`). What is not seen of the conversation is not
//! shown in any dialect. To add a dialect: see `shown`.

mod shown;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use calls::dialects::Names;
use calls::dialects::lacks::{Lack, lacks};
use calls::dialects::seen::Seen;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use self::shown::{Piece, Scene, pieces};
use super::{AsOf, Shown, find};
use crate::api::Api;
use crate::api::asked::{Asked, Named};
use crate::api::door::{Reader, Visitor};
use crate::api::printed;
use crate::api::problem::{Answer, Kind, Problem};
use crate::api::vendors::drawn;
use crate::store::Aim;
use crate::zone;

/// Which dialects there are, and which calls each shows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DialectList {
    /// The conversation.
    id: Uuid,
    /// The version that is shown.
    version: u64,
    /// Every dialect.
    dialects: Vec<DialectCalls>,
}

/// The calls that a dialect shows.
#[derive(Debug, Serialize, ToSchema)]
struct DialectCalls {
    /// The name of the dialect.
    dialect: &'static str,
    /// Whose clients it speaks to.
    about: &'static str,
    /// The ids of the calls that it shows, of those that are seen.
    calls: Vec<Uuid>,
}

/// A conversation as one dialect shows it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InDialect {
    /// The conversation.
    id: Uuid,
    /// The version that is shown.
    version: u64,
    /// The name of the dialect.
    dialect: &'static str,
    /// Whose clients it speaks to.
    about: &'static str,
    /// Its calls that are seen, in the order in which they began.
    calls: Vec<CallInDialect>,
    /// What the dialect does not show of this conversation, whatever it is asked; null where that would be too much work.
    #[schema(required)]
    lacks: Option<Vec<DialectLack>>,
}

/// A call as a dialect shows it.
#[derive(Debug, Serialize, ToSchema)]
struct CallInDialect {
    /// The call.
    call: Uuid,
    /// All that is shown of it; nothing where the dialect has no such calls.
    shown: Vec<DialectPiece>,
}

/// One thing that a client of the dialect is answered or told.
#[derive(Debug, Serialize, ToSchema)]
struct DialectPiece {
    /// The path that a client asks for it; null of what is pushed.
    #[schema(required)]
    asked: Option<String>,
    /// The event that it tells; null of what is asked for.
    #[schema(required)]
    event: Option<&'static str>,
    /// The version of the vendor's shapes; null of what is asked for.
    #[schema(required)]
    shapes: Option<&'static str>,
    /// What is answered, or told. Of an app it is `data` of its payload.
    #[schema(value_type = Object)]
    body: Box<RawValue>,
}

/// What a dialect does not show.
#[derive(Debug, Serialize, ToSchema)]
struct DialectLack {
    /// Its word, as `holds`.
    fact: &'static str,
    /// How many of it the record has.
    count: usize,
    /// What it is, for people.
    says: &'static str,
}

impl From<Lack> for DialectLack {
    fn from(Lack { fact, count, says }: Lack) -> Self {
        Self { fact, count, says }
    }
}

/// A conversation that is to be shown, and what is asked of it.
struct Reading<'a> {
    api: &'a Api,
    visitor: &'a Visitor,
    shown: Shown,
    seen: Seen,
}

impl<'a> Reading<'a> {
    async fn of(api: &'a Api, visitor: &'a Visitor, id: Uuid, as_of: &AsOf) -> Answer<Self> {
        let shown = find(api, visitor, id, as_of, Aim::Whole).await?;
        let seen = Seen::read(&shown.found.record).map_err(|error| {
            tracing::error!(account = %visitor.account, %error, "a record cannot be read; it is shown in no dialect");
            Problem::new(Kind::Internal, "what is kept under this id cannot be printed")
        })?;
        Ok(Self { api, visitor, shown, seen })
    }

    fn has(&self, call: Option<Uuid>) -> bool {
        self.shown.view.has(call)
    }

    /// Prints with all that dialects ask for beside records.
    async fn printed<T>(&self, print: impl Fn(&Self, &dyn Names, &Scene<'_>) -> T) -> Answer<T> {
        let (ctx, account) = (&self.api.ctx, &self.visitor.account);
        let household = self.api.known.household(ctx, account, &[]).await?;
        let (zone, request) = (zone::of(&household.account.zone), drawn()?.to_string());
        let host = ctx.media.links().host();
        let scene = Scene { account, now: ctx.clock.now(), request: &request, host, zone: &zone };
        let known = self.api.names.of(account);
        let mut known = known.lock().await;
        let directory = known.refresh(ctx, account).await?;
        Ok(known.printed(ctx, account, &directory, |names| print(self, names, &scene)).await?)
    }

    /// What is seen of what a dialect shows of a record.
    fn pieces(&self, dialect: &str, seen: &Seen, names: &dyn Names, scene: &Scene<'_>) -> Vec<Piece> {
        let all = pieces(dialect, seen, names, scene).into_iter();
        all.filter(|piece| self.has(Some(piece.call))).collect()
    }

    /// The ids of the calls that are seen.
    fn calls(&self) -> impl Iterator<Item = Uuid> {
        self.seen.calls.iter().map(|call| call.id).filter(|call| self.has(Some(*call)))
    }
}

/// Which dialects there are, and which calls of a conversation each of them shows.
///
/// Who sees the conversation sees this, and of its calls those that he sees.
#[utoipa::path(
    get, path = "/conversations/{id}/dialects", operation_id = "listDialects", tag = "records",
    params(("id" = Uuid, Path, description = "Any id ever told."), AsOf),
    responses((status = 200, body = DialectList))
)]
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Named(id): Named<Uuid>,
    Asked(as_of): Asked<AsOf>,
) -> Answer<Json<DialectList>> {
    let reading = Reading::of(&api, &visitor, id, &as_of).await?;
    let print = |reading: &Reading<'_>, names: &dyn Names, scene: &Scene<'_>| {
        let of_dialect = |(dialect, about)| {
            let pieces = reading.pieces(dialect, &reading.seen, names, scene);
            let is_shown = |call: &Uuid| pieces.iter().any(|piece| piece.call == *call);
            DialectCalls { dialect, about, calls: reading.calls().filter(is_shown).collect() }
        };
        shown::all().map(of_dialect).collect::<Vec<_>>()
    };
    let dialects = reading.printed(print).await?;
    let found = &reading.shown.found;
    Ok(Json(DialectList { id: found.conversation, version: found.version, dialects }))
}

/// A conversation as one dialect shows it: what its clients are answered of each call, and what they are told.
///
/// What is pushed is what would be told if all of it happened at once. Links are signed anew, and good for as long as those
/// that the dialect tells. Of calls that are not seen nothing is shown.
#[utoipa::path(
    get, path = "/conversations/{id}/dialects/{dialect}", operation_id = "getInDialect", tag = "records",
    params(
        ("id" = Uuid, Path, description = "Any id ever told."),
        ("dialect" = String, Path, description = "`chakra`, `elma365`, `freshworks`, `vcita`, `xelion` or `freshcaller`."),
        AsOf
    ),
    responses((status = 200, body = InDialect))
)]
pub(super) async fn get(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Named((id, named)): Named<(Uuid, String)>,
    Asked(as_of): Asked<AsOf>,
) -> Answer<Json<InDialect>> {
    let reading = Reading::of(&api, &visitor, id, &as_of).await?;
    let found = shown::all().find(|(name, _)| *name == named);
    let (dialect, about) = found.ok_or_else(|| Problem::not_found("there is no such dialect").at("dialect"))?;
    let print =
        |reading: &Reading<'_>, names: &dyn Names, scene: &Scene<'_>| reading.pieces(dialect, &reading.seen, names, scene);
    let pieces = reading.printed(print).await?;
    let print = |reading: &Reading<'_>, names: &dyn Names, scene: &Scene<'_>| {
        lacks(&reading.seen, &|call| reading.has(call), |seen| reading.pieces(dialect, seen, names, scene))
    };
    // Where a dialect has no such call, that says it all.
    let lacks = if pieces.is_empty() { Some(Vec::new()) } else { reading.printed(print).await? };
    let of_call = |call: Uuid| {
        let own = pieces.iter().filter(|piece| piece.call == call);
        let shown = own.map(printed_piece).collect::<Answer<_>>()?;
        Ok(CallInDialect { call, shown })
    };
    let calls = reading.calls().map(of_call).collect::<Answer<_>>()?;
    let lacks = lacks.map(|all| all.into_iter().map(DialectLack::from).collect());
    let Shown { found, .. } = &reading.shown;
    Ok(Json(InDialect { id: found.conversation, version: found.version, dialect, about, calls, lacks }))
}

fn printed_piece(piece: &Piece) -> Answer<DialectPiece> {
    Ok(DialectPiece {
        asked: piece.asked.clone(),
        event: piece.event.map(|(word, _)| word),
        shapes: piece.event.map(|(_, shapes)| shapes),
        body: printed::record(piece.body.clone())?,
    })
}
