//! Why two reports are, or are not, of one origin: [`Story::why_origins`]; why reports are one
//! ([`Story::why_origin`]), and to which ones passages count ([`Story::why_counted`]).

use super::{Basis, BasisKind, Derivation, Origin, Rest};
use crate::why::Reason;
use crate::{Lineage, Story};
use document::Span;
use std::collections::BTreeSet;

impl Story {
    /// Says of two reports whether they are of one origin, and why: what shows where each comes
    /// from, and the passages in which they answer one another. The verdict comes first.
    pub fn why_origins(&self, a: usize, b: usize) -> (bool, Vec<Reason>) {
        let (of_a, of_b) = (self.origin_of(a), self.origin_of(b));
        let one = std::ptr::eq(of_a, of_b);
        let verdict = match one {
            true => format!("They are of one origin: {}.", called(of_a)),
            false => format!("They are of two origins: {} and {}.", called(of_a), called(of_b)),
        };
        let mut reasons = vec![Reason::new("origin", verdict)];
        reasons.extend([a, b].into_iter().flat_map(|i| self.why_from(i)));
        let pair = |d: &&Derivation| [d.report, d.from] == [a, b] || [d.report, d.from] == [b, a];
        let mut between = self.origins.derivations.iter().filter(pair).peekable();
        let denied = self.origins.denied.iter().any(|&tie| tie == (a, b) || tie == (b, a));
        if denied {
            let text = "A reader says that neither was made from the other (corrections), and \
                what they share does not count.";
            reasons.push(Reason::new("reader", text.to_string()));
        } else if between.peek().is_none() {
            let text = "No passage of one was found in the other.".to_string();
            reasons.push(Reason::new("no-passage", text));
        }
        reasons.extend(between.map(|d| self.why_derived(d, a)));
        (one, reasons)
    }

    fn origin_of(&self, report: usize) -> &Origin {
        let mut origins = self.origins.list.iter();
        origins.find(|o| o.reports.contains(&report)).expect("each report has an origin")
    }

    /// What shows where a report comes from.
    fn why_from(&self, report: usize) -> Vec<Reason> {
        let basis = self.origin_of(report).basis.iter().filter(|basis| basis.report == report);
        let mut reasons: Vec<Reason> = basis.map(|basis| self.why_basis(basis)).collect();
        if reasons.is_empty() {
            let text = format!("{}: nothing shows where it comes from.", self.name(report));
            reasons.push(Reason::new("nothing", text));
        }
        let also = self.origins.list.iter().filter(|o| o.also.contains(&report));
        let also: Vec<String> = also.map(called).collect();
        if !also.is_empty() {
            let text = format!("{}: has passages from {}.", self.name(report), also.join(", "));
            reasons.push(Reason::new("passages", text));
        }
        reasons
    }

    /// Says of passages to which origins each counts, and why: by its own words, or by its report.
    pub fn why_counted(&self, passages: &[Span]) -> Vec<Reason> {
        let count = self.origins.count(passages);
        let mut reasons = vec![self.counted(count.origins.iter().copied())];
        let rests = |passage: &Span| self.origins.rests(*passage).iter();
        let any_shown = passages.iter().flat_map(rests).any(|rest| rest.is_shown);
        let mut reports = BTreeSet::new();
        for passage in passages {
            let Some(report) = self.report_of(passage.doc()) else { continue };
            reports.insert(report);
            for rest in rests(passage) {
                let origins = rest.origins.iter().filter(|o| count.origins.contains(o));
                let origins = origins.map(|&o| called(&self.origins.list[o]));
                let origins = origins.collect::<Vec<_>>().join(", ");
                let name = self.name(report);
                let text = match self.why_rest(report, rest) {
                    Some(_) if origins.is_empty() => format!(
                        "{name}: a passage names another house too, but a report is one account."
                    ),
                    Some(why) => format!("{name}: a passage counts to {origins}: {why}."),
                    None if any_shown => format!(
                        "{name}: a passage says nothing of where it is from, so it adds no origin."
                    ),
                    None => format!("{name}: a passage counts to {origins}, as its report does."),
                };
                let spans =
                    rest.shown.filter(|_| rest.is_shown && !rest.is_taken).into_iter().collect();
                if !reasons.iter().any(|known| known.text == text && known.spans == spans) {
                    reasons.push(Reason { spans, ..Reason::new("passage", text) });
                }
            }
        }
        reasons.extend(reports.into_iter().flat_map(|report| self.why_from(report)));
        reasons
    }

    /// Why a sentence counts to its origins; `None` if nothing but its report says so.
    fn why_rest(&self, report: usize, rest: &Rest) -> Option<&'static str> {
        match (rest.is_shown, rest.shown.filter(|_| !rest.is_taken)) {
            (false, _) => None,
            (true, Some(_)) => Some("its sentence, or one before it, says through whom it came"),
            (true, None) if self.origins.is_own(report) && !rest.is_taken => {
                Some("its report has words of own reporters, or quotations that no earlier one has")
            }
            (true, None) => Some("a sentence of another report says most of it"),
        }
    }

    /// Says of whole reports to which origins they count, and why.
    pub fn why_reports(&self, reports: &BTreeSet<usize>) -> Vec<Reason> {
        let origins = self.origins.list.iter().enumerate();
        let behind = origins.filter(|(_, o)| o.reports.iter().any(|r| reports.contains(r)));
        let mut reasons = vec![self.counted(behind.map(|(o, _)| o))];
        let text = "Whole reports count: one in its own words may rest on another's account.";
        reasons.push(Reason::new("whole", text.to_string()));
        reasons.extend(reports.iter().flat_map(|&report| self.why_from(report)));
        reasons
    }

    fn counted(&self, origins: impl Iterator<Item = usize>) -> Reason {
        let names: Vec<String> = origins.map(|o| called(&self.origins.list[o])).collect();
        let what = if names.len() == 1 { "origin" } else { "origins" };
        Reason::new("origins", format!("{} {what}: {}.", names.len(), names.join(", ")))
    }

    /// Why reports are one origin: what shows where each comes from, and the passages in which
    /// those made from others answer them.
    pub fn why_origin(&self, origin: &Origin) -> Vec<Reason> {
        let text = match origin.lineage {
            Lineage::Known => "Words show whose reporting it is.",
            Lineage::Unknown => "Nothing shows it: it may be first-hand, or a copy that hides it.",
        };
        let mut reasons = vec![Reason::new("origin", text.to_string())];
        reasons.extend(origin.reports.iter().flat_map(|&report| self.why_from(report)));
        for &report in &origin.also {
            let text = format!("{}: has passages from it.", self.name(report));
            reasons.push(Reason::new("passages", text));
        }
        let of_it = |d: &&Derivation| origin.reports.contains(&d.report);
        let derived = self.origins.derivations.iter().filter(of_it);
        reasons.extend(derived.map(|d| self.why_derived(d, d.report)));
        reasons
    }

    fn name(&self, report: usize) -> &str {
        &self.reports[report].document.name
    }

    fn why_basis(&self, basis: &Basis) -> Reason {
        let of_it = |d: &&Derivation| d.report == basis.report && d.kind == basis.kind;
        let mut steps = self.origins.derivations.iter().filter(of_it);
        let other = match steps.all(|step| step.is_directed) {
            true => "an earlier report",
            false => "another report",
        };
        let what = match basis.kind {
            BasisKind::Credit => "a line credits it".to_string(),
            BasisKind::Copied => format!("it has the words of {other}"),
            BasisKind::Rewritten => format!("it says sentence by sentence what {other} says"),
            BasisKind::Told => "its sentences say through whom the news came".to_string(),
            BasisKind::Own => "it shows reporters of its own".to_string(),
            BasisKind::Quoted => "it quotes what no earlier report here has".to_string(),
            BasisKind::SharedFacts => {
                format!("it has the names and numbers of {other}, and hardly any others")
            }
            BasisKind::Reader => "a reader says from which report it was made".to_string(),
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
