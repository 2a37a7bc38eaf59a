//! The table as JSON Schema, for the API's own description. It refers to nothing outside itself, so that it can stand anywhere.

use serde_json::{Map, Value, json};

use super::kinds::{Field, INTEGER_MAX, Kind, MICROS_MIN, NAME_MAX, PAYLOAD_MAX, TIES_MAX, Word};
use super::words::{EVERY, WORDS};

/// JSON Schema (2020-12) of one signal.
#[must_use]
pub fn schema() -> Value {
    let words: Vec<Value> = WORDS.iter().map(word).collect();
    json!({ "title": "Signal", "description": "One fact about a call.", "type": "object", "oneOf": words })
}

fn word(word: &Word) -> Value {
    let mut schema = object(EVERY.iter().chain(word.fields));
    schema.insert("title".to_owned(), Value::from(word.name));
    schema.insert("description".to_owned(), Value::from(word.says));
    if let Some(what) = schema.get_mut("properties").and_then(|fields| fields.get_mut("what")) {
        *what = json!({ "const": word.name });
    }
    Value::Object(schema)
}

fn object<'a>(fields: impl Iterator<Item = &'a Field> + Clone) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut conditions = Vec::new();
    for field in fields {
        let mut schema = kind(field.kind);
        schema.insert("description".to_owned(), Value::from(field.says));
        properties.insert(field.name.to_owned(), Value::Object(schema));
        match field.only_with {
            Some(with) => conditions.push(condition(field, with)),
            None if field.required => required.push(field.name),
            None => {}
        }
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), Value::from("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("required".to_owned(), json!(required));
    schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    if !conditions.is_empty() {
        schema.insert("allOf".to_owned(), Value::Array(conditions));
    }
    schema
}

/// A field that stands only beside one word of another.
fn condition(field: &Field, (other, word): (&str, &str)) -> Value {
    let then = if field.required { json!({ "required": [field.name] }) } else { Value::Bool(true) };
    json!({
        "if": { "properties": { other: { "const": word } } },
        "then": then,
        "else": { "properties": { field.name: false } },
    })
}

fn kind(kind: Kind) -> Map<String, Value> {
    // Lengths are bytes of UTF-8, of which a character has at least one.
    let text = |most: usize| json!({ "type": "string", "minLength": 1, "maxLength": most });
    let schema = match kind {
        Kind::Text(most) => text(most),
        Kind::Leg => text(NAME_MAX),
        Kind::Payload => text(PAYLOAD_MAX),
        Kind::E164 => json!({ "type": "string", "pattern": "^\\+[0-9]{2,15}$" }),
        Kind::Names => json!({ "type": "array", "items": text(NAME_MAX), "maxItems": TIES_MAX }),
        Kind::Moment => json!({ "oneOf": [
            { "type": "string", "format": "date-time" },
            { "type": "integer", "minimum": MICROS_MIN },
        ] }),
        Kind::Digit => json!({ "type": "string", "pattern": "^[0-9*#A-D]$" }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Integer => json!({ "type": "integer", "minimum": 0, "maximum": INTEGER_MAX }),
        Kind::Number => json!({ "type": "number", "minimum": 0 }),
        Kind::OneOf(words) => json!({ "enum": words }),
        Kind::Part(fields) => Value::Object(object(fields.iter())),
        Kind::What => json!({ "type": "string" }),
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}
