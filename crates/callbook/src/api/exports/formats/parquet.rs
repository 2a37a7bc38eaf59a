//! Parquet: the same columns as other tables have, with types. Each may be null; times are microseconds of UTC.

use std::io;
use std::sync::Arc;

use calls::moment::Moment;
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use serde_json::Value;
use serde_json::value::RawValue;

use super::columns::{COLUMNS, Kind};
use super::{Places, Printer, Sink, read};

/// Rows that are written together; as many are held.
const GROUP_ROWS: usize = 1_000;

pub(super) struct Table {
    into: SerializedFileWriter<Sink>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    pub(super) fn new(into: Sink) -> io::Result<Self> {
        let columns: Vec<String> = COLUMNS.iter().map(|(name, kind, _)| format!("OPTIONAL {};", typed(*kind, name))).collect();
        let schema = parse_message_type(&format!("message conversation {{ {} }}", columns.join(" "))).map_err(fault)?;
        let manner = WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by("callbook".to_owned());
        let into = SerializedFileWriter::new(into, Arc::new(schema), Arc::new(manner.build())).map_err(fault)?;
        Ok(Self { into, rows: Vec::new() })
    }

    /// Writes what is held, column by column.
    fn write(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.into.next_row_group().map_err(fault)?;
        for (no, (_, kind, _)) in COLUMNS.iter().enumerate() {
            let Some(mut column) = group.next_column().map_err(fault)? else { break };
            let values = self.rows.iter().map(|row| row.get(no).unwrap_or(&Value::Null));
            put(&mut column, *kind, values).map_err(fault)?;
            column.close().map_err(fault)?;
        }
        group.close().map_err(fault)?;
        self.rows.clear();
        Ok(())
    }
}

impl Printer for Table {
    fn take(&mut self, records: &[Box<RawValue>], _: &Places) -> io::Result<()> {
        for record in records {
            let record = read(record)?;
            self.rows.push(COLUMNS.iter().map(|(.., of)| of.value(&record)).collect());
            if self.rows.len() >= GROUP_ROWS {
                self.write()?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Sink> {
        self.write()?;
        self.into.into_inner().map_err(fault)
    }
}

fn typed(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Text => format!("BYTE_ARRAY {name} (STRING)"),
        Kind::Time => format!("INT64 {name} (TIMESTAMP(MICROS,true))"),
        Kind::Seconds => format!("DOUBLE {name}"),
        Kind::Whole => format!("INT64 {name}"),
        Kind::Flag => format!("BOOLEAN {name}"),
    }
}

/// Writes one column of a group.
fn put<'a>(
    column: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    values: impl Iterator<Item = &'a Value>,
) -> Result<(), ParquetError> {
    match kind {
        Kind::Text => {
            let (levels, texts) = leveled(values, |value| Some(ByteArray::from(value.as_str()?.as_bytes().to_vec())));
            column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?
        }
        Kind::Time => {
            let (levels, times) = leveled(values, |value| Some(Moment::from_rfc3339(value.as_str()?)?.micros()));
            column.typed::<Int64Type>().write_batch(&times, Some(&levels), None)?
        }
        Kind::Seconds => {
            let (levels, lengths) = leveled(values, Value::as_f64);
            column.typed::<DoubleType>().write_batch(&lengths, Some(&levels), None)?
        }
        Kind::Whole => {
            let (levels, numbers) = leveled(values, Value::as_i64);
            column.typed::<Int64Type>().write_batch(&numbers, Some(&levels), None)?
        }
        Kind::Flag => {
            let (levels, flags) = leveled(values, Value::as_bool);
            column.typed::<BoolType>().write_batch(&flags, Some(&levels), None)?
        }
    };
    Ok(())
}

/// Which rows have a value, and the values of those that have.
fn leveled<'a, T>(values: impl Iterator<Item = &'a Value>, of: impl Fn(&'a Value) -> Option<T>) -> (Vec<i16>, Vec<T>) {
    let (mut levels, mut there) = (Vec::new(), Vec::new());
    for value in values.map(of) {
        levels.push(i16::from(value.is_some()));
        there.extend(value);
    }
    (levels, there)
}

fn fault(error: ParquetError) -> io::Error {
    match error {
        // What the disk said says more than that something failed.
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
