//! `schema/dossier.json` is the schema of today's dossier. `UPDATE_SCHEMA=1` writes it anew.

use std::fs;
use std::path::Path;

#[test]
fn the_published_schema_is_that_of_the_dossier() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/dossier.json");
    let schema = dossier::schema();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &schema).expect("schema/ can be written");
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == schema,
        "schema/dossier.json is out of date: run UPDATE_SCHEMA=1 cargo test -p xtask --test schema"
    );
}
