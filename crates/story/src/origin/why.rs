//! Why two documents are, or are not, of one origin, in sentences with their words.

use super::{Basis, BasisKind, Derivation, Origin};
use crate::{Lineage, Story};
use document::Span;

/// Passages and words shown for one sign.
const SHOWN: usize = 3;

impl Story {
    /// The report of a document by its name, its path or the end of its path.
    pub fn report_named(&self, name: &str) -> Option<usize> {
        let is_end = |path: &str| path.strip_suffix(name).is_some_and(|rest| rest.ends_with('/'));
        self.reports.iter().position(|r| {
            let document = &r.document;
            document.name == name || document.path == name || is_end(&document.path)
        })
    }

    /// Says of two reports whether they are of one origin, and why: what shows where each comes
    /// from, and the passages in which they answer one another.
    pub fn why_documents(&self, a: usize, b: usize) -> Vec<String> {
        let origin = |i: usize| {
            let mut origins = self.origins.list.iter();
            origins.find(|o| o.reports.contains(&i)).expect("each report has an origin")
        };
        let (of_a, of_b) = (origin(a), origin(b));
        let name = |i: usize| self.reports[i].document.name.as_str();
        let one = std::ptr::eq(of_a, of_b);
        let verdict = match one {
            true => format!("of one origin: {}", called(of_a)),
            false => format!("of two origins: {} and {}", called(of_a), called(of_b)),
        };
        let mut lines =
            vec![format!("{} and {} are in one story and {verdict}.", name(a), name(b))];
        for i in [a, b] {
            let basis = origin(i).basis.iter().filter(|basis| basis.report == i);
            let before = lines.len();
            lines.extend(basis.map(|basis| self.why_basis(basis)));
            if lines.len() == before {
                lines.push(format!("{}: nothing shows where it comes from.", name(i)));
            }
            let also = self.origins.list.iter().filter(|o| o.also.contains(&i));
            let also: Vec<String> = also.map(called).collect();
            if !also.is_empty() {
                lines.push(format!("{}: has passages from {}.", name(i), also.join(", ")));
            }
        }
        let pair = |d: &&Derivation| [d.report, d.from] == [a, b] || [d.report, d.from] == [b, a];
        let between: Vec<&Derivation> = self.origins.derivations.iter().filter(pair).collect();
        lines.extend(between.iter().flat_map(|d| self.why_derived(d)));
        if between.is_empty() {
            lines.push("No passage of one was found in the other.".to_string());
        }
        lines
    }

    fn quoted(&self, span: Span) -> String {
        format!("“{}”", self.words(span).split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn why_basis(&self, basis: &Basis) -> String {
        let what = match basis.kind {
            BasisKind::Credit => "a line credits it",
            BasisKind::Copied => "it has the words of an earlier report",
            BasisKind::Rewritten => "it says sentence by sentence what an earlier report says",
            BasisKind::Told => "its sentences say through whom the news came",
            BasisKind::Own => "it shows reporters of its own",
            BasisKind::SharedFacts => {
                "it has the names and numbers of an earlier report, and hardly any others"
            }
        };
        let words: Vec<String> =
            basis.spans.iter().take(SHOWN).map(|span| self.quoted(*span)).collect();
        let words =
            if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) };
        format!("{}: {what}{words}.", self.reports[basis.report].document.name)
    }

    fn why_derived(&self, derivation: &Derivation) -> Vec<String> {
        let name = |i: usize| &self.reports[i].document.name;
        let order = match derivation.is_directed {
            true => "was made from",
            false => "shares passages with (which came first is unknown)",
        };
        let mut lines =
            vec![format!("{} {order} {}.", name(derivation.report), name(derivation.from))];
        let passages = derivation.passages.iter().take(SHOWN);
        lines.extend(
            passages.map(|(here, there)| {
                format!("  {} from {}", self.quoted(*here), self.quoted(*there))
            }),
        );
        lines
    }
}

fn called(origin: &Origin) -> String {
    match (&origin.publisher, origin.lineage) {
        (Some(publisher), Lineage::Known) => publisher.clone(),
        (Some(publisher), Lineage::Unknown) => format!("{publisher} (lineage unknown)"),
        (None, Lineage::Known) => "one without a publisher's name".to_string(),
        (None, Lineage::Unknown) => "one of unknown lineage".to_string(),
    }
}
