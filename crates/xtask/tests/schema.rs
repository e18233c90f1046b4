//! `schema/` holds the schemas of today's dossier and of what two differ in. `UPDATE_SCHEMA=1` writes
//! them anew.

use std::fs;
use std::path::Path;

#[test]
fn the_published_schema_is_that_of_the_dossier() {
    for (name, schema) in
        [("dossier.json", dossier::schema()), ("diff.json", dossier::diff_schema())]
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema").join(name);
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            fs::write(&path, &schema).expect("schema/ can be written");
        }
        let published = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            published == schema,
            "schema/{name} is out of date: run UPDATE_SCHEMA=1 cargo test -p xtask --test schema"
        );
    }
}
