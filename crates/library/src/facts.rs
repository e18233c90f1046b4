//! [`Facts`]: what of an analysis is kept, so that searching needs no analysing.
//!
//! A whole analysis holds trees and tags that only other stages read and that are quickly found
//! again; kept are names and quotations, by code points. They are keyed by the content they were
//! found in and by the code, models and lexicon that found them.

use analysis::{Analysis, MentionForm};
use document::{Document, Span};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What one document says, as far as searching asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Whoever and whatever is named, in text order.
    pub names: Vec<NamedFact>,
    /// Who said what, in text order.
    pub quotations: Vec<QuotationFact>,
    /// The codes of what is done in it (PLOVER), sorted, each once.
    #[serde(default)]
    pub codes: Vec<String>,
}

/// A person, body, place or group with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFact {
    /// person, organization, place, group or other.
    pub kind: String,
    /// The longest name.
    pub name: String,
    /// How often it is spoken of, by any words.
    pub mentions: usize,
    /// How often it is quoted.
    pub quoted: usize,
    /// First code point of its longest name.
    pub start: usize,
    /// Past the last code point of its longest name.
    pub end: usize,
}

/// Something said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotationFact {
    /// direct, mixed or indirect.
    pub kind: String,
    /// The speaker's name, or the words that stand for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// First code point of the content.
    pub start: usize,
    /// Past the last code point of the content.
    pub end: usize,
}

impl Facts {
    /// Of what is kept: part of the name of what finds facts, so that those that lack something
    /// are found again.
    pub const VERSION: u32 = 2;

    /// The facts of an analysis.
    pub fn of(document: &Document, analysis: &Analysis) -> Facts {
        let text = &document.text;
        let name_of = |chain: usize| -> Option<Span> {
            let mention = analysis.chains.get(chain)?.name?;
            let mention = analysis.mentions.get(mention)?;
            (mention.form == MentionForm::Name).then_some(mention.span)
        };
        let mut quoted: BTreeMap<usize, usize> = BTreeMap::new();
        let mut quotations = Vec::new();
        for quotation in analysis.quotations.iter().map(|q| &q.value) {
            let speaker = quotation.speaker.as_ref();
            let chain = speaker.and_then(|s| s.chain);
            if let Some(chain) = chain {
                *quoted.entry(chain).or_default() += 1;
            }
            let named = chain.and_then(name_of).or(speaker.map(|s| s.span));
            let at = text.code_points(quotation.content);
            quotations.push(QuotationFact {
                kind: quotation.kind.as_str().to_string(),
                speaker: named.map(|span| text.words(span).to_string()),
                start: at.start,
                end: at.end,
            });
        }
        let chains = analysis.chains.iter().enumerate();
        let mut names: Vec<NamedFact> = chains
            .filter_map(|(i, chain)| {
                let span = name_of(i)?;
                let at = text.code_points(span);
                Some(NamedFact {
                    kind: chain.kind.as_str().to_string(),
                    name: text.words(span).split_whitespace().collect::<Vec<_>>().join(" "),
                    mentions: chain.mentions.len(),
                    quoted: quoted.get(&i).copied().unwrap_or_default(),
                    start: at.start,
                    end: at.end,
                })
            })
            .collect();
        names.sort_by_key(|n| (n.start, n.end));
        let codes = analysis.events.iter().filter_map(|e| e.value.plover);
        let codes: BTreeSet<&str> = codes.collect();
        Facts { names, quotations, codes: codes.into_iter().map(str::to_string).collect() }
    }
}
