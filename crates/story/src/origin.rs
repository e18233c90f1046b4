//! [`Origin`]s: first-hand accounts, as far as the reports' own credits tell.
//!
//! A report that credits another publisher belongs to that publisher's origin. Reports that are
//! the same to the letter are one. A report that credits nobody has an unknown lineage: it may be
//! first-hand, or a copy that hides it.

use crate::Report;
use document::{CreditForm, Evidence, Span};
use lexicon::{Lexicon, fold};
use std::collections::BTreeMap;

/// Whether it is known where a report comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lineage {
    /// The report says so.
    Known,
    /// Nothing in the report says so.
    Unknown,
}

/// What an origin rests on.
#[derive(Clone, Debug)]
pub struct Basis {
    /// The kind of sign.
    pub kind: BasisKind,
    /// The words.
    pub evidence: Evidence,
}

/// The kinds of signs of a common origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BasisKind {
    /// A line that credits the publisher.
    Credit,
    /// The same text.
    SameText,
}

/// An account that others repeat, or that stands alone.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The publisher credited, if any.
    pub publisher: Option<String>,
    /// The reports that come from it.
    pub reports: Vec<usize>,
    /// Whether the reports say so.
    pub lineage: Lineage,
    /// What shows it.
    pub basis: Vec<Basis>,
}

/// The origins of the reports, by their credits and by identical texts.
pub(crate) fn by_credit(reports: &[Report], lexicon: &Lexicon) -> Vec<Origin> {
    let mut origins: BTreeMap<String, Origin> = BTreeMap::new();
    for (i, report) in reports.iter().enumerate() {
        let credit = credited(report, lexicon);
        let text = words(report);
        let key = match &credit {
            Some((publisher, _)) => format!("publisher {}", fold(publisher)),
            None => format!("text {text}"),
        };
        let origin = origins.entry(key).or_insert_with(|| Origin {
            publisher: credit.as_ref().map(|(name, _)| name.clone()),
            reports: Vec::new(),
            lineage: if credit.is_some() { Lineage::Known } else { Lineage::Unknown },
            basis: Vec::new(),
        });
        origin.reports.push(i);
        if let Some((_, span)) = credit {
            origin.basis.push(Basis { kind: BasisKind::Credit, evidence: span.into() });
        } else if origin.reports.len() > 1 {
            let whole = report.document.text.trimmed_span(0..report.document.text.as_str().len());
            origin.basis.extend(
                whole.map(|span| Basis { kind: BasisKind::SameText, evidence: span.into() }),
            );
        }
    }
    let mut origins: Vec<Origin> = origins.into_values().collect();
    origins.sort_by_key(|o| (o.lineage, o.reports.clone()));
    origins
}

/// The publisher that a report credits for its text, and where it does. A line that points to the
/// full text weighs more than an agency's mark; pictures do not count.
fn credited(report: &Report, lexicon: &Lexicon) -> Option<(String, Span)> {
    let weight = |form: CreditForm| match form {
        CreditForm::ReadAt => 4,
        CreditForm::Release => 3,
        CreditForm::Dateline => 2,
        CreditForm::Agency => 1,
        CreditForm::Byline | CreditForm::Picture | CreditForm::Translated => 0,
    };
    let credits = report.document.credits.iter();
    credits
        .filter(|c| weight(c.value.form) > 0)
        .filter_map(|c| Some((weight(c.value.form), c.value.publishers.first()?, c)))
        .max_by_key(|(weight, span, _)| (*weight, std::cmp::Reverse(**span)))
        .map(|(_, publisher, credit)| {
            let name = report.document.text.words(*publisher);
            let known = lexicon.publisher(name).map_or(name, |p| p.name);
            (known.to_string(), credit.evidence.first())
        })
}

/// A report's words without regard to case, punctuation and furniture.
fn words(report: &Report) -> String {
    let paragraphs = report.document.paragraphs().map(|s| report.document.text.words(s));
    let mut words = String::new();
    for word in paragraphs.flat_map(|p| p.split(|c: char| !c.is_alphanumeric())) {
        if !word.is_empty() {
            words.push_str(&word.to_lowercase());
            words.push(' ');
        }
    }
    words
}
