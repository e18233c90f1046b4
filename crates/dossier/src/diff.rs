//! What two records of a pile differ in: what was gained, lost and changed.
//!
//! Things are the same by their ids, else by their passages, as what is new is found
//! ([`crate::news`]).

use crate::{
    Cite, ConflictRecord, DocumentRecord, Dossier, FORMAT_VERSION, MadeBy, Numbers,
    passages::{Kind, earlier, same_documents, things},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Letters of a hash that show that an article is another.
const HASH_CHARS: usize = 12;

/// What two records differ in.
#[derive(Clone, Debug, Default, Serialize, JsonSchema, PartialEq)]
pub struct DiffRecord {
    /// Version of the format.
    pub version: String,
    /// What made the earlier record, and what it counted.
    pub before: RunRecord,
    /// The same of the later one.
    pub after: RunRecord,
    /// Articles.
    pub documents: DifferencesRecord,
    /// Claims, with their origins and status.
    pub claims: DifferencesRecord,
    /// Conflicts, with their sides.
    pub conflicts: DifferencesRecord,
    /// Commitments, with their status and follow-ups.
    pub commitments: DifferencesRecord,
    /// Quotations, but those in doubt.
    pub quotations: DifferencesRecord,
    /// What happened when.
    pub timeline: DifferencesRecord,
    /// Persons, bodies, places and groups.
    pub entities: DifferencesRecord,
}

/// A record that is compared.
#[derive(Clone, Debug, Default, Serialize, JsonSchema, PartialEq)]
pub struct RunRecord {
    /// What made it.
    pub made_by: MadeBy,
    /// Its numbers line.
    pub numbers: Numbers,
}

/// What differs of one kind.
#[derive(Clone, Debug, Default, Serialize, JsonSchema, PartialEq)]
pub struct DifferencesRecord {
    /// What the later record has alone.
    pub gained: Vec<DifferenceRecord>,
    /// What the earlier record has alone; passages and ids are of that.
    pub lost: Vec<DifferenceRecord>,
    /// What both have, and tell otherwise.
    pub changed: Vec<DifferenceRecord>,
}

/// A thing that one record has alone, or that two tell otherwise.
#[derive(Clone, Debug, Default, Serialize, JsonSchema, PartialEq)]
pub struct DifferenceRecord {
    /// Its id.
    pub id: String,
    /// Its ids in the earlier record, where they are others: of several it was put together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Its words.
    pub text: String,
    /// Where they stand.
    pub evidence: Vec<Cite>,
    /// What of it changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangedRecord>,
}

/// A change.
#[derive(Clone, Debug, Default, Serialize, JsonSchema, PartialEq)]
pub struct ChangedRecord {
    /// The field that changed.
    pub what: &'static str,
    /// What the earlier record has; nothing if it was gained.
    pub before: Option<String>,
    /// What the later record has; nothing if it was lost.
    pub after: Option<String>,
}

impl DiffRecord {
    /// What differs, by kind, with the name of the kind.
    pub fn parts(&self) -> [(&'static str, &DifferencesRecord); 7] {
        // Names of fields (tidy: no words of a language).
        [
            ("articles", &self.documents),
            ("claims", &self.claims),
            ("conflicts", &self.conflicts),
            ("commitments", &self.commitments),
            ("quotations", &self.quotations),
            ("timeline", &self.timeline),
            ("names", &self.entities),
        ]
    }
}

impl DifferencesRecord {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty() && self.changed.is_empty()
    }
}

/// What a record has, lacks and tells otherwise than an earlier one.
pub fn diff(before: &Dossier, after: &Dossier) -> DiffRecord {
    let of = |kind: Kind| differences(before, after, kind);
    let run = |d: &Dossier| RunRecord { made_by: d.made_by.clone(), numbers: d.numbers.clone() };
    DiffRecord {
        version: FORMAT_VERSION.to_string(),
        before: run(before),
        after: run(after),
        documents: documents(before, after),
        claims: of(Kind::Claim),
        conflicts: of(Kind::Conflict),
        commitments: of(Kind::Promise),
        quotations: of(Kind::Quotation),
        timeline: of(Kind::Happening),
        entities: of(Kind::Entity),
    }
}

/// A thing as it is compared: its words and the values of its fields.
struct Told {
    text: String,
    fields: Vec<(&'static str, Vec<String>)>,
}

fn differences(before: &Dossier, after: &Dossier, kind: Kind) -> DifferencesRecord {
    let (old, new) = (things(before, kind), things(after, kind));
    let (old_told, new_told) = (told(before, kind), told(after, kind));
    let was = earlier(after, before, kind);
    let kept: BTreeSet<usize> = was.iter().flatten().copied().collect();
    let record = |id: &str, text: &str, cites: Vec<Cite>| DifferenceRecord {
        id: id.to_string(),
        text: text.to_string(),
        evidence: cites,
        ..DifferenceRecord::default()
    };
    // Of those that it was, the one of its id, else one that is no other's and is told most alike.
    let ids: BTreeSet<&str> = new.iter().map(|thing| thing.id).collect();
    let likest = |n: usize| {
        let apart = |i: usize| {
            let is_others = old[i].id != new[n].id && ids.contains(old[i].id);
            (old[i].id != new[n].id, is_others, changes(&old_told[i], &new_told[n]).len())
        };
        was[n].iter().copied().min_by_key(|&i| apart(i))
    };
    let likest: Vec<Option<usize>> = (0..new.len()).map(likest).collect();
    let taken: BTreeSet<usize> = likest.iter().flatten().copied().collect();
    let mut differences = DifferencesRecord::default();
    for (n, (thing, told)) in new.iter().zip(&new_told).enumerate() {
        let mut found = record(thing.id, &told.text, thing.cites().cloned().collect());
        let Some(likest) = likest[n] else {
            differences.gained.push(found);
            continue;
        };
        found.changes = changes(&old_told[likest], told);
        let joined = was[n].iter().filter(|i| **i == likest || !taken.contains(i));
        let ids: BTreeSet<&str> = joined.map(|&i| old[i].id).collect();
        if ids.len() > 1 || !found.changes.is_empty() && !ids.contains(thing.id) {
            found.was = ids.into_iter().map(String::from).collect();
        }
        if found.was.len() > 1 || !found.changes.is_empty() {
            differences.changed.push(found);
        }
    }
    let lost = old.iter().zip(&old_told).enumerate().filter(|(i, _)| !kept.contains(i));
    let lost = lost
        .map(|(_, (thing, told))| record(thing.id, &told.text, thing.cites().cloned().collect()));
    differences.lost = lost.collect();
    differences
}

/// By field what differs: one value that became another, or what was gained and lost of several.
fn changes(before: &Told, after: &Told) -> Vec<ChangedRecord> {
    let mut changes = Vec::new();
    for ((what, old), (_, new)) in before.fields.iter().zip(&after.fields) {
        let (had, has): (BTreeSet<&String>, BTreeSet<&String>) =
            (old.iter().collect(), new.iter().collect());
        let lost: Vec<&String> = old.iter().filter(|value| !has.contains(value)).collect();
        let gained: Vec<&String> = new.iter().filter(|value| !had.contains(value)).collect();
        let change = |before: Option<&String>, after: Option<&String>| ChangedRecord {
            what,
            before: before.cloned(),
            after: after.cloned(),
        };
        if lost.len() <= 1 && gained.len() <= 1 {
            let (lost, gained) = (lost.first().copied(), gained.first().copied());
            changes.extend((lost != gained).then(|| change(lost, gained)));
        } else {
            changes.extend(lost.into_iter().map(|value| change(Some(value), None)));
            changes.extend(gained.into_iter().map(|value| change(None, Some(value))));
        }
    }
    changes
}

/// The things of a kind as they are compared, in the order of [`things`].
fn told(dossier: &Dossier, kind: Kind) -> Vec<Told> {
    fn given(value: &Option<String>) -> Vec<String> {
        value.iter().cloned().collect()
    }
    match kind {
        Kind::Claim => {
            let told = |c: &crate::ClaimRecord| Told {
                text: c.text.clone(),
                fields: vec![
                    ("text", vec![c.text.clone()]),
                    ("origins", vec![c.origins.to_string()]),
                    ("status", vec![c.status.clone()]),
                    ("speakers", c.speakers.clone()),
                ],
            };
            dossier.claims.iter().map(told).collect()
        }
        Kind::Conflict => dossier.conflicts.iter().map(conflict).collect(),
        Kind::Promise => {
            let told = |c: &crate::CommitmentRecord| {
                let sure = c.follow_up.iter().filter(|f| f.sure);
                Told {
                    text: named(&c.who, &c.what),
                    fields: vec![
                        ("status", vec![c.status.clone()]),
                        ("follow_up", sure.map(|f| f.text.clone()).collect()),
                        ("who", vec![c.who.clone()]),
                        ("what", vec![c.what.clone()]),
                        ("by_when", given(&c.by_when)),
                        ("class", vec![c.class.clone()]),
                        ("origins", vec![c.origins.to_string()]),
                    ],
                }
            };
            dossier.commitments.iter().map(told).collect()
        }
        Kind::Quotation => {
            let told = |q: &crate::QuotationRecord| {
                let speaker = q.speaker.as_ref().map(|s| s.text.clone());
                Told {
                    text: named(speaker.as_deref().unwrap_or_default(), q.told()),
                    fields: vec![
                        ("speaker", given(&speaker)),
                        ("kind", vec![q.kind.clone()]),
                        ("via", q.via.iter().map(|via| via.text.clone()).collect()),
                    ],
                }
            };
            dossier.quotations.iter().filter(|q| !q.is_doubtful()).map(told).collect()
        }
        Kind::Happening => {
            let told = |h: &crate::TimelineRecord| Told {
                text: [h.when.told(), h.what.clone()].join(" · "),
                fields: vec![
                    ("when", vec![h.when.value.clone()]),
                    ("what", vec![h.what.clone()]),
                    ("realis", vec![h.realis.clone()]),
                    ("origins", vec![h.origins.to_string()]),
                ],
            };
            dossier.timeline.iter().map(told).collect()
        }
        Kind::Entity => {
            let told = |e: &crate::EntityRecord| Told {
                text: e.name.clone(),
                fields: vec![
                    ("name", vec![e.name.clone()]),
                    ("kind", vec![e.kind.clone()]),
                    ("variants", e.variants.iter().map(|v| v.text.clone()).collect()),
                    ("roles", e.roles.iter().map(|role| role.title.clone()).collect()),
                ],
            };
            dossier.entities.iter().map(told).collect()
        }
    }
}

fn conflict(conflict: &ConflictRecord) -> Told {
    let sides: Vec<String> = conflict.sides.iter().map(|side| side.text.clone()).collect();
    Told {
        text: named(conflict.heading(), &sides.join(" / ")),
        fields: vec![("kind", vec![conflict.kind.clone()]), ("sides", sides)],
    }
}

fn named(who: &str, words: &str) -> String {
    if who.is_empty() { words.to_string() } else { format!("{who}: {words}") }
}

/// What became of the articles, as [`same_documents`] has them.
fn documents(before: &Dossier, after: &Dossier) -> DifferencesRecord {
    let record = |d: &DocumentRecord| DifferenceRecord {
        id: d.id.clone(),
        text: d.headline(),
        ..DifferenceRecord::default()
    };
    let told = |d: &DocumentRecord| {
        let given = |value: &Option<String>| value.iter().cloned().collect();
        let characters = d.text.chars().count().to_string();
        let hash = d.sha256.chars().take(HASH_CHARS).collect();
        let fields = vec![
            ("sha256", vec![hash]),
            ("characters", vec![characters]),
            ("title", given(&d.title)),
            ("publisher", given(&d.publisher)),
            ("published", given(&d.published)),
        ];
        Told { text: String::new(), fields }
    };
    let mut differences = DifferencesRecord::default();
    let was = same_documents(after, before);
    for (document, &was) in after.documents.iter().zip(&was) {
        let Some(earlier) = was.map(|i| &before.documents[i]) else {
            differences.gained.push(record(document));
            continue;
        };
        let changes = changes(&told(earlier), &told(document));
        if !changes.is_empty() {
            differences.changed.push(DifferenceRecord { changes, ..record(document) });
        }
    }
    let kept: BTreeSet<usize> = was.into_iter().flatten().collect();
    let lost = before.documents.iter().enumerate().filter(|(i, _)| !kept.contains(i));
    let lost = lost.map(|(_, document)| document);
    differences.lost = lost.map(record).collect();
    differences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClaimRecord, CommitmentRecord, QuotationRecord, SideRecord};

    fn cite(document: &str, exact: &str) -> Cite {
        Cite { document: document.into(), start: 0, end: 4, exact: exact.into() }
    }

    fn claim(id: &str, origins: usize, evidence: &[(&str, &str)]) -> ClaimRecord {
        ClaimRecord {
            id: id.into(),
            text: "The dam leaks".into(),
            status: "single origin".into(),
            origins,
            evidence: evidence.iter().map(|(document, exact)| cite(document, exact)).collect(),
            ..ClaimRecord::default()
        }
    }

    fn conflict(id: &str, sides: &[&str]) -> ConflictRecord {
        let side = |words: &&str| SideRecord {
            text: (*words).into(),
            documents: Vec::new(),
            publishers: Vec::new(),
            speakers: Vec::new(),
            origins: 1,
            evidence: vec![cite("a", words)],
        };
        let sides = sides.iter().map(side).collect();
        ConflictRecord { id: id.into(), kind: "number".into(), likely: 1.0, sides }
    }

    fn of(list: &[DifferenceRecord]) -> Vec<&str> {
        list.iter().map(|thing| thing.id.as_str()).collect()
    }

    #[test]
    fn a_claim_with_a_known_passage_is_the_same_under_another_id() {
        let before = Dossier {
            claims: vec![
                claim("c:1", 1, &[("a", "it leaks")]),
                claim("c:2", 1, &[("b", "a leak")]),
                claim("c:3", 1, &[("b", "dry")]),
            ],
            ..Dossier::default()
        };
        let after = Dossier {
            claims: vec![
                claim("c:9", 2, &[("a", "it leaks"), ("b", "a leak")]),
                claim("c:4", 1, &[("c", "wet")]),
            ],
            ..Dossier::default()
        };
        let claims = diff(&before, &after).claims;
        assert_eq!((of(&claims.gained), of(&claims.lost)), (vec!["c:4"], vec!["c:3"]));
        let changed = &claims.changed[0];
        assert_eq!(
            (changed.id.as_str(), &changed.was[..]),
            ("c:9", &["c:1".into(), "c:2".into()][..])
        );
        let change = |c: &ChangedRecord| (c.what, c.before.clone(), c.after.clone());
        let origins = ("origins", Some("1".to_string()), Some("2".to_string()));
        assert_eq!(changed.changes.iter().map(change).collect::<Vec<_>>(), [origins]);
    }

    #[test]
    fn of_two_claims_of_one_sentence_each_stays_what_it_was() {
        let said = |id: &str, text: &str| ClaimRecord {
            text: text.into(),
            ..claim(id, 1, &[("a", "it leaks and they know")])
        };
        let of = |claims: [ClaimRecord; 2]| Dossier { claims: claims.into(), ..Dossier::default() };
        let before = of([said("c:1", "it leaks"), said("c:2", "they know")]);
        assert!(diff(&before, &before).claims.is_empty());
        let after = of([said("c:8", "they know"), said("c:9", "it leaks")]);
        assert!(diff(&before, &after).claims.is_empty());
    }

    #[test]
    fn a_conflict_that_shares_one_side_with_another_is_a_new_one() {
        let before =
            Dossier { conflicts: vec![conflict("k:1", &["ten", "six"])], ..Dossier::default() };
        let after = Dossier {
            conflicts: vec![
                conflict("k:2", &["ten", "six", "two"]),
                conflict("k:3", &["ten", "one"]),
            ],
            ..Dossier::default()
        };
        let conflicts = diff(&before, &after).conflicts;
        assert_eq!((of(&conflicts.gained), of(&conflicts.lost)), (vec!["k:3"], vec![]));
        let change = &conflicts.changed[0].changes[0];
        assert_eq!((change.what, change.after.as_deref()), ("sides", Some("two")));
    }

    #[test]
    fn an_article_whose_id_gave_way_to_another_of_its_name_is_the_same() {
        let document = |id: &str, text: &str| DocumentRecord {
            id: id.into(),
            sha256: text.into(),
            text: text.into(),
            ..DocumentRecord::default()
        };
        let before = Dossier {
            documents: vec![document("x", "one"), document("y", "old")],
            claims: vec![claim("c:1", 1, &[("x", "one")])],
            ..Dossier::default()
        };
        let after = Dossier {
            documents: vec![document("x#1", "one"), document("x#2", "two"), document("y", "new")],
            claims: vec![claim("c:2", 1, &[("x#1", "one")])],
            ..Dossier::default()
        };
        let found = diff(&before, &after);
        assert_eq!(
            (of(&found.documents.gained), of(&found.documents.changed)),
            (vec!["x#2"], vec!["y"])
        );
        assert!(found.claims.is_empty() && found.documents.lost.is_empty());
    }

    #[test]
    fn an_earlier_article_is_one_later_article_by_its_text_first() {
        let document = |id: &str, text: &str| DocumentRecord {
            id: id.into(),
            sha256: text.into(),
            text: text.into(),
            ..DocumentRecord::default()
        };
        let of = |documents: &[DocumentRecord]| Dossier {
            documents: documents.to_vec(),
            ..Dossier::default()
        };
        let before = of(&[document("x", "one")]);
        let after = of(&[document("x", "two"), document("y", "one")]);
        let found = diff(&before, &after).documents;
        assert_eq!(of_ids(&found), (vec!["x"], vec![], vec![]));
        let copies = of(&[document("x#1", "one"), document("x#2", "one")]);
        let found = diff(&before, &copies).documents;
        assert_eq!(of_ids(&found), (vec!["x#2"], vec![], vec![]));
        assert_eq!(of_ids(&diff(&copies, &before).documents), (vec![], vec!["x#2"], vec![]));
    }

    fn of_ids(found: &DifferencesRecord) -> (Vec<&str>, Vec<&str>, Vec<&str>) {
        (of(&found.gained), of(&found.lost), of(&found.changed))
    }

    fn said(id: &str, start: usize, speaker: &str) -> QuotationRecord {
        QuotationRecord {
            id: id.into(),
            document: "a".into(),
            content: Cite { start, end: start + 5, ..cite("a", "we go") },
            speaker: Some(crate::SpeakerRecord { text: speaker.into(), ..Default::default() }),
            ..QuotationRecord::default()
        }
    }

    fn speaking(text: &str, quotations: Vec<QuotationRecord>) -> Dossier {
        let document =
            DocumentRecord { id: "a".into(), text: text.into(), ..DocumentRecord::default() };
        Dossier { documents: vec![document], quotations, ..Dossier::default() }
    }

    #[test]
    fn the_same_words_said_again_in_an_article_are_another_quotation() {
        let once = speaking("one", vec![said("q:1", 0, "Ada")]);
        let twice = speaking("one", vec![said("q:8", 0, "Ada"), said("q:9", 90, "Ada")]);
        assert_eq!(of_ids(&diff(&once, &twice).quotations), (vec!["q:9"], vec![], vec![]));
        assert_eq!(of_ids(&diff(&twice, &once).quotations), (vec![], vec!["q:9"], vec![]));
        // Of an article that was written anew each saying is one of the same speaker, in order.
        let anew = speaking(
            "two",
            vec![said("q:5", 7, "Bo"), said("q:6", 40, "Ada"), said("q:7", 99, "Ada")],
        );
        assert_eq!(of_ids(&diff(&once, &anew).quotations), (vec!["q:5", "q:7"], vec![], vec![]));
        assert_eq!(of_ids(&diff(&twice, &anew).quotations), (vec!["q:5"], vec![], vec![]));
        // One whose speaker is another now is the same one.
        let other = speaking("two", vec![said("q:5", 7, "Bo")]);
        assert_eq!(of_ids(&diff(&once, &other).quotations), (vec![], vec![], vec!["q:5"]));
    }

    #[test]
    fn many_things_on_one_passage_are_compared_one_by_one() {
        let many = |ids: std::ops::Range<usize>, start: usize| {
            let all = ids.map(|i| said(&format!("q:{i}"), start, "Ada")).collect();
            speaking("one", all)
        };
        let (before, after) = (many(0..50_000, 3), many(50_000..100_001, 3));
        let found = diff(&before, &after).quotations;
        assert_eq!(of_ids(&found), (vec!["q:100000"], vec![], vec![]));
    }

    #[test]
    fn an_article_whose_day_is_estimated_from_words_is_listed() {
        let window = serde_json::json!({"earliest": null, "latest": null, "estimated": true,
            "signs": ["told as past"], "evidence": [cite("x", "on Monday")]});
        let document = DocumentRecord {
            id: "x".into(),
            window: Some(serde_json::from_value(window).expect("a window")),
            ..DocumentRecord::default()
        };
        let (before, after) =
            (Dossier::default(), Dossier { documents: vec![document], ..Dossier::default() });
        let format = crate::page::Format::Markdown;
        let page = crate::page::print_diff(&diff(&before, &after), &before, &after, format);
        assert!(page.contains("## articles: 1 gained, 0 lost, 0 changed"), "{page}");
        assert!(page.contains("## Articles of the later") && page.contains("[1 ¶0]"), "{page}");
    }

    #[test]
    fn a_record_that_cites_what_it_has_not_is_shown_harmlessly() {
        let claims = vec![claim("c:\u{1b}[2J", 1, &[("nowhere", "wet")])];
        let (before, after) = (Dossier::default(), Dossier { claims, ..Dossier::default() });
        let format = crate::page::Format::Terminal { color: false, way: None };
        for (a, b) in [(&before, &after), (&after, &before)] {
            let page = crate::page::print_diff(&diff(a, b), a, b, format);
            assert!(page.contains("[1 ¶0]") && !page.contains('\u{1b}'), "{page}");
        }
    }

    #[test]
    fn the_status_of_a_commitment_and_its_follow_up_are_told() {
        let commitment = |status: &str, follow_up: &[&str]| -> CommitmentRecord {
            let told = |words: &&str| {
                serde_json::json!({"text": words, "kind": "done", "sure": true, "document": "b",
                    "evidence": []})
            };
            let follow_up: Vec<_> = follow_up.iter().map(told).collect();
            serde_json::from_value(serde_json::json!({"id": "p:1", "class": "promise",
                "who": "Norrin", "what": "free them", "status": status, "likely": 1.0,
                "origins": 1, "speakers": [], "documents": [], "evidence": [],
                "follow_up": follow_up}))
            .expect("a commitment")
        };
        let of = |c| Dossier { commitments: vec![c], ..Dossier::default() };
        let (before, after) =
            (of(commitment("open", &[])), of(commitment("reported done", &["freed"])));
        let page = crate::page::print_diff(
            &diff(&before, &after),
            &before,
            &after,
            crate::page::Format::Terminal { color: false, way: None },
        );
        assert!(page.contains("COMMITMENTS: 0 GAINED, 0 LOST, 1 CHANGED"), "{page}");
        assert!(page.contains("– status: open → reported done\n      – follow up gained: freed"));
    }
}
