//! Where a speech was given, and by how many origins: a statement made to all who listen is one,
//! however many houses heard it.

use super::Speech;
use crate::{Origins, Report};
use document::Span;
use lexicon::Lexicon;

impl Speech {
    /// Says of a speech who heard it, and at which occasion.
    pub(crate) fn placed(self, reports: &[Report], origins: &Origins, lexicon: &Lexicon) -> Speech {
        let contents = self.contents(reports);
        let spans: Vec<Span> = contents.iter().map(|(_, content)| *content).collect();
        let of = |(report, content): &(usize, Span)| occasion(&reports[*report], *content, lexicon);
        Speech {
            accounts: origins.count(&spans).origins,
            occasion: contents.iter().find_map(of),
            ..self
        }
    }

    /// The words of each rendering with their report.
    pub(crate) fn contents(&self, reports: &[Report]) -> Vec<(usize, Span)> {
        let content = |report: usize, quotation: usize| {
            (report, reports[report].analysis.quotations[quotation].value.content)
        };
        self.renderings.iter().map(|r| content(r.report, r.quotation)).collect()
    }
}

/// The words for an occasion in the sentences of a quotation, outside its own words.
fn occasion(report: &Report, content: Span, lexicon: &Lexicon) -> Option<(&'static str, Span)> {
    let syntax = &report.analysis.syntax;
    let inside = syntax.tokens_of(content);
    if inside.is_empty() {
        return None;
    }
    let first = syntax.sentence(inside.start).start;
    let mut tokens = first..syntax.sentence(inside.end - 1).end;
    tokens.find_map(|t| {
        let words = (t..syntax.sentence(t).end).map(|t| syntax.word(t));
        let (n, kind) = lexicon.occasions.longest(words)?;
        (!inside.contains(&t)).then_some((*kind, syntax.span(t..t + n)?))
    })
}
