//! Parquet: one row group a table, strings and 64-bit numbers, columns that may be empty, DEFLATE.

use super::{Cell, Table};
use crate::Error;
use parquet::{
    basic::{Compression, GzipLevel, LogicalType, Repetition, Type as PhysicalType},
    data_type::{ByteArray, ByteArrayType, Int64Type},
    errors::ParquetError,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::types::Type,
};
use std::sync::Arc;

impl From<ParquetError> for Error {
    fn from(error: ParquetError) -> Error {
        Error::File(std::io::Error::other(error))
    }
}

/// A table as the bytes of a Parquet file.
pub fn write(table: &Table) -> Result<Vec<u8>, Error> {
    let compression = Compression::GZIP(GzipLevel::default());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut file = SerializedFileWriter::new(&mut bytes, schema(table)?, Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for (i, column) in table.columns.iter().enumerate() {
        let mut writer = group.next_column()?.expect("a column for each of the schema");
        let levels: Vec<i16> =
            table.rows.iter().map(|row| i16::from(row[i] != Cell::Empty)).collect();
        let cells = table.rows.iter().map(|row| &row[i]);
        if column.is_number {
            let numbers = cells.filter_map(|cell| match cell {
                Cell::Number(number) => Some(number.cast_signed()),
                _ => None,
            });
            let numbers: Vec<i64> = numbers.collect();
            writer.typed::<Int64Type>().write_batch(&numbers, Some(&levels), None)?;
        } else {
            let texts = cells.filter_map(|cell| match cell {
                Cell::Text(text) => Some(ByteArray::from(text.as_str())),
                _ => None,
            });
            let texts: Vec<ByteArray> = texts.collect();
            writer.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?;
        }
        writer.close()?;
    }
    group.close()?;
    file.close()?;
    Ok(bytes)
}

fn schema(table: &Table) -> Result<Arc<Type>, Error> {
    let mut fields = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let (physical, logical) = match column.is_number {
            true => (PhysicalType::INT64, None),
            false => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let field = Type::primitive_type_builder(column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(field));
    }
    Ok(Arc::new(Type::group_type_builder(table.name).with_fields(fields).build()?))
}
