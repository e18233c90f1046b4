//! The JSON Schemas of what is written for programs.

use crate::{DiffRecord, Dossier};
use schemars::{Schema, generate::SchemaSettings, schema_for};

/// The JSON Schema of the dossier.
pub fn schema() -> String {
    printed(&schema_for!(Dossier))
}

/// The JSON Schema of what two dossiers differ in, which is written and never read.
pub fn diff_schema() -> String {
    let written = SchemaSettings::draft2020_12().for_serialize();
    printed(&written.into_generator().into_root_schema_for::<DiffRecord>())
}

fn printed(schema: &Schema) -> String {
    let mut text = serde_json::to_string_pretty(schema).expect("a schema is JSON");
    text.push('\n');
    text
}
