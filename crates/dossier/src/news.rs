//! What is new: beside an earlier record of the same pile, or since a day.

use crate::{
    Cite, DocumentRecord, Dossier, NewsRecord, OriginRecord,
    passages::{Kind, earlier, things},
};
use std::collections::BTreeSet;

/// Adds what the dossier has and an earlier one had not: documents of other bytes, and origins that
/// only these come from; claims, conflicts, commitments and happenings of which no passage stood in
/// one of its kind.
pub fn since_run(dossier: &mut Dossier, before: &Dossier) {
    let known: BTreeSet<&str> = before.documents.iter().map(|d| d.sha256.as_str()).collect();
    let of = |kind: Kind| fresh(dossier, before, kind);
    let documents = of_documents(dossier, |d| !known.contains(d.sha256.as_str()));
    let news = NewsRecord {
        since: before.documents.iter().filter_map(|d| d.published.clone()).max(),
        origins: origins(dossier, &documents),
        claims: of(Kind::Claim),
        conflicts: of(Kind::Conflict),
        commitments: of(Kind::Promise),
        happenings: of(Kind::Happening),
        documents,
    };
    dossier.news = Some(news);
}

/// Adds what only documents published on a day or later have (ISO 8601); an undated document is
/// not new.
pub fn since_day(dossier: &mut Dossier, day: &str) {
    let is_new = |document: &DocumentRecord| {
        document.published.as_ref().is_some_and(|p| {
            let length = p.len().min(day.len());
            p.get(..length) >= day.get(..length)
        })
    };
    dossier.news = Some(brought(dossier, Some(day.to_string()), is_new));
}

/// What only new documents have: origins, claims, commitments and happenings that all their
/// passages have from these, and conflicts that one has.
pub fn brought(
    dossier: &Dossier,
    since: Option<String>,
    is_new: impl Fn(&DocumentRecord) -> bool,
) -> NewsRecord {
    let documents = of_documents(dossier, is_new);
    let new: BTreeSet<&str> = documents.iter().map(String::as_str).collect();
    let of = |kind: Kind, needs_all: bool| -> Vec<String> {
        let is = |c: &Cite| new.contains(c.document.as_str());
        let all = things(dossier, kind).into_iter();
        let told = all.filter(|thing| match needs_all {
            true => thing.cites().all(is),
            false => thing.cites().any(is),
        });
        told.map(|thing| thing.id.to_string()).collect()
    };
    NewsRecord {
        since,
        origins: origins(dossier, &documents),
        claims: of(Kind::Claim, true),
        conflicts: of(Kind::Conflict, false),
        commitments: of(Kind::Promise, true),
        happenings: of(Kind::Happening, true),
        documents,
    }
}

fn of_documents(dossier: &Dossier, is_new: impl Fn(&DocumentRecord) -> bool) -> Vec<String> {
    dossier.documents.iter().filter(|d| is_new(d)).map(|d| d.id.clone()).collect()
}

/// The origins that documents come from as a whole, all of which are new.
fn origins(dossier: &Dossier, new: &[String]) -> Vec<String> {
    let is_new =
        |o: &&OriginRecord| !o.documents.is_empty() && o.documents.iter().all(|d| new.contains(d));
    dossier.origins.iter().filter(is_new).map(|o| o.id.clone()).collect()
}

impl NewsRecord {
    /// What of it is in the dossier of one story.
    pub fn of(&self, part: &Dossier) -> NewsRecord {
        let kept = |ids: &[String], own: BTreeSet<&str>| -> Vec<String> {
            ids.iter().filter(|id| own.contains(id.as_str())).cloned().collect()
        };
        let of = |kind: Kind| things(part, kind).into_iter().map(|thing| thing.id).collect();
        NewsRecord {
            since: self.since.clone(),
            documents: kept(
                &self.documents,
                part.documents.iter().map(|d| d.id.as_str()).collect(),
            ),
            origins: kept(&self.origins, part.origins.iter().map(|o| o.id.as_str()).collect()),
            claims: kept(&self.claims, of(Kind::Claim)),
            conflicts: kept(&self.conflicts, of(Kind::Conflict)),
            commitments: kept(&self.commitments, of(Kind::Promise)),
            happenings: kept(&self.happenings, of(Kind::Happening)),
        }
    }
}

/// The ids of those that an earlier record had not.
fn fresh(dossier: &Dossier, before: &Dossier, kind: Kind) -> Vec<String> {
    let all = things(dossier, kind).into_iter().zip(earlier(dossier, before, kind));
    all.filter(|(_, was)| was.is_empty()).map(|(thing, _)| thing.id.to_string()).collect()
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
    fn a_claim_in_words_that_stood_elsewhere_in_the_article_is_new() {
        let before = dossier(&[("a", "")]);
        let mut now = dossier(&[("a", ""), ("a", "")]);
        now.documents.truncate(1);
        now.claims[1].id = "claim:2".into();
        (now.claims[1].evidence[0].start, now.claims[1].evidence[0].end) = (30, 34);
        since_run(&mut now, &before);
        assert_eq!(now.news.expect("compared").claims, ["claim:2"]);
    }

    #[test]
    fn an_origin_is_new_if_no_earlier_article_comes_from_it() {
        let mut now = dossier(&[("a", "2031-05-01"), ("b", "2031-05-03"), ("c", "2031-05-04")]);
        let origin = |id: &str, documents: &[&str]| OriginRecord {
            id: id.into(),
            publisher: None,
            documents: documents.iter().map(|d| (*d).into()).collect(),
            also: Vec::new(),
            lineage: "known".into(),
            basis: Vec::new(),
        };
        now.origins = vec![origin("o:1", &["a", "b"]), origin("o:2", &["c"]), origin("o:3", &[])];
        since_day(&mut now, "2031-05-02");
        let news = now.news.clone().expect("compared");
        assert_eq!(news.origins, ["o:2"]);
        now.origins.truncate(1);
        assert!(news.of(&now).origins.is_empty());
    }

    #[test]
    fn an_undated_article_is_not_new_and_one_of_the_day_is() {
        let mut now = dossier(&[("a", "2031-05-01"), ("b", "2031-05-03T08:00"), ("c", "")]);
        since_day(&mut now, "2031-05-03");
        assert_eq!(now.news.expect("compared").documents, ["b"]);
    }
}
