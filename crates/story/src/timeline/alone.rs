//! Whether the words of a happening can be read alone, with the name that a pronoun at their
//! beginning stands for in brackets behind it.

use super::{pointing, whole};
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

/// The words of a clause, those of its subject before them where it stands elsewhere, with a name
/// behind each word that stands for one; open too where they are no sentence.
pub(crate) fn of(report: &Report, clause: &Clause, stands: Span) -> Words {
    let subject = clause.subject.filter(|subject| !subject.overlaps(stands));
    let parts: Vec<Span> = subject.into_iter().chain([stands]).collect();
    let opening = Opening::of(&report.analysis, &parts);
    let mut pointing = pointing::of(report, &parts);
    if let Opening::Named(pronoun, name) = opening {
        pointing.names.retain(|(_, known)| *known != name);
        pointing.names.push((pronoun, name));
    }
    pointing.names.sort_unstable();
    let is_open = pointing.is_open
        || matches!(opening, Opening::Open)
        || !whole::is_sentence(&report.analysis, &parts);
    Words { line: line(report, &parts, &pointing.names), is_open }
}

/// The words of a sentence.
pub(crate) fn sentence(report: &Report, span: Span) -> Words {
    let opening = Opening::of(&report.analysis, &[span]);
    let named = match opening {
        Opening::Named(pronoun, name) => vec![(pronoun, name)],
        Opening::Plain | Opening::Open => Vec::new(),
    };
    Words { line: line(report, &[span], &named), is_open: matches!(opening, Opening::Open) }
}

/// Words on one line, behind some of them the names that they stand for, in text order.
fn line(report: &Report, parts: &[Span], names: &[(Span, Span)]) -> String {
    let text = &report.document.text;
    let part = |span: &Span| -> String {
        let (mut words, mut at) = (String::new(), span.start());
        for (own, name) in names.iter().filter(|(own, _)| span.contains(*own)) {
            words.push_str(&text.words(*span)[at - span.start()..own.end() - span.start()]);
            words.push_str(&format!(" [{}]", text.words(*name)));
            at = own.end();
        }
        words.push_str(&text.words(*span)[at - span.start()..]);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    parts.iter().map(part).collect::<Vec<_>>().join(" … ")
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

    fn is_open(text: &str, words: &str) -> bool {
        let found = told(text);
        found.iter().filter(|(what, _)| what.contains(words)).all(|(_, open)| *open)
    }

    #[test]
    fn words_that_are_no_sentence_are_open() {
        for (text, words) in [
            ("The Harbour Post reported on 3 May 2031.", "Harbour Post"),
            ("The sale was slow, as was the case in May 2031.", "was the case"),
            ("As the Harbour Post reported on 3 May 2031, the port will close.", "Harbour Post"),
            ("Vale found a half-built mill whose owner stopped work in August 2030.", "owner"),
        ] {
            assert!(is_open(text, words), "{text}: {:?}", told(text));
        }
        for (text, words) in [
            ("The crews went back to Quay 7 on 1 October 2031.", "Quay"),
            ("The second round, which began on 6 May 2031, was long.", "began"),
            ("The camp beds, two hundred of them, came on 3 May 2031.", "camp beds"),
            ("The council vowed in 2029 that no mill would need public money again.", "vowed"),
        ] {
            assert!(!is_open(text, words), "{text}: {:?}", told(text));
        }
    }

    #[test]
    fn whom_a_later_pronoun_stands_for_is_said_where_nobody_else_is_named() {
        let found = told(
            "Mayor Dora Vale opened the bridge. “The port will close next week but the crews will \
             not change my mind,” she wrote on 3 June 2031. Vale said on 4 June 2031 that Tomas \
             Berg had told her of it. Such a meeting took place on 5 June 2031.",
        );
        let of = |words: &str| found.iter().find(|(what, _)| what.contains(words));
        let (mind, open) = of("mind").expect("told");
        assert!(mind.contains("she [Dora Vale] wrote") && !open, "{found:?}");
        assert!(of("told her").is_some_and(|(what, _)| !what.contains('[')), "{found:?}");
        assert!(of("Such a").is_none_or(|(_, open)| *open), "{found:?}");
    }

    #[test]
    fn whom_somebody_named_acts_upon_is_somebody_else() {
        let found = told(
            "Julie Vale opened the bridge on 2 June 2031. She was happy. John Berg praised her on \
             3 June 2031.",
        );
        let praised = found.iter().find(|(what, _)| what.contains("praised")).expect("told");
        assert!(praised.0.contains("her [Julie Vale]"), "{found:?}");
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
