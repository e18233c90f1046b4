//! Why two reports are, or are not, of one origin: [`Story::why_origins`].

use super::{Basis, BasisKind, Derivation, Origin};
use crate::why::Reason;
use crate::{Lineage, Story};
use document::Span;

impl Story {
    /// Says of two reports whether they are of one origin, and why: what shows where each comes
    /// from, and the passages in which they answer one another. The verdict comes first.
    pub fn why_origins(&self, a: usize, b: usize) -> (bool, Vec<Reason>) {
        let origin = |i: usize| {
            let mut origins = self.origins.list.iter();
            origins.find(|o| o.reports.contains(&i)).expect("each report has an origin")
        };
        let (of_a, of_b) = (origin(a), origin(b));
        let one = std::ptr::eq(of_a, of_b);
        let verdict = match one {
            true => format!("They are of one origin: {}.", called(of_a)),
            false => format!("They are of two origins: {} and {}.", called(of_a), called(of_b)),
        };
        let mut reasons = vec![Reason::new("origin", verdict)];
        for i in [a, b] {
            let basis = origin(i).basis.iter().filter(|basis| basis.report == i);
            let before = reasons.len();
            reasons.extend(basis.map(|basis| self.why_basis(basis)));
            if reasons.len() == before {
                let text = format!("{}: nothing shows where it comes from.", self.name(i));
                reasons.push(Reason::new("nothing", text));
            }
            let also = self.origins.list.iter().filter(|o| o.also.contains(&i));
            let also: Vec<String> = also.map(called).collect();
            if !also.is_empty() {
                let text = format!("{}: has passages from {}.", self.name(i), also.join(", "));
                reasons.push(Reason::new("passages", text));
            }
        }
        let pair = |d: &&Derivation| [d.report, d.from] == [a, b] || [d.report, d.from] == [b, a];
        let mut between = self.origins.derivations.iter().filter(pair).peekable();
        if between.peek().is_none() {
            let text = "No passage of one was found in the other.".to_string();
            reasons.push(Reason::new("no-passage", text));
        }
        reasons.extend(between.map(|d| self.why_derived(d, a)));
        (one, reasons)
    }

    fn name(&self, report: usize) -> &str {
        &self.reports[report].document.name
    }

    fn why_basis(&self, basis: &Basis) -> Reason {
        let what = match basis.kind {
            BasisKind::Credit => "a line credits it",
            BasisKind::Copied => "it has the words of an earlier report",
            BasisKind::Rewritten => "it says sentence by sentence what an earlier report says",
            BasisKind::Told => "its sentences say through whom the news came",
            BasisKind::Own => "it shows reporters of its own",
            BasisKind::SharedFacts => {
                "it has the names and numbers of an earlier report, and hardly any others"
            }
            BasisKind::Reader => "a reader says from which report it was made",
        };
        let text = format!("{}: {what}.", self.name(basis.report));
        Reason { spans: basis.spans.clone(), ..Reason::new(basis.kind.as_str(), text) }
    }

    /// A step between two reports, with the passages of `first` before those of the other.
    fn why_derived(&self, derivation: &Derivation, first: usize) -> Reason {
        let order = match derivation.is_directed {
            true => "was made from",
            false => "shares passages with (which came first is unknown)",
        };
        let (report, from) = (self.name(derivation.report), self.name(derivation.from));
        let text = format!("{report} {order} {from}.");
        let in_order =
            |(x, y): &(Span, Span)| if derivation.report == first { (*x, *y) } else { (*y, *x) };
        let pairs = derivation.passages.iter().map(in_order).collect();
        Reason { pairs, ..Reason::new(derivation.kind.as_str(), text) }
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
