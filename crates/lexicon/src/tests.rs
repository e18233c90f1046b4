//! The files of the lexicon, read whole.

use super::*;
use document::{CreditForm, FurnitureReason, markup};

#[test]
fn every_file_loads_without_a_notice() {
    let lexicon = Lexicon::english();
    assert_eq!(lexicon.notices, []);
    assert!(lexicon.cues.values().flatten().count() > 300);
    assert!(lexicon.countries.iter().any(|c| c.iso3 == "FRA" && c.capital == "Paris"));
    assert_eq!(lexicon.months.get("january"), Some(&1));
}

#[test]
fn ids_are_unique_and_examples_are_well_formed() {
    let mut ids = HashSet::new();
    for &(name, content) in FILES {
        let (table, _) = Table::parse(name, content);
        for row in table.rows() {
            let id = row.get("id");
            assert!(id.is_empty() || ids.insert(id), "{name}: {id} twice");
            for column in ["example", "near_miss"] {
                let marked = row.get(column);
                let parsed = markup::parse(marked);
                assert!(parsed.is_ok(), "{name}: {id}: {marked}: {parsed:?}");
            }
        }
    }
}

#[test]
fn every_file_says_what_it_holds_and_where_it_is_from() {
    for (name, content) in FILES {
        let head: Vec<_> = content.lines().take_while(|l| l.starts_with('#')).collect();
        let head = head.join("\n");
        assert!(head.contains("origin:") && head.contains("licence:"), "{name}: {head}");
    }
}

#[test]
fn names_of_kinds_are_known() {
    let lexicon = Lexicon::english();
    for line in &lexicon.furniture {
        assert!(FurnitureReason::parse(line.reason).is_some(), "{}", line.id);
    }
    for credit in &lexicon.credits {
        assert!(CreditForm::parse(credit.kind).is_some(), "{}", credit.id);
    }
    for cue in lexicon.cues.values().flatten() {
        assert!(!cue.frames.is_empty(), "{} has no frame", cue.id);
    }
}
