//! What one document says, on its own: sentences, mentions and their chains, quotations.
//!
//! [`analyse`] is a straight line of stages; each takes what the stages before it found. An
//! [`Analysis`] depends on its document, the lexicon and the language model, and on nothing else.

pub mod attribution;
mod called_off;
pub mod claim;
pub mod commitment;
pub mod coreference;
pub mod event;
pub mod forest;
pub mod logistic;
pub mod mention;
pub mod name;
pub mod name_tagger;
pub mod near;
pub mod plover;
pub mod pronoun;
pub mod quantity;
pub mod quotation;
pub mod quotation_mark;
pub mod spelling;
pub mod syntax;
pub mod time;

pub use claim::{Claim, ClaimKind};
pub use commitment::{Commitment, CommitmentClass};
pub use coreference::Chain;
pub use event::{EventMention, Realis};
pub use mention::{EntityKind, Mention, MentionForm};
pub use quantity::Quantity;
pub use quotation::{Quotation, QuotationKind, Speaker};
pub use syntax::Syntax;
pub use time::TimeExpr;

use document::{Document, Fact, Notice};
use language::Annotator;
use lexicon::Lexicon;

/// What one document says.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Tokens, trees and sentences.
    pub syntax: Syntax,
    /// Names, roles and pronouns, in text order.
    pub mentions: Vec<Mention>,
    /// What they refer to.
    pub chains: Vec<Chain>,
    /// When things are said to be, in text order.
    pub times: Vec<Fact<TimeExpr>>,
    /// Who said what, in text order.
    pub quotations: Vec<Fact<Quotation>>,
    /// What it states, in text order.
    pub claims: Vec<Fact<Claim>>,
    /// Who is bound to do what, in text order.
    pub commitments: Vec<Fact<Commitment>>,
    /// Who did what to whom, when and where, in text order.
    pub events: Vec<Fact<EventMention>>,
    /// What a reader should know.
    pub notices: Vec<Notice>,
}

/// Analyses a document. Cost: nearly all of it is the language layer's.
pub fn analyse(
    document: &Document,
    annotator: &mut Annotator<'_>,
    lexicon: &'static Lexicon,
) -> Analysis {
    analyse_by_stages(document, annotator, lexicon, &mut |_| ())
}

/// Like [`analyse`]; `done` is told the name of each stage when it ends, as a measurement of its
/// cost needs.
pub fn analyse_by_stages(
    document: &Document,
    annotator: &mut Annotator<'_>,
    lexicon: &'static Lexicon,
    done: &mut dyn FnMut(&'static str),
) -> Analysis {
    let mut notices = Vec::new();
    let mut syntax = Syntax::of(document, annotator);
    done("language");
    let mut quoted = quotation_mark::find(document, &mut notices);
    quoted.retain(|q| q.continues || !syntax.is_title_of_programme(q));
    let mut mentions = mention::find(&syntax, lexicon);
    syntax.parse.forget_vectors();
    done("names");
    let chains = coreference::resolve(&syntax, lexicon, &quoted, &mut mentions);
    let places = mention::places(&syntax, &mentions);
    done("coreference");
    let found = quotation::Found::new(document, &syntax, &mentions, &chains, &quoted, lexicon);
    let quotations = quotation::find(&found);
    done("quotations");
    let times = time::find(document, &syntax, lexicon);
    done("times");
    let claims = claim::find(&syntax, &quotations, lexicon);
    done("claims");
    let stated = commitment::Found {
        syntax: &syntax,
        mentions: &mentions,
        places: &places,
        chains: &chains,
        quotations: &quotations,
        times: &times,
        published: document.metadata.published.as_deref().and_then(time::Day::parse),
        claims: &claims,
        lexicon,
    };
    let commitments = commitment::find(&stated);
    done("commitments");
    let told = event::Found {
        syntax: &syntax,
        mentions: &mentions,
        times: &times,
        quotations: &quotations,
        claims: &claims,
        published: stated.published,
        lexicon,
    };
    let events = event::find(&told);
    done("events");
    Analysis { syntax, mentions, chains, times, quotations, claims, commitments, events, notices }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use language::Model;

    /// The document and the analysis of a text.
    pub fn analysed(text: &str) -> (Document, Analysis) {
        let lexicon = Lexicon::english();
        let document = ingest::read("text.txt", text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analyse(&document, &mut Annotator::new(Model::english()), lexicon);
        (document, analysis)
    }

    /// The commitments of an invented report: how they bind, whom, and to what.
    pub fn committed(text: &str) -> Vec<(CommitmentClass, String, String)> {
        let (document, analysis) = analysed(text);
        let told = analysis.commitments.iter().map(|c| {
            let c = &c.value;
            let who = c.who.map_or("", |span| document.text.words(span));
            (c.class, who.to_string(), c.act.clone())
        });
        told.collect()
    }
}
