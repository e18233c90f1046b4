//! [`Syntax`]: the tokens, trees and sentences of a document's article text.
//!
//! Each block is parsed by itself, so that no sentence runs from a headline into the text below; so
//! is the dateline a block opens with, which is no part of the sentence after it.
//! Furniture and credit lines are not parsed.

mod mending;

use crate::quotation_mark::Quoted;
use document::{BlockKind, Document, Span, Text};
use language::{
    Annotator, Parse,
    labels::{dep, ner, pos, tag},
};
use lexicon::Lexicon;
use std::{borrow::Cow, ops::Range};

/// Most tokens of a dateline.
const DATELINE_TOKENS_MAX: usize = 16;

/// The parse of a document, with offsets into its frozen text.
#[derive(Clone, Debug)]
pub struct Syntax {
    text: Text,
    /// Tokens, sentences and the model's names.
    pub parse: Parse,
    /// The parsed blocks: index in the document's blocks, and tokens.
    pub blocks: Vec<(usize, Range<usize>)>,
    /// The tokens of datelines, a sentence each, in order.
    pub datelines: Vec<Range<usize>>,
}

impl Syntax {
    /// Parses the article's blocks; none of a document in a language that is not analysed. Cost:
    /// that of the language layer.
    pub fn of(document: &Document, annotator: &mut Annotator<'_>) -> Syntax {
        let is_article = |kind| {
            use BlockKind::{Caption, Headline, Paragraph, Subheading};
            matches!(kind, Headline | Subheading | Paragraph | Caption)
        };
        let is_read =
            |i: &usize| document.metadata.is_analysed() && is_article(document.blocks[*i].kind);
        let blocks: Vec<usize> = (0..document.blocks.len()).filter(is_read).collect();
        let span = |i: usize| document.blocks[i].span;
        let texts: Vec<Cow<'_, str>> =
            blocks.iter().map(|&i| with_dashes(document.text.words(span(i)))).collect();
        let texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
        let mut parse = Parse::default();
        let mut parsed = Vec::with_capacity(blocks.len());
        let mut datelines = Vec::new();
        let parts = annotator.annotate_batch(&texts).into_iter();
        for ((block, mut part), text) in blocks.iter().zip(parts).zip(texts) {
            mending::mend(&mut part, text);
            let (first, start) = (parse.tokens.len(), span(*block).start());
            match dateline(text, &part) {
                Some(n) => {
                    let end = part.tokens[n].start as usize;
                    parse.append(part.opening(n), start as u32);
                    datelines.push(first..parse.tokens.len());
                    let mut rest = annotator.annotate(&text[end..]);
                    mending::mend(&mut rest, &text[end..]);
                    parse.append(rest, (start + end) as u32);
                }
                None => parse.append(part, start as u32),
            }
            parsed.push((*block, first..parse.tokens.len()));
        }
        Syntax { text: document.text.clone(), parse, blocks: parsed, datelines }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.parse.tokens.len()
    }

    /// Whether nothing was parsed.
    pub fn is_empty(&self) -> bool {
        self.parse.tokens.is_empty()
    }

    /// The words of a token as they stand.
    pub fn word(&self, token: usize) -> &str {
        &self.text.as_str()[self.parse.bytes(token)]
    }

    /// The lower-case words of a token.
    pub fn lower(&self, token: usize) -> String {
        self.word(token).to_lowercase()
    }

    /// The span from the first to the last of some tokens, white space at the ends left out.
    pub fn span(&self, tokens: Range<usize>) -> Option<Span> {
        let last = tokens.end.checked_sub(1).filter(|last| *last >= tokens.start)?;
        let start = self.parse.tokens.get(tokens.start)?.start as usize;
        self.text.trimmed_span(start..self.parse.tokens.get(last)?.end as usize)
    }

    /// Some tokens with the mark after them that closes a quotation opened among them.
    pub fn closed(&self, tokens: Range<usize>) -> Range<usize> {
        let quote = [tag::OPENING_QUOTE, tag::CLOSING_QUOTE];
        let is_mark = |token: &usize| quote.contains(&self.parse.tokens[*token].tag);
        let open = tokens.clone().filter(is_mark).count() % 2 == 1;
        let sentence = tokens.end.checked_sub(1).map_or(0..0, |last| self.sentence(last));
        let next = sentence.contains(&tokens.end)
            && self.parse.tokens[tokens.end].tag == tag::CLOSING_QUOTE;
        tokens.start..tokens.end + usize::from(open && next)
    }

    /// The words of some tokens.
    pub fn words(&self, tokens: Range<usize>) -> &str {
        self.span(tokens).map_or("", |span| self.text.words(span))
    }

    /// The first token that starts at or after a byte.
    pub fn token_at(&self, byte: usize) -> usize {
        self.parse.tokens.partition_point(|token| (token.start as usize) < byte)
    }

    /// The tokens that a span covers, wholly or in part.
    pub fn tokens_of(&self, span: Span) -> Range<usize> {
        let first = self.parse.tokens.partition_point(|t| t.end as usize <= span.start());
        let end = self.parse.tokens.partition_point(|t| (t.start as usize) < span.end());
        first..end.max(first)
    }

    /// The index in [`Syntax::blocks`] of the block of a token.
    pub fn block_of(&self, token: usize) -> usize {
        self.blocks.partition_point(|(_, tokens)| tokens.end <= token)
    }

    /// The tokens of the sentence of a token.
    pub fn sentence(&self, token: usize) -> Range<usize> {
        self.parse.sentences[self.parse.sentence_of(token)].clone()
    }

    /// Whether a token is in a dateline: "TARN, March 4 (Farwire) -".
    pub fn is_in_dateline(&self, token: usize) -> bool {
        let next = self.datelines.partition_point(|d| d.end <= token);
        self.datelines.get(next).is_some_and(|d| d.contains(&token))
    }

    /// Whether a sentence is the last of its block and breaks off: "They had not agreed on ...".
    pub fn is_cut(&self, sentence: &Range<usize>) -> bool {
        let Some(last) = sentence.end.checked_sub(1) else { return false };
        let ends = self.blocks[self.block_of(last)].1.end <= sentence.end;
        let mut marks = sentence.clone().rev().take_while(|&i| self.is_punctuation(i));
        ends && marks.any(|i| matches!(self.word(i).trim(), "..." | "…" | ". . ."))
    }

    /// The first child of a token with one of these dependencies.
    pub fn child(&self, token: usize, deps: &[language::Label]) -> Option<usize> {
        self.parse.children(token).find(|&c| deps.contains(&self.parse.tokens[c].dep))
    }

    /// Whether a token has a child with this dependency.
    pub fn has_child(&self, token: usize, label: language::Label) -> bool {
        self.child(token, &[label]).is_some()
    }

    /// Whether a verb is an infinitive with "to".
    pub fn is_infinitive(&self, verb: usize) -> bool {
        self.parse.children(verb).any(|c| self.parse.tokens[c].tag == tag::TO)
    }

    /// Whether a conjunction before a verb puts its clause under a condition or a question: "if it
    /// falls", "whether it fell".
    pub fn is_supposed(&self, verb: usize, lexicon: &Lexicon) -> bool {
        let opens = |c: usize| {
            let word = self.lower(c);
            lexicon.conditions.contains(word.as_str()) || lexicon.wondering.contains(word.as_str())
        };
        let mut marks = self.parse.children(verb).take_while(|c| *c < verb);
        marks.any(|c| self.parse.tokens[c].dep == dep::MARK && opens(c))
    }

    /// Whether a word before a verb, in one of some relations to it, says that what it tells is
    /// still to come: "until it is open", "before many are aware".
    pub fn awaits(&self, verb: usize, relations: &[language::Label], lexicon: &Lexicon) -> bool {
        /// Words of the kind in `lexicon/en/suppositions.tsv`.
        const AWAITING: &str = "awaiting";
        let mut before = self.parse.children(verb).take_while(|c| *c < verb);
        before.any(|c| {
            relations.contains(&self.parse.tokens[c].dep)
                && lexicon.suppositions.get(self.lower(c).as_str()) == Some(&AWAITING)
        })
    }

    /// Whether words in marks are the name of something after a preposition or an owner, not what
    /// somebody said: "on “Face the Coast”", "told the station's “This Morning”".
    pub fn is_title_of_programme(&self, quoted: &Quoted) -> bool {
        /// Most words of such a name, and fewest capitals of one that nothing introduces.
        const WORDS_MAX: usize = 6;
        const CAPITALS_MIN: usize = 4;
        const CAPITALS_WORDS_MAX: usize = 12;
        let tokens = &self.parse.tokens;
        let inside = self.tokens_of(quoted.inner);
        let outer = self.tokens_of(quoted.outer);
        let Some(before) = outer.start.checked_sub(1) else { return false };
        let introduced = tokens[before].pos == pos::ADP || tokens[before].tag == tag::POS;
        let words: Vec<usize> = inside.filter(|&i| !self.is_punctuation(i)).collect();
        let capital = |i: &&usize| self.word(**i).starts_with(char::is_uppercase);
        let small = |i: &usize| {
            let small = matches!(tokens[*i].pos, pos::ADP | pos::DET | pos::CCONJ | pos::PART);
            small || capital(&i)
        };
        let capitals = words.iter().filter(capital).count();
        let named = introduced && capitals > 1 && words.len() <= WORDS_MAX;
        let long = capitals >= CAPITALS_MIN && words.len() <= CAPITALS_WORDS_MAX;
        let sentence = self.text.words(quoted.inner).ends_with(['.', '!', '?']);
        (named || long && !sentence) && words.first().iter().all(capital) && words.iter().all(small)
    }

    /// "Had wanted": whether a verb tells what was before something else.
    pub fn is_past_perfect(&self, verb: usize) -> bool {
        let tokens = &self.parse.tokens;
        let had = |c: usize| tokens[c].dep == dep::AUX && tokens[c].tag == tag::VBD;
        tokens[verb].tag == tag::VBN && self.parse.children(verb).any(had)
    }

    /// Whether "this" or a word like it stands before a noun.
    pub fn points_near(&self, noun: usize, lexicon: &Lexicon) -> bool {
        let determiner = self.child(noun, &[dep::DET]);
        determiner.is_some_and(|det| lexicon.near.contains(self.lower(det).as_str()))
    }

    /// The first token of a phrase that hangs on none of its others; `None` of an empty one.
    pub fn head_of(&self, phrase: &Range<usize>) -> Option<usize> {
        let outside = |&i: &usize| {
            let head = self.parse.head(i);
            head == i || !phrase.contains(&head)
        };
        phrase.clone().find(outside)
    }

    /// The noun that a relative clause tells of, by its verb. The parser ties the clause to the
    /// nearest noun: "who" stands for no place ("Berg of Vale, who won"), and what only tells which
    /// of a kind is meant no name ("an aide to Vale who left", "fighting in Vale that went on").
    pub fn antecedent(&self, verb: usize, lexicon: &Lexicon) -> usize {
        let parse = &self.parse;
        let first = parse.subtree(verb).start;
        let who = (first..verb).any(|i| matches!(parse.tokens[i].tag, tag::WP | tag::WP_POSS));
        let that = parse.tokens[first].tag == tag::WDT;
        let mut noun = parse.head(verb);
        while parse.tokens[noun].dep == dep::POBJ {
            let above = parse.head(parse.head(noun));
            let t = &parse.tokens[above];
            let is_person = t.pos == pos::PROPN || lexicon.is_person(parse.lemma(above));
            let is_bare_name = parse.tokens[noun].tag == tag::NNP
                && !self.has_child(noun, dep::DET)
                && !(noun..first).any(|i| self.is_punctuation(i));
            let is_other = match who {
                true => is_person && (is_bare_name || self.is_place(noun)),
                false => that && is_bare_name && t.pos == pos::NOUN,
            };
            if !is_other {
                break;
            }
            noun = above;
        }
        noun
    }

    /// Whether a token is part of what the model names as a place.
    fn is_place(&self, token: usize) -> bool {
        let names = &self.parse.entities;
        let at = names.partition_point(|name| name.end as usize <= token);
        let place = [ner::GPE, ner::LOC, ner::FAC];
        names.get(at).is_some_and(|n| n.start as usize <= token && place.contains(&n.label))
    }

    /// The subjects among some tokens whose verb stands behind them all.
    pub fn subjects_before_verb(&self, tokens: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        tokens.clone().filter(move |&i| {
            let subject = matches!(self.parse.tokens[i].dep, dep::NSUBJ | dep::NSUBJPASS);
            subject && self.parse.head(i) >= tokens.end
        })
    }

    /// The noun phrase of a head without what only comments on it: relative clauses, appositions
    /// after commas, clauses and parentheses.
    pub fn noun_phrase(&self, head: usize) -> Range<usize> {
        let mut phrase = head..head + 1;
        let clausal = [
            dep::RELCL,
            dep::ACL,
            dep::APPOS,
            dep::ADVCL,
            dep::CONJ,
            dep::CC,
            dep::PUNCT,
            dep::PARATAXIS,
            dep::CCOMP,
            dep::DEP,
        ];
        for child in self.parse.children(head) {
            let token = &self.parse.tokens[child];
            if child < head && token.dep != dep::PUNCT && token.dep != dep::PRECONJ {
                phrase.start = phrase.start.min(self.parse.subtree(child).start);
            } else if child > head && !clausal.contains(&token.dep) {
                let subtree = self.parse.subtree(child);
                let comma = subtree.clone().any(|i| self.is_comma(i));
                if comma || (phrase.end < subtree.start && self.is_comma(phrase.end)) {
                    phrase.end = self.end_before_aside(child, phrase.end);
                    break;
                }
                phrase.end = phrase.end.max(subtree.end);
            }
        }
        phrase
    }

    /// The end of a noun phrase that goes on with a preposition up to a comma that sets off what
    /// comments on its object: "supporters of Vale" of "supporters of Vale, who"; unchanged where
    /// the comma stands in a list.
    fn end_before_aside(&self, preposition: usize, end: usize) -> usize {
        let subtree = self.parse.subtree(preposition);
        let Some(comma) = subtree.clone().find(|&i| self.is_comma(i)) else { return end };
        let is_list =
            |i: usize| self.parse.tokens[i].dep == dep::CONJ && self.parse.head(i) < comma;
        let object = self.child(preposition, &[dep::POBJ]).is_some_and(|o| o < comma);
        let touches = subtree.start == end && self.parse.tokens[preposition].dep == dep::PREP;
        let goes_on = touches && object && !(comma + 1..subtree.end).any(is_list);
        if goes_on { comma } else { end }
    }

    /// Like [`Syntax::noun_phrase`], with the conjuncts: "Okoro and Vale".
    pub fn coordinated_phrase(&self, head: usize) -> Range<usize> {
        let mut phrase = self.noun_phrase(head);
        let mut last = head;
        while let Some(next) = self.child(last, &[dep::CONJ]) {
            let between = phrase.end..self.noun_phrase(next).start.max(phrase.end);
            let blank = |i: usize| self.word(i).trim().is_empty();
            let joins = |i| self.is_comma(i) || self.parse.tokens[i].pos == pos::CCONJ || blank(i);
            let joined = between.clone().all(joins);
            if !joined {
                break;
            }
            phrase.end = self.noun_phrase(next).end;
            last = next;
        }
        phrase
    }

    /// Whether a token is a comma; no token is none.
    pub fn is_comma(&self, token: usize) -> bool {
        self.parse.tokens.get(token).is_some_and(|_| self.word(token) == ",")
    }

    /// Whether a token is punctuation: neither a word nor a sign for one ("$", "%").
    pub fn is_punctuation(&self, token: usize) -> bool {
        let t = &self.parse.tokens[token];
        let is_sign = t.tag == tag::DOLLAR || t.pos == pos::NOUN;
        !is_sign && self.word(token).chars().all(|c| !c.is_alphanumeric())
    }
}

/// How many tokens of a block its dateline has, if it opens with one: a place in capitals, or
/// something that ends in brackets, without a verb, up to a dash that is in no word, or up to the
/// end of a name between slashes.
fn dateline(text: &str, parse: &Parse) -> Option<usize> {
    let tokens = &parse.tokens;
    let word = |i: usize| &text[parse.bytes(i)];
    let capital = |i: usize| {
        let letters = || word(i).chars().filter(|c| c.is_alphabetic());
        letters().count() > 1 && letters().all(char::is_uppercase)
    };
    let touches = |i: usize| tokens[i - 1].end == tokens[i].start;
    let is_dash = |i: usize| match word(i) {
        "–" | "—" | "―" | "--" | "_" => true,
        "-" => !touches(i) || word(i - 1) == ")",
        _ => false,
    };
    let nearby = tokens.len().min(DATELINE_TOKENS_MAX + 1);
    let dash = (1..nearby).find(|&i| is_dash(i)).or_else(|| slashed(text, parse, nearby))?;
    let finite = [tag::VBD, tag::VBZ, tag::VBP, tag::MD];
    let told = (0..dash).any(|i| finite.contains(&tokens[i].tag));
    let place = capital(0) || word(dash - 1) == ")";
    let next = (dash + 1 < tokens.len()).then(|| word(dash + 1).chars().next()).flatten()?;
    (place && !told && !next.is_lowercase()).then_some(dash + 1)
}

/// The last token of a house's name between slashes, with the stop after it, among the first tokens
/// of a block: "NAHRUT, 16 March. /Voice of Zelkara/".
fn slashed(text: &str, parse: &Parse, nearby: usize) -> Option<usize> {
    let tokens = &parse.tokens;
    let bytes = |i: usize| parse.bytes(i);
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let opens = |i: &usize| {
        text[bytes(*i)].starts_with('/') && is_blank(text[..bytes(*i).start].chars().next_back())
    };
    let first = (1..nearby).find(opens)?;
    let closes = |i: &usize| {
        let rest = text[bytes(*i).end..].trim_start_matches('.');
        text[bytes(*i)].trim_end_matches('.').ends_with('/') && is_blank(rest.chars().next())
    };
    let last = (first..nearby).filter(|i| *i > first || text[bytes(*i)].len() > 1).find(closes)?;
    let stop = tokens.get(last + 1).is_some_and(|_| &text[bytes(last + 1)] == ".");
    Some(last + usize::from(stop))
}

/// A text in which a dash is one: agencies send " _ " for it. As long as it was.
fn with_dashes(text: &str) -> Cow<'_, str> {
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let stands_alone = |&(at, _): &(usize, &str)| {
        is_blank(text[..at].chars().next_back()) && is_blank(text[at + 1..].chars().next())
    };
    let marks: Vec<usize> = text.match_indices('_').filter(stands_alone).map(|m| m.0).collect();
    if marks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut dashed = text.to_string();
    marks.into_iter().for_each(|at| dashed.replace_range(at..at + 1, "-"));
    Cow::Owned(dashed)
}

#[cfg(test)]
mod tests {
    use super::with_dashes;

    #[test]
    fn an_underline_between_blanks_is_a_dash() {
        assert_eq!(with_dashes("the crews _ all nine\n_ left"), "the crews - all nine\n- left");
        assert_eq!(with_dashes("_ left_over __ file_name"), "- left_over __ file_name");
    }
}
