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

/// The fields of one object in the order in which they are printed. All texts stand in one buffer, and keys are places in a
/// list: a record has a hundred fields, is taken apart at every signal, and is kept for as long as its conversation goes on.
#[derive(Clone, Debug, Default)]
pub(super) struct Printed {
    text: String,
    keys: &'static [&'static str],
    /// Where the text of each of the keys stands.
    spans: Vec<(u32, u32)>,
    /// Keys that are not in the list, as a newer version may have told them.
    more: Vec<(Text, (u32, u32))>,
}

/// Texts that were replaced stay in the buffer until it is so many times as long as what counts.
const SLACK: usize = 4;

impl Printed {
    /// The fields of an object that a wire type prints: those keys, in that order. What it prints besides is left out.
    pub(super) fn of(object: &impl Serialize, keys: &'static [&'static str]) -> Self {
        let mut printed = Self { text: String::new(), keys, spans: vec![(0, 0); keys.len()], more: Vec::new() };
        let mut apart = Apart { text: Vec::with_capacity(1_024), printed: &mut printed, next: 0, key: None };
        // Wire types are objects of plain values; whatever could fail here fails in every test.
        let _ = object.serialize(&mut apart);
        let mut text = apart.text;
        text.shrink_to_fit();
        printed.text = String::from_utf8(text).unwrap_or_default();
        printed
    }

    /// An object of these keys, each null.
    pub(super) fn blank(keys: &'static [&'static str]) -> Self {
        Self { text: NULL.to_owned(), keys, spans: vec![(0, NULL.len() as u32); keys.len()], more: Vec::new() }
    }

    fn text(&self, (from, to): (u32, u32)) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or(NULL)
    }

    /// The JSON text of a field; null of one that is not there.
    pub(super) fn get(&self, key: &str) -> &str {
        let known = self.keys.iter().position(|known| *known == key).and_then(|place| self.spans.get(place));
        let span = known.or_else(|| self.more.iter().find(|(more, _)| more == key).map(|(_, span)| span));
        span.map_or(NULL, |span| self.text(*span))
    }

    /// The text of a field that is a JSON string without escapes, such as an id or a time.
    pub(super) fn plain(&self, key: &str) -> Option<&str> {
        self.get(key).strip_prefix('"')?.strip_suffix('"')
    }

    /// Gives a field another text.
    pub(super) fn set(&mut self, key: &str, text: &str) {
        let from = self.text.len() as u32;
        self.text.push_str(text);
        let span = (from, self.text.len() as u32);
        let known = self.keys.iter().position(|known| *known == key).and_then(|place| self.spans.get_mut(place));
        match known.or_else(|| self.more.iter_mut().find(|(more, _)| more == key).map(|(_, span)| span)) {
            Some(known) => *known = span,
            None => self.more.push((Text::new(key), span)),
        }
        let counts: usize = self.every_span().map(|(from, to)| (*to - *from) as usize).sum();
        if self.text.len() > SLACK * counts {
            let old = std::mem::replace(&mut self.text, String::with_capacity(counts));
            let spans = self.spans.iter_mut().chain(self.more.iter_mut().map(|(_, span)| span));
            for (from, to) in spans {
                let start = self.text.len() as u32;
                self.text.push_str(old.get(*from as usize..*to as usize).unwrap_or(NULL));
                (*from, *to) = (start, self.text.len() as u32);
            }
        }
    }

    fn every_span(&self) -> impl Iterator<Item = &(u32, u32)> {
        self.spans.iter().chain(self.more.iter().map(|(_, span)| span))
    }

    /// The fields in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let known = self.keys.iter().zip(&self.spans).map(|(key, span)| (*key, self.text(*span)));
        known.chain(self.more.iter().map(|(key, span)| (key.as_str(), self.text(*span))))
    }

    /// The fields in which `self` differs from `before`, as (key, new, old).
    pub(super) fn differing<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        let same_keys = self.keys.len() == before.keys.len();
        self.iter().enumerate().filter_map(move |(place, (key, new))| {
            // Two of one kind have their fields in the same places, but for those that a newer version has more.
            let old = match before.spans.get(place) {
                Some(span) if same_keys && place < self.keys.len() => before.text(*span),
                _ => before.get(key),
            };
            (new != old).then_some((key, new, old))
        })
    }
}

/// Takes an object apart while it is serialized.
struct Apart<'p> {
    text: Vec<u8>,
    printed: &'p mut Printed,
    /// The place of the key that is expected next.
    next: usize,
    key: Option<Text>,
}

impl Apart<'_> {
    fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Fault> {
        let keys = self.printed.keys;
        let expected = keys.get(self.next).is_some_and(|expected| *expected == key).then_some(self.next);
        let Some(place) = expected.or_else(|| keys.iter().position(|known| *known == key)) else { return Ok(()) };
        self.next = place + 1;
        let from = self.text.len() as u32;
        serde_json::to_writer(&mut self.text, value).map_err(ser::Error::custom)?;
        if let Some(span) = self.printed.spans.get_mut(place) {
            *span = (from, self.text.len() as u32);
        }
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

impl SerializeStruct for &mut Apart<'_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Fault> {
        self.field(key, value)
    }

    fn end(self) -> Result<(), Fault> {
        Ok(())
    }
}

impl SerializeMap for &mut Apart<'_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        let text = serde_json::to_string(key).map_err(ser::Error::custom)?;
        self.key = Some(Text::new(text.trim_matches('"')));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        let key = self.key.take().unwrap_or_default();
        self.field(&key, value)
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

impl<'a, 'p> Serializer for &'a mut Apart<'p> {
    type Ok = ();
    type Error = Fault;
    type SerializeSeq = Impossible<(), Fault>;
    type SerializeTuple = Impossible<(), Fault>;
    type SerializeTupleStruct = Impossible<(), Fault>;
    type SerializeTupleVariant = Impossible<(), Fault>;
    type SerializeMap = &'a mut Apart<'p>;
    type SerializeStruct = &'a mut Apart<'p>;
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

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Fault> {
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
