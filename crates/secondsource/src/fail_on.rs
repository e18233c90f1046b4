//! `secondsource brief --fail-on`: whether a record has what a caller wants to be stopped by.

use clap::ValueEnum;
use dossier::{Cite, ClaimRecord, DigestRecord, Dossier, page::count};
use std::fmt;

/// Most ids named of each kind.
const IDS_NAMED: usize = 12;

/// What a record may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum FailOn {
    /// Reports differ
    Conflict,
    /// A sentence of the digest has claims, and none of them has two independent origins that are
    /// known: each is of a single origin, or its lineage is unknown
    Unsupported,
    /// The day that was named for a commitment is past, and nothing tells what became of it
    Overdue,
}

impl FailOn {
    /// What it is called in the message.
    fn name(self, n: usize) -> String {
        match self {
            FailOn::Conflict => count(n, "conflict", "conflicts"),
            FailOn::Unsupported => count(n, "unsupported claim", "unsupported claims"),
            FailOn::Overdue => count(n, "overdue commitment", "overdue commitments"),
        }
    }
}

/// A record that has what it should not have.
#[derive(Debug)]
pub struct Matched(Vec<(FailOn, Vec<String>)>);

impl fmt::Display for Matched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |(wanted, ids): &(FailOn, Vec<String>)| {
            let named = ids[..ids.len().min(IDS_NAMED)].join(" ");
            let more = if ids.len() > IDS_NAMED { " …" } else { "" };
            format!("{}: {named}{more}", wanted.name(ids.len()))
        };
        let told: Vec<String> = self.0.iter().map(told).collect();
        write!(f, "--fail-on matched {}", told.join("; "))
    }
}

impl std::error::Error for Matched {}

/// Looks for what is wanted.
///
/// # Errors
/// [`Matched`] if there is any of it.
pub fn check(dossier: &Dossier, wanted: &[FailOn]) -> Result<(), Matched> {
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let found = wanted.into_iter().map(|wanted| (wanted, ids(dossier, wanted)));
    let found: Vec<_> = found.filter(|(_, ids)| !ids.is_empty()).collect();
    if found.is_empty() { Ok(()) } else { Err(Matched(found)) }
}

fn ids(dossier: &Dossier, wanted: FailOn) -> Vec<String> {
    match wanted {
        FailOn::Conflict => dossier.conflicts.iter().map(|c| c.id.clone()).collect(),
        FailOn::Overdue => {
            let overdue = dossier.commitments.iter().filter(|c| c.status == "overdue");
            overdue.map(|c| c.id.clone()).collect()
        }
        FailOn::Unsupported => {
            let lines = dossier.stories.iter().flat_map(|story| &story.digest);
            let mut ids: Vec<String> = Vec::new();
            for id in lines.flat_map(|line| unsupported(dossier, line)) {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            ids
        }
    }
}

/// The claims of a sentence, if none of them is corroborated; those that stand within another are
/// not named.
fn unsupported(dossier: &Dossier, line: &DigestRecord) -> Vec<String> {
    let holds = |claim: &Cite| {
        let within = |cite: &Cite| {
            cite.document == claim.document && cite.start <= claim.start && claim.end <= cite.end
        };
        line.evidence.iter().any(within)
    };
    let stands = |c: &&ClaimRecord| c.evidence.iter().any(holds);
    let claims: Vec<&ClaimRecord> = dossier.claims.iter().filter(stands).collect();
    if claims.iter().any(|c| c.status == "corroborated") {
        return Vec::new();
    }
    let outer = |c: &&&ClaimRecord| claims.iter().all(|other| c.within.as_ref() != Some(&other.id));
    claims.iter().filter(outer).map(|c| c.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dossier::CommitmentRecord;

    fn cite(start: usize, end: usize) -> Cite {
        Cite { document: "a".into(), start, end, exact: "words".into() }
    }

    fn claim(id: &str, status: &str, at: (usize, usize)) -> ClaimRecord {
        let evidence = vec![cite(at.0, at.1)];
        ClaimRecord { id: id.into(), status: status.into(), evidence, ..ClaimRecord::default() }
    }

    /// Two sentences of a digest: 0 to 20, 20 to 40.
    fn dossier(claims: Vec<ClaimRecord>) -> Dossier {
        let line = |at| DigestRecord { text: String::new(), origins: 1, evidence: vec![at] };
        let story = serde_json::json!({"id": "s", "title": "t", "documents": [],
            "digest": [line(cite(0, 20)), line(cite(20, 40))]});
        let stories = vec![serde_json::from_value(story).expect("a story")];
        Dossier { claims, stories, ..Dossier::default() }
    }

    fn said(dossier: &Dossier, wanted: &[FailOn]) -> Option<String> {
        check(dossier, wanted).err().map(|matched| matched.to_string())
    }

    #[test]
    fn a_sentence_of_the_digest_is_supported_by_one_corroborated_claim() {
        let mut part = claim("c:4", "single origin", (24, 28));
        part.within = Some("c:3".into());
        let claims = vec![
            claim("c:1", "corroborated", (0, 10)),
            claim("c:2", "single origin", (10, 20)),
            claim("c:3", "lineage unknown", (22, 30)),
            part,
            claim("c:5", "single origin", (50, 60)),
        ];
        let told = said(&dossier(claims), &[FailOn::Unsupported]);
        assert_eq!(told.as_deref(), Some("--fail-on matched 1 unsupported claim: c:3"));
        let supported = dossier(vec![claim("c:1", "corroborated", (0, 10))]);
        assert_eq!(said(&supported, &[FailOn::Unsupported]), None);
    }

    #[test]
    fn what_matched_is_told_by_kind_each_once() {
        let commitment = |id: &str, status: &str| -> CommitmentRecord {
            serde_json::from_value(serde_json::json!({"id": id, "class": "promise", "who": "",
                "what": "", "status": status, "likely": 1.0, "origins": 1, "speakers": [],
                "documents": [], "evidence": [], "follow_up": []}))
            .expect("a commitment")
        };
        let commitments = vec![commitment("p:1", "open"), commitment("p:2", "overdue")];
        let dossier = Dossier { commitments, ..Dossier::default() };
        let told = said(&dossier, &[FailOn::Overdue, FailOn::Conflict, FailOn::Overdue]);
        assert_eq!(told.as_deref(), Some("--fail-on matched 1 overdue commitment: p:2"));
    }
}
