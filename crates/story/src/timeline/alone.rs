//! Whether the words of a happening can be read alone, with the name that a pronoun at their
//! beginning stands for in brackets behind it.

use crate::{Report, clause::Clause};
use analysis::{Analysis, EntityKind, MentionForm};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::{
    Lexicon,
    rows::{Gender, Number},
};

/// The words of a happening.
pub(crate) struct Words {
    /// The words on one line.
    pub(crate) line: String,
    /// Whether they speak of somebody or something that they do not name, or tell no happening.
    pub(crate) is_open: bool,
}

/// The words of a clause, those of its subject before them where it stands elsewhere.
pub(crate) fn of(report: &Report, clause: &Clause, stands: Span) -> Words {
    let subject = clause.subject.filter(|subject| !subject.overlaps(stands));
    read(report, &subject.into_iter().chain([stands]).collect::<Vec<_>>())
}

/// The words of a sentence.
pub(crate) fn sentence(report: &Report, span: Span) -> Words {
    read(report, &[span])
}

fn read(report: &Report, parts: &[Span]) -> Words {
    let opening = Opening::of(&report.analysis, parts);
    let line = |span: &Span| -> String {
        let words = report.document.text.words(*span);
        let words = match &opening {
            Opening::Named(pronoun, name) if span.contains(*pronoun) => {
                let at = pronoun.end() - span.start();
                let name = report.document.text.words(*name);
                format!("{} [{name}]{}", &words[..at], &words[at..])
            }
            _ => words.to_string(),
        };
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let lines: Vec<String> = parts.iter().map(line).collect();
    Words { line: lines.join(" … "), is_open: matches!(opening, Opening::Open) }
}

/// How words begin.
enum Opening {
    /// With a name or a noun.
    Plain,
    /// With a pronoun that stands for a name.
    Named(Span, Span),
    /// With a pronoun that stands for nobody known, or as a part of another clause.
    Open,
}

impl Opening {
    fn of(analysis: &Analysis, parts: &[Span]) -> Opening {
        let syntax = &analysis.syntax;
        let parse = &syntax.parse;
        let mut tokens = parts.iter().flat_map(|&span| syntax.tokens_of(span));
        let Some(first) = tokens.clone().find(|&i| !syntax.is_punctuation(i)) else {
            return Opening::Open;
        };
        if is_part(analysis, first, parts) {
            return Opening::Open;
        }
        let subjects = [dep::NSUBJ, dep::NSUBJPASS, dep::CSUBJ, dep::EXPL];
        let Some(subject) = tokens.find(|&i| subjects.contains(&parse.tokens[i].dep)) else {
            return Opening::Plain;
        };
        let owner = || {
            let mut below = parse.children(subject);
            below.find(|&c| parse.tokens[c].tag == tag::PRP_POSS)
        };
        // "That began last year", and not "all of the crews".
        let points =
            parse.tokens[subject].tag == tag::DT && parse.children(subject).next().is_none();
        match parse.tokens[subject].tag {
            _ if parse.tokens[subject].dep == dep::EXPL => Opening::Plain,
            tag::PRP | tag::DT if points || parse.tokens[subject].tag == tag::PRP => {
                pronoun(analysis, subject, parts)
            }
            _ => owner().map_or(Opening::Plain, |owner| pronoun(analysis, owner, parts)),
        }
    }
}

/// "How far we have come": a clause of another, opened by a word of asking.
fn is_part(analysis: &Analysis, first: usize, parts: &[Span]) -> bool {
    let parse = &analysis.syntax.parse;
    let asks = matches!(parse.tokens[first].tag, tag::WRB | tag::WP);
    let verb = |&i: &usize| matches!(parse.tokens[i].pos, pos::VERB | pos::AUX);
    let up = std::iter::successors(Some(first), |&i| Some(parse.head(i)).filter(|&h| h != i));
    let Some(own) = up.skip(1).find(|i| verb(i)).filter(|_| asks) else { return false };
    let clause = parse.subtree(own);
    let mut all = parts.iter().flat_map(|&span| analysis.syntax.tokens_of(span));
    all.all(|i| clause.contains(&i) || analysis.syntax.is_punctuation(i))
}

/// What a pronoun stands for, so far as the words do not name it themselves; what somebody is
/// quoted with is read with who says it.
fn pronoun(analysis: &Analysis, token: usize, parts: &[Span]) -> Opening {
    let syntax = &analysis.syntax;
    let Some(own) = syntax.span(token..token + 1) else { return Opening::Open };
    match speaker_among(analysis, own, parts) {
        Some(speaker) if syntax.parse.tokens[speaker].tag != tag::PRP => Opening::Plain,
        speaker => referent(analysis, speaker.unwrap_or(token), parts),
    }
}

fn referent(analysis: &Analysis, token: usize, parts: &[Span]) -> Opening {
    let syntax = &analysis.syntax;
    let Some(own) = syntax.span(token..token + 1) else { return Opening::Open };
    let here = |span: Span| parts.iter().any(|part| part.contains(span));
    let word = syntax.lower(token);
    let known = Lexicon::english().pronouns.get(word.as_str());
    if known.is_none_or(|pronoun| pronoun.person != 3) {
        return spoken(analysis, token, own);
    }
    if stands_for_a_clause(analysis, token) {
        return Opening::Plain;
    }
    let Some(mention) = analysis.mentions.iter().find(|m| m.head == token) else {
        return Opening::Open;
    };
    let of_it = |m: &&analysis::Mention| {
        m.chain == mention.chain && m.form == MentionForm::Name && here(m.span)
    };
    if analysis.mentions.iter().any(|m| of_it(&m)) {
        return Opening::Plain;
    }
    let chain = &analysis.chains[mention.chain];
    let person = known.is_some_and(|p| {
        matches!(p.gender, Some(Gender::Masculine | Gender::Feminine))
            && chain.kind == EntityKind::Person
    });
    let Some(name) = chain.name.map(|name| &analysis.mentions[name]) else {
        return Opening::Open;
    };
    // What is no person is only sure if it was named just before.
    let first = sentence_before(analysis, token);
    let near = || {
        let mut named = analysis.mentions.iter().filter(|m| m.chain == mention.chain);
        named.any(|m| m.form == MentionForm::Name && (first..token).contains(&m.head))
    };
    let one = known.is_some_and(|p| p.number == Some(Number::Singular));
    if person || one && chain.kind != EntityKind::Person && near() {
        Opening::Named(own, name.span)
    } else {
        Opening::Open
    }
}

/// The head of who says a quotation that holds some words, if they are named among others.
fn speaker_among(analysis: &Analysis, own: Span, parts: &[Span]) -> Option<usize> {
    let here = |span: Span| parts.iter().any(|part| part.contains(span));
    let around = analysis.quotations.iter().filter(|q| q.value.content.contains(own));
    let mut speakers = around.filter_map(|q| q.value.speaker.as_ref());
    let span = speakers.find(|s| here(s.span) && !s.span.overlaps(own))?.span;
    analysis.syntax.tokens_of(span).next_back()
}

/// "It was decided that the port would close".
fn stands_for_a_clause(analysis: &Analysis, token: usize) -> bool {
    let syntax = &analysis.syntax;
    let verb = syntax.parse.head(token);
    let passive = syntax.parse.tokens[token].dep == dep::NSUBJPASS;
    let be = syntax.parse.tokens[verb].pos == pos::AUX;
    (passive || be) && syntax.has_child(verb, dep::CCOMP)
}

/// "I" and "we" in what somebody is quoted with.
fn spoken(analysis: &Analysis, token: usize, own: Span) -> Opening {
    let syntax = &analysis.syntax;
    let around = analysis.quotations.iter().filter(|q| q.value.content.contains(own));
    let mut speakers = around.filter_map(|q| q.value.speaker.as_ref());
    let word = syntax.lower(token);
    let known = Lexicon::english().pronouns.get(word.as_str());
    let first = known.is_some_and(|pronoun| pronoun.person == 1);
    let subject = syntax.parse.tokens[token].tag == tag::PRP;
    let name = speakers.find_map(|s| analysis.chains[s.chain?].name);
    match name.filter(|_| first && subject) {
        Some(name) => Opening::Named(own, analysis.mentions[name].span),
        None => Opening::Open,
    }
}

/// The first token of the sentence before that of a token.
fn sentence_before(analysis: &Analysis, token: usize) -> usize {
    let parse = &analysis.syntax.parse;
    parse.sentences[parse.sentence_of(token).saturating_sub(1)].start
}

#[cfg(test)]
mod tests {
    use crate::{Report, weave};
    use language::{Annotator, Model};
    use lexicon::Lexicon;

    fn told(text: &str) -> Vec<(String, bool)> {
        let lexicon = Lexicon::english();
        let document = ingest::read("a.txt", text.as_bytes(), lexicon).documents.remove(0);
        let analysis = analysis::analyse(&document, &mut Annotator::new(Model::english()), lexicon);
        let (story, _) = weave(vec![Report { document, analysis }], lexicon);
        story.timeline.into_iter().map(|h| (h.what.value, h.open)).collect()
    }

    #[test]
    fn a_pronoun_is_followed_by_the_name_it_stands_for() {
        let found = told(
            "Mayor Dora Vale opened the bridge in May 2031. She closed the old ferry on 3 June \
             2031.",
        );
        let ferry = found.iter().find(|(what, _)| what.contains("ferry")).expect("told");
        assert_eq!(ferry.0, "She [Dora Vale] closed the old ferry on 3 June 2031");
        assert!(!ferry.1);
    }

    #[test]
    fn what_names_nobody_or_is_a_part_of_another_clause_is_open() {
        let found = told(
            "That brought a long quarrel in the harbour in May 2031. \
             The crews saw how far the port had come in June 2031.",
        );
        let quarrel = found.iter().find(|(what, _)| what.contains("quarrel"));
        assert!(quarrel.is_none_or(|(_, open)| *open), "{found:?}");
        let part = found.iter().find(|(what, _)| what.starts_with("how"));
        assert!(part.is_none_or(|(_, open)| *open), "{found:?}");
    }
}
