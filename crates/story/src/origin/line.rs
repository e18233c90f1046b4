//! [`Line`]: a sentence of a report, and through whom its news came, as far as the words say.
//!
//! "EONA reports", "told the Courier", "according to the magazine": a sentence that names another
//! house beside a word of telling came through that house, and so do the sentences after it in the
//! paragraph that name nobody else. "Told this newspaper", "I asked", a telling to the report's own
//! house: its reporters were there.

use super::house::{Houses, pieces};
use crate::Report;
use analysis::quotation_mark::{self, Quoted};
use analysis::{EntityKind, Mention, MentionForm};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::{
    Lexicon,
    rows::{CuePos, Frame, Number, Pronoun},
};
use std::ops::Range;

/// The kind of nouns in `lexicon/en/outlets.tsv` for a house that is part of a network.
pub(super) const AFFILIATE: &str = "affiliate";

/// The kind of nouns for publishers of any kind in `lexicon/en/outlets.tsv`.
const PUBLISHER: &str = "publisher";
/// The kind of titles of those who write and broadcast in `lexicon/en/titles.tsv`.
const PRESS: &str = "press";
/// The kind of phrases by which a report speaks of its makers.
pub(super) const OWN: &str = "own";
/// Words of a quotation that can be told from others.
const QUOTED_WORDS_MIN: usize = 4;

/// A sentence.
#[derive(Debug)]
pub(crate) struct Line {
    /// Its words.
    pub span: Span,
    /// The block it stands in, in the order of the syntax.
    pub block: usize,
    /// Whether it is running text, and no heading.
    pub is_prose: bool,
    /// The houses it came through.
    pub through: Vec<usize>,
    /// The words that say so, if this sentence does.
    pub shown: Option<Span>,
    /// Whether it only follows a sentence that says so, and names somebody new.
    pub strays: bool,
    /// The words that show that the report's own house was there.
    pub own: Option<Span>,
}

/// A stretch in quotation marks that is long enough to be recognised elsewhere.
#[derive(Debug)]
pub(crate) struct Quote {
    /// The words between the marks.
    pub span: Span,
    /// The sentence it begins in.
    pub line: usize,
    /// Whether it was said to all who listen, by what stands around it.
    pub is_public: bool,
}

/// What one report says of where it comes from.
#[derive(Debug)]
pub(crate) struct Reading {
    pub lines: Vec<Line>,
    pub quotes: Vec<Quote>,
}

/// Sentences of a paragraph that follow one that says through whom it came, and came so too. Set
/// 2026-11-23 for texts without paragraphs (DUC-2004); 2, 3 and 5 the same on invented stories.
const FOLLOW_MAX: usize = 3;

impl Reading {
    /// Reads a report. Cost: linear.
    pub fn of(number: usize, report: &Report, houses: &Houses, lexicon: &Lexicon) -> Reading {
        let quoted = quotation_mark::find(&report.document, &mut Vec::new());
        let reader = Reader { report, houses, lexicon, own: houses.own(number), quoted: &quoted };
        let lines = reader.lines();
        let quotes = reader.quotes(&lines);
        Reading { lines, quotes }
    }
}

struct Reader<'a> {
    report: &'a Report,
    houses: &'a Houses,
    lexicon: &'a Lexicon,
    own: Option<usize>,
    quoted: &'a [Quoted],
}

impl Reader<'_> {
    fn lines(&self) -> Vec<Line> {
        let syntax = &self.report.analysis.syntax;
        let mut lines: Vec<Line> = Vec::new();
        let mut before: Vec<usize> = Vec::new();
        for tokens in &syntax.parse.sentences {
            let Some(span) = syntax.span(tokens.clone()) else { continue };
            let block = syntax.block_of(tokens.start);
            let tokens = tokens.clone();
            let mut line = self.line(span, tokens.clone(), block, &before);
            before.extend(&line.through);
            let mut so_far = lines.iter().rev().take(FOLLOW_MAX);
            let shows = |l: &Line| l.block == block && l.shown.is_some();
            let follows = so_far.any(shows);
            let before = lines.last().filter(|l| l.block == block && follows);
            if line.through.is_empty() && line.own.is_none() {
                line.through = before.map_or_else(Vec::new, |l| l.through.clone());
                let is_other = self.names_new(&tokens) && !self.goes_on(&tokens);
                line.strays = before.is_some_and(|l| l.strays) || is_other;
            }
            lines.push(line);
        }
        lines
    }

    /// Whether a sentence names a person or body that its paragraph did not name before.
    fn names_new(&self, tokens: &Range<usize>) -> bool {
        let syntax = &self.report.analysis.syntax;
        let block = syntax.blocks[syntax.block_of(tokens.start)].1.clone();
        let actor = |m: &&Mention| {
            m.form == MentionForm::Name
                && matches!(m.kind, EntityKind::Person | EntityKind::Organization)
        };
        let named = || self.report.analysis.mentions.iter().filter(actor);
        let before = |chain: usize| {
            named().any(|m| m.chain == chain && (block.start..tokens.start).contains(&m.head))
        };
        named().any(|m| tokens.contains(&m.head) && !before(m.chain))
    }

    /// Whether a name only says to which network another house belongs: "a Vale TV affiliate".
    fn is_affiliate(&self, name: Span) -> bool {
        let syntax = &self.report.analysis.syntax;
        let next = syntax.tokens_of(name).end;
        let noun = (next < syntax.len()).then(|| self.lexicon.outlets.get(&syntax.lower(next)));
        noun.flatten() == Some(&AFFILIATE)
    }

    /// Whether a sentence shows that the same talk goes on, whomever it names: "he said", "she is
    /// quoted as saying", "told it".
    fn goes_on(&self, tokens: &Range<usize>) -> bool {
        let syntax = &self.report.analysis.syntax;
        let pronoun = |t: usize| self.lexicon.pronouns.get(syntax.lower(t).as_str());
        let personal = |t: usize| pronoun(t).is_some_and(|p| p.person == 3 && p.kind == "personal");
        tokens.clone().any(|t| {
            let subject = || syntax.child(t, &[dep::NSUBJ]).is_some_and(personal);
            let reported = || syntax.has_child(t, dep::AUXPASS) && !syntax.has_child(t, dep::AGENT);
            let told =
                || personal(t) && self.hears(t) && !self.is_quoted(syntax.parse.bytes(t).start);
            self.is_cue(t) && (subject() || reported()) || told()
        })
    }

    /// `before` are the other houses that were named before, the last one last.
    fn line(&self, span: Span, tokens: Range<usize>, block: usize, before: &[usize]) -> Line {
        let text = &self.report.document.text;
        let syntax = &self.report.analysis.syntax;
        let pieces = pieces(text.words(span), span.start(), self.lexicon);
        let mut named = self.houses.named(&pieces);
        named.retain(|(bytes, _)| !self.is_quoted(bytes.start) || self.is_title(bytes));
        let is_other = |at: Span| self.speaks_for(at) || self.is_aside(at) || self.is_affiliate(at);
        named.retain(|(bytes, _)| !text.span(bytes.clone()).is_some_and(is_other));
        let kind = self.report.document.blocks[syntax.blocks[block].0].kind;
        let is_prose = kind.is_prose();
        let tells = tokens.clone().any(|t| self.is_cue(t));
        let mut line = Line {
            span,
            block,
            is_prose,
            through: Vec::new(),
            shown: None,
            strays: false,
            own: None,
        };
        for (bytes, house) in &named {
            let (Some(at), house) = (text.span(bytes.clone()), *house) else { continue };
            if Some(house) == self.own {
                let hears = syntax.tokens_of(at).any(|t| self.hears(t));
                line.own = line.own.or(Some(at).filter(|_| hears));
            } else if tells || self.is_governed(at) {
                if self.is_cited(at, &tokens) {
                    line.through.clear();
                }
                line.through.push(house);
                line.shown = Some(at);
            }
        }
        if let Some((speaker, at, house)) = self.hearer(&named, &tokens, before) {
            line.through.retain(|h| *h != speaker && *h != house);
            if Some(house) != self.own {
                line.through.push(house);
                line.shown = Some(at);
            }
        }
        line.own = line.own.or_else(|| self.own_words(&tokens, block));
        if line.through.is_empty()
            && line.own.is_none()
            && tells
            && let Some((at, house)) = self.stands_for(&tokens, before)
        {
            line.through.push(house);
            line.shown = Some(at);
        }
        line.through.sort_unstable();
        line.through.dedup();
        line
    }

    /// A house that the sentence names and that tells another something, and the words of that and
    /// which it is: of "the League told the agency" the news came through the agency.
    fn hearer(
        &self,
        named: &[(Range<usize>, usize)],
        tokens: &Range<usize>,
        before: &[usize],
    ) -> Option<(usize, Span, usize)> {
        let (text, syntax) = (&self.report.document.text, &self.report.analysis.syntax);
        let named = || named.iter().filter_map(|(bytes, h)| Some((text.span(bytes.clone())?, *h)));
        named().find_map(|(at, speaker)| {
            let is_subject = |t: &usize| syntax.parse.tokens[*t].dep == dep::NSUBJ;
            let verb = syntax.parse.head(syntax.tokens_of(at).find(is_subject)?);
            let hears = |at: Span| syntax.tokens_of(at).any(|t| self.heard_at(t) == Some(verb));
            let by_name = named().find(|(at, _)| hears(*at));
            let by_noun = || self.stands_for(tokens, before).filter(|(at, _)| hears(*at));
            let (at, house) = by_name.or_else(by_noun)?;
            (speaker != house).then_some((speaker, at, house))
        })
    }

    /// Whether a name says for which body somebody speaks, as in "the ANSA spokesman", "ANSA
    /// spokesman Jon Vale", "a director of ANSA": nobody's news came through it. "ANSA's chief
    /// correspondent" is another matter: of several nouns the last counts.
    fn speaks_for(&self, name: Span) -> bool {
        let syntax = &self.report.analysis.syntax;
        let tokens = syntax.tokens_of(name);
        let mut outside = tokens.clone().filter(|t| !tokens.contains(&syntax.parse.head(*t)));
        let Some(last) = outside.next() else { return false };
        let head = syntax.parse.head(last);
        let speaks = |t: usize| self.lexicon.spokespersons.contains(syntax.lower(t).as_str());
        match syntax.parse.tokens[last].dep {
            dep::COMPOUND | dep::NMOD | dep::AMOD | dep::POSS => {
                let mut nouns = (tokens.end..=head).rev();
                let is_small = |t: &usize| syntax.word(*t).starts_with(char::is_lowercase);
                nouns.find(is_small).is_some_and(speaks)
            }
            dep::POBJ => speaks(syntax.parse.head(head)),
            _ => false,
        }
    }

    /// Whether a name only says whose something or somebody is that is no report and tells nobody
    /// anything: "the offices of ANSA", "a question from ANSA correspondent Jon Vale".
    fn is_aside(&self, name: Span) -> bool {
        let syntax = &self.report.analysis.syntax;
        let parse = &syntax.parse;
        let tokens = syntax.tokens_of(name);
        let mut outside = tokens.clone().filter(|t| !tokens.contains(&parse.head(*t)));
        let Some(mut last) = outside.next() else { return false };
        while parse.tokens[last].dep == dep::CONJ && parse.head(last) != last {
            last = parse.head(last);
        }
        let above = parse.head(last);
        match parse.tokens[last].dep {
            dep::POBJ => {
                let noun = parse.head(above);
                let genitive = self.lexicon.genitive.contains(syntax.lower(above).as_str());
                genitive && parse.tokens[noun].pos == pos::NOUN && !self.is_telling(noun)
            }
            dep::COMPOUND | dep::NMOD | dep::POSS => {
                let person = self.lexicon.titles.get(&parse.lemma(above).to_lowercase());
                let named = tokens.end..above.max(tokens.end);
                let mut between = named.map(|t| self.lexicon.titles.get(&syntax.lower(t)));
                let person = person.is_some() || between.any(|t| t.is_some());
                let says = parse.tokens[above].dep == dep::NSUBJ && self.is_cue(parse.head(above));
                let object = parse.tokens[above].dep == dep::POBJ;
                let cited = object && self.is_cue(parse.head(above));
                person && !says && !cited && !self.hears(above)
            }
            _ => false,
        }
    }

    /// Whether a noun is one for what tells something, or for who does: "report", "newspaper",
    /// "reporter", "interview".
    fn is_telling(&self, noun: usize) -> bool {
        let syntax = &self.report.analysis.syntax;
        let lemma = syntax.parse.lemma(noun).to_lowercase();
        let tells = |rows: &Vec<lexicon::rows::Cue>| rows.iter().any(|c| c.pos == CuePos::Noun);
        self.lexicon.cues.get(lemma.as_str()).is_some_and(tells)
            || self.lexicon.outlets.get(&lemma).is_some()
            || self.lexicon.unnamed.get(&lemma) == Some(&analysis::quotation::MEDIA)
            || self.lexicon.titles.get(&lemma) == Some(&PRESS)
            || self.lexicon.occasions.get(&lemma).is_some()
    }

    fn is_quoted(&self, byte: usize) -> bool {
        self.quoted.iter().any(|q| q.inner.range().contains(&byte))
    }

    /// Whether a name is all that stands in its quotation marks, but for an article: as some write
    /// the names of newspapers.
    fn is_title(&self, name: &Range<usize>) -> bool {
        let text = &self.report.document.text;
        let around = self.quoted.iter().find(|q| q.inner.range().contains(&name.start));
        around.is_some_and(|q| {
            let words = text.words(q.inner).split_whitespace();
            let own = text.as_str()[name.clone()].split_whitespace().count();
            words.count() <= own + 1
        })
    }

    /// Whether a token outside quotation marks is a word of telling.
    fn is_cue(&self, token: usize) -> bool {
        let parse = &self.report.analysis.syntax.parse;
        let verbal = [pos::VERB, pos::AUX, pos::ADP, pos::SCONJ].contains(&parse.tokens[token].pos);
        let lower = self.report.analysis.syntax.lower(token);
        let known = self.lexicon.cues.contains_key(parse.lemma(token))
            || self.lexicon.cues.contains_key(lower.as_str());
        verbal && known && !self.is_quoted(parse.bytes(token).start)
    }

    /// Whether a name is the object of a preposition: "on Radio Corniche", "in the Courier".
    fn is_governed(&self, name: Span) -> bool {
        let syntax = &self.report.analysis.syntax;
        syntax.tokens_of(name).any(|t| syntax.parse.tokens[t].dep == dep::POBJ)
    }

    /// Whether a name comes after a word of citing, as in "RT wrote, citing Reuters".
    fn is_cited(&self, name: Span, tokens: &Range<usize>) -> bool {
        let syntax = &self.report.analysis.syntax;
        let Some(verb) = syntax.tokens_of(name).next().map(|t| syntax.parse.head(t)) else {
            return false;
        };
        let rows = self.lexicon.cues.get(syntax.lower(verb).as_str());
        let citing = |cue: &lexicon::rows::Cue| cue.has(&Frame::According);
        tokens.contains(&verb) && rows.is_some_and(|rows| rows.iter().any(citing))
    }

    /// Whether a token is an object of a word of telling: "told us", "said to the Courier".
    fn hears(&self, token: usize) -> bool {
        self.heard_at(token).is_some()
    }

    /// The word of telling that a token is an object of.
    fn heard_at(&self, token: usize) -> Option<usize> {
        let parse = &self.report.analysis.syntax.parse;
        let head = match parse.tokens[token].dep {
            dep::DOBJ | dep::DATIVE => parse.head(token),
            dep::POBJ => parse.head(parse.head(token)),
            _ => return None,
        };
        let said =
            self.report.analysis.syntax.child(head, &[dep::NSUBJ, dep::NSUBJPASS, dep::AGENT]);
        let tells = parse.tokens[head].pos == pos::VERB && self.is_cue(head) && said.is_some();
        tells.then_some(head)
    }

    /// Whether the verb that governs an object is in the past: "told us", not "reminds us".
    fn is_past(&self, token: usize) -> bool {
        let parse = &self.report.analysis.syntax.parse;
        let head = parse.head(token);
        let verb = if parse.tokens[head].pos == pos::VERB { head } else { parse.head(head) };
        [tag::VBD, tag::VBN].contains(&parse.tokens[verb].tag)
    }

    /// Words that show the reporter was there: "I", "told us", "our correspondent", "this paper".
    fn own_words(&self, tokens: &Range<usize>, block: usize) -> Option<Span> {
        let syntax = &self.report.analysis.syntax;
        let kind = self.report.document.blocks[syntax.blocks[block].0].kind;
        if !kind.is_prose() {
            return None;
        }
        let lower: Vec<String> = tokens.clone().map(|t| syntax.lower(t)).collect();
        let asks = tokens.clone().any(|t| syntax.word(t) == "?");
        for t in tokens.clone().filter(|t| !self.is_quoted(syntax.parse.bytes(*t).start)) {
            let rest = lower[t - tokens.start..].iter().map(String::as_str);
            if let Some((n, &OWN)) = self.lexicon.outlets.longest(rest) {
                return syntax.span(t..t + n);
            }
            let pronoun = self.lexicon.pronouns.get(lower[t - tokens.start].as_str());
            // "US" is a country, and the "i" of a name no reporter.
            let word = syntax.word(t);
            let single = word.chars().nth(1).is_none();
            let written = single == word.chars().all(char::is_uppercase);
            let own = |p: &&Pronoun| p.person == 1 && p.kind == "personal";
            let first = pronoun.filter(own).filter(|_| written && !(single && self.is_numeral(t)));
            let heard = || self.hears(t) && self.is_past(t);
            let rest = &self.report.document.text.as_str()[syntax.parse.bytes(t).end..];
            // The "I" of a party: "(I-Vt.)".
            let rest = rest.strip_prefix('-').unwrap_or(rest);
            let is_whole = !rest.starts_with(char::is_alphanumeric);
            let alone = |p: &&Pronoun| p.number == Some(Number::Singular) && is_whole && !asks;
            if first.is_some_and(|p| alone(&p) || heard()) {
                return syntax.span(t..t + 1);
            }
        }
        None
    }

    /// Whether a letter is the number of what is named before it: "World War I", "Type I errors".
    fn is_numeral(&self, t: usize) -> bool {
        let parse = &self.report.analysis.syntax.parse;
        let token = &parse.tokens[t];
        let governed = [dep::POBJ, dep::DOBJ, dep::COMPOUND].contains(&token.dep);
        if token.tag != tag::PRP || governed {
            return true;
        }
        // A name of two words or more: "Elizabeth" alone cannot be told from "Friday".
        let hangs_on = |part: usize, on: usize| {
            parse.tokens[part].dep == dep::COMPOUND && parse.head(part) == on
        };
        let named = |name: usize| {
            let is_name = parse.tokens[name].pos == pos::PROPN;
            is_name && name.checked_sub(1).is_some_and(|part| hangs_on(part, name))
        };
        let Some(before) = t.checked_sub(1) else { return false };
        // "In New York I met them".
        let met = || {
            let next = parse.tokens.get(t + 1).map(|next| next.pos);
            let verb = next.is_some_and(|pos| [pos::VERB, pos::AUX].contains(&pos));
            parse.tokens[before].dep == dep::POBJ && verb
        };
        hangs_on(before, t) || named(before) && !met()
    }

    /// The words of a noun that stands for a house named before, and the house: "the agency", "the
    /// same paper". Of those named the last that may be of the noun's kind.
    fn stands_for(&self, tokens: &Range<usize>, before: &[usize]) -> Option<(Span, usize)> {
        let syntax = &self.report.analysis.syntax;
        let stands = |t: usize| {
            let kind = self.lexicon.outlets.get(&syntax.lower(t)).filter(|kind| **kind != OWN)?;
            let quoted = self.is_quoted(syntax.parse.bytes(t).start);
            let definite = |c: usize| self.lexicon.definite.contains(syntax.lower(c).as_str());
            let points = !quoted && syntax.parse.children(t).any(definite);
            let last = |fits: &dyn Fn(Option<&str>) -> bool| {
                before.iter().rev().copied().find(|h| fits(self.houses.kind(*h)))
            };
            let house = last(&|k| k == Some(*kind))
                .or_else(|| last(&|k| k.is_none() || *kind == PUBLISHER))?;
            points.then_some((syntax.span(t..t + 1)?, house))
        };
        tokens.clone().find_map(stands)
    }

    /// Whether the paragraph of a sentence, or the one before, names an occasion at which something
    /// is said to all who listen: a speech, a statement, a post.
    fn is_public(&self, line: &Line) -> bool {
        let syntax = &self.report.analysis.syntax;
        let first = syntax.blocks[line.block.saturating_sub(1)].1.start;
        let mut tokens = first..syntax.blocks[line.block].1.end;
        let end = tokens.end;
        tokens.any(|t| {
            let words = (t..end).map(|t| syntax.word(t));
            self.lexicon.occasions.longest(words).is_some()
                && !self.is_quoted(syntax.parse.bytes(t).start)
        })
    }

    fn quotes(&self, lines: &[Line]) -> Vec<Quote> {
        let quote = |q: &Quoted| {
            let words = self.report.document.text.words(q.inner).split_whitespace().count();
            let line = lines.partition_point(|l| l.span.end() <= q.inner.start());
            let told = words >= QUOTED_WORDS_MIN && line < lines.len();
            told.then(|| Quote { span: q.inner, line, is_public: self.is_public(&lines[line]) })
        };
        self.quoted.iter().filter_map(quote).collect()
    }
}
