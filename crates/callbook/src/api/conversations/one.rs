//! One conversation, now or as it was.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::api::Api;
use crate::api::asked::{Asked, NUMBER_MAX, Named, whole};
use crate::api::door::{Reader, Visitor};
use crate::api::printed::{self, Record};
use crate::api::problem::{Answer, Problem};
use crate::api::seen::{Sight, View};
use crate::store::{Aim, Found};

/// As of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct AsOf {
    /// The version that is wanted; the newest if nothing is said.
    #[param(minimum = 1)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, NUMBER_MAX>")]
    version: Option<u64>,
    /// Whether it may be one that was deleted; if nothing is said, it may not.
    deleted: Option<bool>,
}

impl AsOf {
    /// As it is now, deleted or not: for what is behind a record, which goes on being there.
    pub(in crate::api) fn any() -> Self {
        Self { version: None, deleted: Some(true) }
    }

    /// Refuses what is deleted now, at whichever version it is asked for.
    fn refuse_deleted(&self, newest: &Found, aim: Aim) -> Answer<()> {
        if self.deleted == Some(true) {
            return Ok(());
        }
        let deleted = match aim {
            Aim::Whole => printed::is_deleted(&newest.record)?,
            Aim::Call => match printed::call_of(newest)? {
                Some(call) => printed::is_deleted(call.get())?,
                None => false,
            },
        };
        let says = "it was deleted; `deleted=true` shows it all the same";
        if deleted { Err(Problem::not_found(says).at("id")) } else { Ok(()) }
    }
}

/// What was found, and what the visitor sees of it.
pub(in crate::api) struct Shown {
    /// What was found.
    pub(in crate::api) found: Found,
    /// What is seen of it.
    pub(in crate::api) view: View,
}

/// The conversation that has, had or contains the thing with that id; `aim` is what is to be shown of it. What the visitor
/// does not see is answered as what is not there.
pub(in crate::api) async fn find(api: &Api, visitor: &Visitor, id: Uuid, as_of: &AsOf, aim: Aim) -> Answer<Shown> {
    let version = as_of.version;
    let absent = || match version {
        Some(version) => Problem::not_found(format!("nothing has this id and a version {version}")).at("version"),
        None => Problem::not_found("nothing has this id").at("id"),
    };
    let found = api.ctx.store.find(&visitor.account, id, version).await?.ok_or_else(absent)?;
    // Who sees it, and whether it is deleted, is decided by what it is now.
    let newest = match version {
        Some(_) => api.ctx.store.find(&visitor.account, id, None).await?,
        None => None,
    };
    let newest = newest.as_ref().unwrap_or(&found);
    let view = Sight::of(api, visitor).await?.view(&newest.record)?;
    if !view.shows(newest, aim)? {
        return Err(absent());
    }
    as_of.refuse_deleted(newest, aim)?;
    Ok(Shown { found, view })
}

/// One conversation.
///
/// The id may be any that was ever told: the conversation's own, that of a conversation that went into it, or that of a call,
/// a leg or a recording in it. `id` in the answer says what it is called now, its `ETag` the version.
/// One that was deleted, all its calls, is not there unless `deleted=true` asks for it.
///
/// Users and supervisors are told the calls that they see. Of the others only that they exist: `id`, `serial`, `parent` and
/// `root`. Lists have the entries of calls that are seen; what is worked out from all calls is null. Where no call is seen,
/// nothing is there. A version is cut by what is seen now.
#[utoipa::path(
    get, path = "/conversations/{id}", operation_id = "getConversation", tag = "records",
    params(("id" = Uuid, Path, description = "Any id ever told."), AsOf),
    responses((status = 200, body = ref("#/components/schemas/Conversation"), content_type = "application/json",
        headers(("ETag" = String, description = "The version, in quotes."))))
)]
pub(super) async fn get(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Named(id): Named<Uuid>,
    Asked(as_of): Asked<AsOf>,
) -> Answer<Record> {
    let Shown { found, view } = find(&api, &visitor, id, &as_of, Aim::Whole).await?;
    let record = view.record(found.record)?.ok_or_else(|| Problem::not_found("nothing has this id").at("id"))?;
    Ok(Record(record, found.version))
}
