//! The OpenAPI document: what the routes say of themselves, and what holds for all of them.
//!
//! Each endpoint says its own words and answers beside its handler. Added here: the record's schemas, which belong to the
//! record and not to a route; the refusals that the door and the limits give on every route; the links from lists to what they
//! list. A refusal that a route can give and that is not in the document is a fault: schemathesis looks for it. To add a dialect: its
//! [`Described`], beside its routes, in [`DIALECTS`].

use serde_json::{Map, Value, json};
use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, KnownFormat, Ref, RefOr, ResponseBuilder, Schema, SchemaFormat};

/// The record's schemas, as JSON: the keys of the record's description, section 1.
const RECORD: &str = include_str!("record.schema.json");

/// What holds for the whole document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Callbook",
        description = "One true record of every phone call, whichever phone system carried it.\n\nEvery refusal is one \
            `application/problem+json`. A key or parameter that is not known is refused. Times are RFC 3339, UTC."
    ),
    components(schemas(
        super::problem::Printed,
        super::freshcaller::RefusalShown,
        super::chakra::RefusalShown,
        super::elma365::RefusalShown,
        super::vcita::RefusalShown,
        super::vcita::HookRefusalShown,
        super::xelion::RefusalShown
    )),
    security(("token" = []), ("session" = []))
)]
pub(super) struct Document;

/// A list of conversations.
pub(super) fn conversations() -> RefOr<Schema> {
    ArrayBuilder::new().items(named("Conversation")).into()
}

/// A list of calls.
pub(super) fn calls() -> RefOr<Schema> {
    ArrayBuilder::new().items(named("Call")).into()
}

/// One conversation.
pub(super) fn conversation() -> RefOr<Schema> {
    named("Conversation").into()
}

/// Who did something, or null.
pub(super) fn doer() -> RefOr<Schema> {
    utoipa::openapi::OneOfBuilder::new()
        .item(ObjectBuilder::new().schema_type(SchemaType::Type(Type::Null)))
        .item(named("Doer"))
        .into()
}

/// Fields that changed.
pub(super) fn fields_changed() -> RefOr<Schema> {
    ObjectBuilder::new().additional_properties(Some(AdditionalProperties::FreeForm(true))).into()
}

/// Calls that changed, by id.
pub(super) fn calls_changed() -> RefOr<Schema> {
    ObjectBuilder::new().additional_properties(Some(fields_changed())).into()
}

/// Ids of legs in their order, by the id of their call.
pub(super) fn legs_now() -> RefOr<Schema> {
    let id = ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
    ObjectBuilder::new().additional_properties(Some(ArrayBuilder::new().items(id))).into()
}

/// A recording, as it stands in the record.
pub(super) fn recording() -> RefOr<Schema> {
    named("RecordingEntry").into()
}

/// A batch of native signals.
pub(super) fn native_signals() -> RefOr<Schema> {
    let most = Some(crate::store::BATCH_SIGNALS_MAX);
    ArrayBuilder::new().items(named("Signal")).min_items(Some(1)).max_items(most).into()
}

fn named(schema: &str) -> Ref {
    Ref::from_schema_name(schema)
}

/// From where to where: an operation, where the id stands in its answer, the operation that takes it, and as what.
const LINKS: &[(&str, &str, &str, &str, &str)] = &[
    ("listConversations", "200", "$response.body#/conversations/0/id", "getConversation", "id"),
    ("listConversations", "200", "$response.body#/conversations/0/id", "listSignals", "id"),
    ("listConversations", "200", "$response.body#/conversations/0/id", "listConversationChanges", "id"),
    ("listConversations", "200", "$response.body#/next", "listConversations", "cursor"),
    ("listCalls", "200", "$response.body#/calls/0/id", "getCall", "id"),
    ("listCalls", "200", "$response.body#/next", "listCalls", "cursor"),
    ("getCall", "200", "$response.body#/conversation/id", "getConversation", "id"),
    ("getConversation", "200", "$response.body#/calls/0/id", "getCall", "id"),
    ("listChanges", "200", "$response.body#/changes/0/conversation", "getConversation", "id"),
    ("listChanges", "200", "$response.body#/next", "listChanges", "after"),
    ("listSources", "200", "$response.body#/sources/0/name", "getSource", "name"),
    ("logCall", "201", "$response.body#/id", "getCall", "id"),
    ("logCall", "201", "$response.body#/id", "disposeCall", "id"),
    ("enterSource", "201", "$response.body#/name", "getSource", "name"),
    ("enterSource", "201", "$response.body#/name", "putSource", "name"),
    ("enterSource", "201", "$response.body#/name", "removeSource", "name"),
    ("enterToken", "201", "$response.body#/id", "revokeToken", "id"),
];

/// The refusals that a route can give: those of the door and the limits everywhere, the others by what it takes.
const REFUSALS: &[(&str, &str)] = &[
    ("400", "Something of the request cannot be understood; `field` says what."),
    ("401", "No token, or one that does not count."),
    ("403", "A token that may not do this."),
    ("404", "Nothing is there."),
    ("408", "The request took too long."),
    ("409", "It is there already, or there are too many."),
    ("412", "It has changed since the version that `If-Match` names."),
    ("413", "The body is too large."),
    ("415", "The body is of another kind."),
    ("422", "This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which."),
    ("429", "It was tried too often; `Retry-After` says when to try again."),
    ("500", "A fault of this server."),
    ("503", "Not right now; `Retry-After` says when to try again."),
];

/// What the document says of all of a dialect's routes.
pub(super) struct Described {
    /// Whether a path is one of them.
    pub(super) is_ours: fn(&str) -> bool,
    /// The name of the schema of refusals, which are JSON.
    pub(super) refusal: &'static str,
    /// What is refused, by status.
    pub(super) refusals: &'static [(&'static str, &'static str)],
    /// Whether a status of these can be answered on a path, by an operation that takes a body or none.
    pub(super) can_be: fn(&str, &str, bool) -> bool,
    /// How keys are shown, and the name of that.
    pub(super) security: (&'static str, fn() -> SecurityScheme),
}

/// The dialects.
const DIALECTS: &[Described] = &[
    super::freshcaller::DESCRIBED,
    super::chakra::DESCRIBED,
    super::elma365::DESCRIBED,
    super::vcita::DESCRIBED,
    super::vcita::HOOKS_DESCRIBED,
    super::xelion::DESCRIBED,
];

/// A key in a header of that name.
pub(super) fn in_header(name: &str) -> SecurityScheme {
    SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new(name)))
}

/// Completes what the routes say of themselves.
pub(super) fn complete(mut document: utoipa::openapi::OpenApi) -> Value {
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("cb_<account>_<43 letters>").build();
    if let Some(components) = &mut document.components {
        components.add_security_scheme("token", SecurityScheme::Http(token));
        let cookie = ApiKeyValue::new(super::door::cookie::NAME);
        for Described { security: (name, scheme), .. } in DIALECTS {
            components.add_security_scheme(*name, scheme());
        }
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
    for (path, item) in &mut document.paths.paths {
        let methods = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
        methods.into_iter().flatten().for_each(|operation| refusals(path, operation));
    }
    // A document is made of texts, and the record's schemas are part of the program; a test reads both.
    let mut document = serde_json::to_value(document).unwrap_or_default();
    let record: Map<String, Value> = serde_json::from_str(RECORD).unwrap_or_default();
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.extend(record);
        schemas.insert("Signal".to_owned(), calls::notation::json::native::schema());
    }
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        let operations = paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut);
        operations.for_each(links);
    }
    document
}

fn refusal(schema: &str, kind: &str, says: &str) -> RefOr<utoipa::openapi::Response> {
    let content = ContentBuilder::new().schema(Some(named(schema))).build();
    ResponseBuilder::new().description(says).content(kind, content).build().into()
}

fn refusals(path: &str, operation: &mut Operation) {
    match DIALECTS.iter().find(|dialect| (dialect.is_ours)(path)) {
        Some(dialect) => {
            let takes_body = operation.request_body.is_some();
            for (status, says) in dialect.refusals.iter().filter(|(status, _)| (dialect.can_be)(status, path, takes_body)) {
                let response = refusal(dialect.refusal, "application/json", says);
                operation.responses.responses.insert((*status).to_owned(), response);
            }
        }
        None => our_refusals(path, operation),
    }
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = "Done.".to_owned();
        }
    }
}

fn our_refusals(path: &str, operation: &mut Operation) {
    let guarded = path.starts_with(super::ROOT) || path.starts_with(super::freshworks::ROOT);
    let (id, method) = (operation.operation_id.clone().unwrap_or_default(), operation.request_body.is_some());
    let takes = |name: &str| operation.parameters.iter().flatten().any(|parameter| parameter.name == name);
    let (matched, keyed) = (takes("If-Match"), takes("Idempotency-Key"));
    for (status, says) in REFUSALS {
        let given = match *status {
            "500" | "408" => true,
            "404" => path.contains('{'),
            "409" => {
                keyed
                    || matches!(
                        id.as_str(),
                        "askForExport"
                            | "enterAccount"
                            | "enterSource"
                            | "enterToken"
                            | "putSource"
                            | "putPerson"
                            | "tellFreshworksEvent"
                    )
            }
            "412" => matched,
            "422" => keyed,
            "413" => method || keyed,
            "415" => method,
            "429" => matches!(id.as_str(), "signIn" | "setPassword" | "callAppFunction" | "askForCall"),
            // What lets callbacks in is no token.
            "401" => guarded && !path.contains("/callbacks/"),
            _ => guarded,
        };
        if given && !operation.responses.responses.contains_key(*status) {
            let response = refusal("Problem", "application/problem+json", says);
            operation.responses.responses.insert((*status).to_owned(), response);
        }
    }
}

/// What we write documents with has no right name for the operation of a link, so they are put into what it wrote.
fn links(operation: &mut Value) {
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
    for (_, status, place, to, parameter) in LINKS.iter().filter(|(from, ..)| *from == id) {
        let response = operation.get_mut("responses").and_then(|responses| responses.get_mut(*status));
        let Some(response) = response.and_then(Value::as_object_mut) else { continue };
        let links = response.entry("links").or_insert_with(|| Value::Object(Map::new()));
        if let Some(links) = links.as_object_mut() {
            let link = json!({ "operationId": to, "parameters": { *parameter: place } });
            links.insert(format!("{to}By{}", parameter.to_uppercase()), link);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;
    use std::path::Path;
    use std::{env, fs};

    use calls::fold::fold;
    use calls::record::{Counted, Record};
    use serde_json::Value;

    use super::RECORD;

    /// The document that is checked in; what it says is what we promised.
    const KEPT: &str = "openapi.json";

    #[test]
    fn the_document_is_what_was_promised() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT);
        let text = serde_json::to_string_pretty(&super::super::document()).unwrap() + "\n";
        if env::var_os("BLESS").is_some() {
            fs::write(&file, &text).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == text, "the API's document has changed: if that is meant, run the tests once with BLESS=1");
    }

    fn keys(value: &Value) -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn the_schemas_say_every_key_of_a_record() {
        let schemas: Value = serde_json::from_str(RECORD).unwrap();
        let signals = calls::notation::read("00.000 L1 came_in number=+4930123456 trunk=voip dialled=+4940123456").unwrap();
        let record = serde_json::to_value(Record::new(&fold(&signals), 1, &mut Counted::default())).unwrap();
        assert_eq!(keys(&record), keys(&schemas["Conversation"]["properties"]));
        let mut call = keys(&record["calls"][0]);
        call.insert("conversation".to_owned());
        assert_eq!(call, keys(&schemas["Call"]["properties"]));
    }

    #[test]
    fn every_link_leads_somewhere() {
        let document = super::super::document();
        let mut known = BTreeSet::new();
        for operation in document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values()) {
            known.insert(operation["operationId"].as_str().unwrap_or_default().to_owned());
        }
        for (from, _, _, to, _) in super::LINKS {
            assert!(known.contains(*from) && known.contains(*to), "{from} -> {to}");
        }
    }
}
