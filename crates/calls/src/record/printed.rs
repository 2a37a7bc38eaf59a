//! A printed object taken apart: each key with the JSON text of its value.
//!
//! Telling what changed compares these texts, which is many times cheaper than building trees of values. Nothing here knows
//! what a key means. It must never change a text: what was told stays byte for byte.

use std::fmt;

use serde::ser::{self, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::value::RawValue;

use crate::Text;

/// The JSON text of null, which is what a field has before it was ever told.
const NULL: &str = "null";

/// The fields of one object in the order in which they are printed. All texts stand in one buffer: a record has a hundred
/// fields, and is taken apart at every signal.
#[derive(Clone, Debug, Default)]
pub(super) struct Printed {
    text: String,
    fields: Vec<Field>,
}

#[derive(Clone, Debug)]
struct Field {
    key: Text,
    from: u32,
    to: u32,
}

/// Texts that were replaced stay in the buffer until it is so many times as long as what counts.
const SLACK: usize = 4;

impl Printed {
    /// The fields of an object that a wire type prints, without the ones named.
    pub(super) fn of(object: &impl Serialize, without: &'static [&'static str]) -> Self {
        let mut apart = Apart { text: Vec::with_capacity(1_024), fields: Vec::new(), without, key: None };
        // Wire types are objects of plain values; whatever could fail here fails in every test.
        let _ = object.serialize(&mut apart);
        // There is one for each object of each conversation that goes on, for as long as it does.
        apart.text.shrink_to_fit();
        apart.fields.shrink_to_fit();
        Self { text: String::from_utf8(apart.text).unwrap_or_default(), fields: apart.fields }
    }

    /// An object of these keys, each null.
    pub(super) fn blank(keys: &[&'static str]) -> Self {
        let null = |key: &&'static str| Field { key: Text::new_static(key), from: 0, to: NULL.len() as u32 };
        Self { text: NULL.to_owned(), fields: keys.iter().map(null).collect() }
    }

    fn text(&self, field: &Field) -> &str {
        self.text.get(field.from as usize..field.to as usize).unwrap_or(NULL)
    }

    /// The JSON text of a field; null of one that is not there.
    pub(super) fn get(&self, key: &str) -> &str {
        self.fields.iter().find(|field| field.key == key).map_or(NULL, |field| self.text(field))
    }

    /// The text of a field that is a JSON string without escapes, such as an id or a time.
    pub(super) fn plain(&self, key: &str) -> Option<&str> {
        self.get(key).strip_prefix('"')?.strip_suffix('"')
    }

    /// Gives a field another text.
    pub(super) fn set(&mut self, key: &str, text: &str) {
        let from = self.text.len() as u32;
        self.text.push_str(text);
        let to = self.text.len() as u32;
        match self.fields.iter_mut().find(|field| field.key == key) {
            Some(field) => (field.from, field.to) = (from, to),
            None => self.fields.push(Field { key: Text::new(key), from, to }),
        }
        let counts: usize = self.fields.iter().map(|field| (field.to - field.from) as usize).sum();
        if self.text.len() > SLACK * counts {
            let mut short = String::with_capacity(counts);
            for field in &mut self.fields {
                let from = short.len() as u32;
                short.push_str(self.text.get(field.from as usize..field.to as usize).unwrap_or(NULL));
                (field.from, field.to) = (from, short.len() as u32);
            }
            self.text = short;
        }
    }

    /// The fields in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|field| (field.key.as_str(), self.text(field)))
    }

    /// The fields in which `self` differs from `before`, as (key, new, old).
    pub(super) fn differing<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        self.fields.iter().enumerate().filter_map(|(place, field)| {
            // Two of one kind have their fields in the same places, but for those that a newer version has more.
            let old = match before.fields.get(place) {
                Some(known) if known.key == field.key => before.text(known),
                _ => before.get(&field.key),
            };
            let new = self.text(field);
            (new != old).then_some((field.key.as_str(), new, old))
        })
    }
}

/// Takes an object apart while it is serialized.
struct Apart {
    text: Vec<u8>,
    fields: Vec<Field>,
    without: &'static [&'static str],
    key: Option<Text>,
}

impl Apart {
    fn field<T: Serialize + ?Sized>(&mut self, key: Text, value: &T) -> Result<(), Fault> {
        if self.without.contains(&key.as_str()) {
            return Ok(());
        }
        let from = self.text.len() as u32;
        serde_json::to_writer(&mut self.text, value).map_err(ser::Error::custom)?;
        self.fields.push(Field { key, from, to: self.text.len() as u32 });
        Ok(())
    }
}

/// Why something is no object of plain values.
#[derive(Debug)]
pub(super) struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl ser::Error for Fault {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self(text.to_string())
    }
}

impl SerializeStruct for &mut Apart {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Fault> {
        self.field(Text::new_static(key), value)
    }

    fn end(self) -> Result<(), Fault> {
        Ok(())
    }
}

impl SerializeMap for &mut Apart {
    type Ok = ();
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        let text = serde_json::to_string(key).map_err(ser::Error::custom)?;
        self.key = Some(Text::new(text.trim_matches('"')));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        let key = self.key.take().unwrap_or_default();
        self.field(key, value)
    }

    fn end(self) -> Result<(), Fault> {
        Ok(())
    }
}

/// Everything that is no object.
macro_rules! no_object {
    ($($method:ident($($kind:ty),*)),+ $(,)?) => {
        $(fn $method(self, $(_: $kind),*) -> Result<(), Fault> {
            Err(ser::Error::custom("expected an object"))
        })+
    };
}

impl<'a> Serializer for &'a mut Apart {
    type Ok = ();
    type Error = Fault;
    type SerializeSeq = Impossible<(), Fault>;
    type SerializeTuple = Impossible<(), Fault>;
    type SerializeTupleStruct = Impossible<(), Fault>;
    type SerializeTupleVariant = Impossible<(), Fault>;
    type SerializeMap = &'a mut Apart;
    type SerializeStruct = &'a mut Apart;
    type SerializeStructVariant = Impossible<(), Fault>;

    no_object!(
        serialize_bool(bool),
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_f32(f32),
        serialize_f64(f64),
        serialize_char(char),
        serialize_str(&str),
        serialize_bytes(&[u8]),
        serialize_none(),
        serialize_unit(),
        serialize_unit_struct(&'static str),
        serialize_unit_variant(&'static str, u32, &'static str),
    );

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Fault> {
        Err(ser::Error::custom("expected an object"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Fault> {
        Err(ser::Error::custom("expected an object"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Fault> {
        Err(ser::Error::custom("expected an object"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Fault> {
        Err(ser::Error::custom("expected an object"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Fault> {
        Err(ser::Error::custom("expected an object"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Fault> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, fields: usize) -> Result<Self::SerializeStruct, Fault> {
        self.fields.reserve(fields);
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Fault> {
        Err(ser::Error::custom("expected an object"))
    }
}

/// Fields as a told object names them, in a patch.
pub(super) type Raw<'a> = &'a RawValue;
