//! Who is who: the spellings, roles and documents of an entity.

use dossier::{
    Dossier,
    page::{count, harmless},
};
use std::fmt::Write;

/// An entity of the record.
pub(super) fn explained(record: &Dossier, nth: usize) -> String {
    let entity = &record.entities[nth];
    let mut text = format!("{}   {}   {}\n", entity.id, entity.kind, harmless(&entity.name));
    for variant in &entity.variants {
        let _ = writeln!(
            text,
            "  “{}” {} in {}",
            harmless(&variant.text),
            count(variant.count, "time", "times"),
            harmless(&variant.documents.join(", "))
        );
    }
    for role in &entity.roles {
        for cite in &role.evidence {
            let place = format!("{} {}..{}", harmless(&cite.document), cite.start, cite.end);
            let _ = writeln!(text, "  role “{}” {place}", harmless(&role.title));
        }
    }
    text
}
