//! The names of invented stories, as their truth lists them.
//!
//! A truth lists the spellings of what its reports name, not each place where they stand, and not
//! all there is with a name: capitals that are of no listed spelling may be of a name or not.

use crate::gold::{GoldMention, GoldText};
use analysis::{EntityKind, Syntax};
use document::Document;
use language::{Annotator, Model, labels::pos};
use lexicon::Lexicon;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
};

/// The reports of the stories of a folder, each with the number of its story.
///
/// # Errors
/// If a file cannot be read or is no truth of a story.
pub fn read(folder: &Path) -> Result<Vec<(usize, GoldText)>, Box<dyn Error>> {
    let mut files: Vec<_> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    files.sort();
    let mut annotator = Annotator::new(Model::english());
    let mut texts = Vec::new();
    for (story, file) in files.iter().enumerate() {
        let truth: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
        let spellings = spellings(&truth);
        for article in truth["articles"].as_array().ok_or("a truth without articles")? {
            let line = article.to_string();
            let read = ingest::read("story.jsonl", line.as_bytes(), Lexicon::english());
            let Some(document) = read.documents.into_iter().next() else { continue };
            let syntax = Syntax::of(&document, &mut annotator);
            let mentions = mentions(&document, &syntax, &spellings);
            texts.push((story, GoldText { syntax, quoted: Vec::new(), mentions }));
        }
    }
    Ok(texts)
}

/// The listed spellings with their kinds; none for a spelling of two kinds.
fn spellings(truth: &Value) -> BTreeMap<&str, Option<EntityKind>> {
    let lists = ["entities", "other_entities"].map(|list| truth[list].as_array());
    let mut spellings = BTreeMap::new();
    for entity in lists.into_iter().flatten().flatten() {
        let kind = match entity["kind"].as_str() {
            Some("person") => EntityKind::Person,
            Some("organization") => EntityKind::Organization,
            Some("vessel") => EntityKind::Other,
            _ => EntityKind::Place,
        };
        for spelling in entity["variants"].as_array().into_iter().flatten() {
            let Some(spelling) = spelling.as_str() else { continue };
            let known = spellings.entry(spelling).or_insert(Some(kind));
            *known = known.filter(|known| *known == kind);
        }
    }
    spellings
}

/// Where the spellings stand in a report, as whole tokens.
fn mentions(
    document: &Document,
    syntax: &Syntax,
    spellings: &BTreeMap<&str, Option<EntityKind>>,
) -> Vec<GoldMention> {
    let text = document.text.as_str();
    let places = spellings.iter().flat_map(|(spelling, kind)| {
        text.match_indices(spelling).map(move |(at, _)| (at..at + spelling.len(), *kind))
    });
    let mention = |(place, kind)| {
        let span = document.text.span(place)?;
        let whole = syntax.span(syntax.tokens_of(span)) == Some(span);
        whole.then_some(GoldMention { name: span, span, kind, is_name: true, chain: None })
    };
    places.filter_map(mention).collect()
}

/// The tokens of which the truth does not say whether they are of a name.
pub fn open(text: &GoldText) -> BTreeSet<usize> {
    let listed: BTreeSet<usize> = text
        .mentions
        .iter()
        .filter(|m| m.kind.is_some())
        .flat_map(|m| text.syntax.tokens_of(m.span))
        .collect();
    let proper = |i: &usize| {
        let capital = text.syntax.word(*i).starts_with(char::is_uppercase);
        capital && text.syntax.parse.tokens[*i].pos == pos::PROPN
    };
    let of_model = text.syntax.parse.entities.iter().flat_map(|e| e.start as usize..e.end as usize);
    (0..text.syntax.len()).filter(proper).chain(of_model).filter(|i| !listed.contains(i)).collect()
}
