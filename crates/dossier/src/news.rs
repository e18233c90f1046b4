//! What is new: beside an earlier record of the same pile, or since a day.

use crate::{Cite, Dossier, NewsRecord};
use std::collections::BTreeSet;

/// Adds what the dossier has and an earlier one had not: documents of other bytes; claims,
/// conflicts, commitments and happenings of which no passage stood in one of its kind.
pub fn since_run(dossier: &mut Dossier, before: &Dossier) {
    let known: BTreeSet<&str> = before.documents.iter().map(|d| d.sha256.as_str()).collect();
    let documents = dossier.documents.iter().filter(|d| !known.contains(d.sha256.as_str()));
    let documents: Vec<String> = documents.map(|d| d.id.clone()).collect();
    let news = NewsRecord {
        since: before.documents.iter().filter_map(|d| d.published.clone()).max(),
        claims: fresh(passages(dossier, Kind::Claim), passages(before, Kind::Claim)),
        conflicts: fresh(passages(dossier, Kind::Conflict), passages(before, Kind::Conflict)),
        commitments: fresh(passages(dossier, Kind::Promise), passages(before, Kind::Promise)),
        happenings: fresh(passages(dossier, Kind::Happening), passages(before, Kind::Happening)),
        documents,
    };
    dossier.news = Some(news);
}

/// Adds what only documents published on a day or later have (ISO 8601); an undated document is
/// not new.
pub fn since_day(dossier: &mut Dossier, day: &str) {
    let is_new = |published: &Option<String>| {
        published.as_ref().is_some_and(|p| {
            let length = p.len().min(day.len());
            p.get(..length) >= day.get(..length)
        })
    };
    let documents = dossier.documents.iter().filter(|d| is_new(&d.published));
    let documents: Vec<String> = documents.map(|d| d.id.clone()).collect();
    let new: BTreeSet<&str> = documents.iter().map(String::as_str).collect();
    let of = |kind: Kind, needs_all: bool| -> Vec<String> {
        let is = |c: &&Cite| new.contains(c.document.as_str());
        let told = |cites: &Vec<&Cite>| match needs_all {
            true => cites.iter().all(is),
            false => cites.iter().any(is),
        };
        let all = passages(dossier, kind).into_iter();
        all.filter(|(_, cites)| told(cites)).map(|(id, _)| id.to_string()).collect()
    };
    let news = NewsRecord {
        since: Some(day.to_string()),
        claims: of(Kind::Claim, true),
        conflicts: of(Kind::Conflict, false),
        commitments: of(Kind::Promise, true),
        happenings: of(Kind::Happening, true),
        documents,
    };
    dossier.news = Some(news);
}

/// The kinds of facts that can be new.
#[derive(Clone, Copy)]
enum Kind {
    Claim,
    Conflict,
    Promise,
    Happening,
}

type Passages<'d> = Vec<(&'d str, Vec<&'d Cite>)>;

fn passages(dossier: &Dossier, kind: Kind) -> Passages<'_> {
    match kind {
        Kind::Claim => {
            let all = dossier.claims.iter();
            all.map(|c| (c.id.as_str(), c.evidence.iter().collect())).collect()
        }
        Kind::Conflict => {
            let all = dossier.conflicts.iter();
            all.map(|c| {
                let cites = c.sides.iter().flat_map(|side| &side.evidence).collect();
                (c.id.as_str(), cites)
            })
            .collect()
        }
        Kind::Promise => {
            let all = dossier.commitments.iter();
            all.map(|c| (c.id.as_str(), c.evidence.iter().collect())).collect()
        }
        Kind::Happening => {
            let all = dossier.timeline.iter();
            all.map(|h| (h.id.as_str(), h.evidence.iter().collect())).collect()
        }
    }
}

/// The ids of those of which no passage was known.
fn fresh(now: Passages<'_>, before: Passages<'_>) -> Vec<String> {
    let key = |c: &&Cite| (c.document.clone(), c.start, c.end);
    let known: BTreeSet<_> = before.iter().flat_map(|(_, cites)| cites.iter().map(key)).collect();
    let is_new = |cites: &Vec<&Cite>| !cites.iter().any(|c| known.contains(&key(c)));
    now.into_iter().filter(|(_, cites)| is_new(cites)).map(|(id, _)| id.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClaimRecord, DocumentRecord};

    fn dossier(published: &[(&str, &str)]) -> Dossier {
        let mut dossier = Dossier::default();
        for (id, day) in published {
            let cite = Cite { document: (*id).into(), start: 0, end: 4, exact: "said".into() };
            dossier.claims.push(ClaimRecord {
                id: format!("claim:{id}"),
                origins: 1,
                documents: vec![(*id).into()],
                evidence: vec![cite],
                ..ClaimRecord::default()
            });
            dossier.documents.push(DocumentRecord {
                id: (*id).into(),
                sha256: (*id).into(),
                published: (!day.is_empty()).then(|| (*day).into()),
                ..DocumentRecord::default()
            });
        }
        dossier
    }

    #[test]
    fn what_an_earlier_run_had_is_not_new() {
        let before = dossier(&[("a", "2031-05-01")]);
        let mut now = dossier(&[("a", "2031-05-01"), ("b", "2031-05-03")]);
        since_run(&mut now, &before);
        let news = now.news.expect("compared");
        assert_eq!((news.documents, news.claims), (vec!["b".into()], vec!["claim:b".into()]));
        assert_eq!(news.since.as_deref(), Some("2031-05-01"));
    }

    #[test]
    fn an_undated_article_is_not_new_and_one_of_the_day_is() {
        let mut now = dossier(&[("a", "2031-05-01"), ("b", "2031-05-03T08:00"), ("c", "")]);
        since_day(&mut now, "2031-05-03");
        assert_eq!(now.news.expect("compared").documents, ["b"]);
    }
}
