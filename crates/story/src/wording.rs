//! The words of a claim on one line, chosen so that they can be read alone.

use crate::{Report, anaphora, timeline::whole};
use analysis::{Claim, QuotationKind, Syntax, claim, quotation_mark::without_unpaired, time};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::{Lexicon, rows::Frame};
use std::ops::Range;

/// Stands between words that do not follow one another in the text.
const GAP: &str = " … ";

/// Bytes up to which a sentence is shown whole for a clause that hangs on its other words.
/// Set by hand 2026-11-23, not swept.
const SENTENCE_MAX: usize = 280;

/// Fewest words of content in a claim that tells something. Chosen 2026-11-23, not swept.
const TOLD_MIN: usize = 3;

/// The stances of `lexicon/en/cues.tsv` of those who do not say that something is so.
const NO_SPEECH: [&str; 5] = ["belief", "deny", "doubt", "predict", "question"];

/// The words of a claim if they stand on their own; what has its subject elsewhere in the sentence
/// with that before it; else the whole sentence. Where the subject is a pronoun, the name that it
/// stands for follows it in brackets.
pub(crate) fn of(report: &Report, claim: &Claim, lexicon: &Lexicon) -> String {
    let mut wording = Wording::new(report, claim, lexicon);
    wording.names = wording.named(wording.alone().is_some());
    wording.alone().unwrap_or_else(|| wording.sentence())
}

/// Whether the words of a claim stand on their own.
pub(crate) fn is_alone(report: &Report, claim: &Claim, lexicon: &Lexicon) -> bool {
    Wording::new(report, claim, lexicon).alone().is_some()
}

/// Whether the words of a claim, as [`of`] gives them, can be read by who has read nothing else.
pub(crate) fn is_clear(report: &Report, claim: &Claim, lexicon: &Lexicon) -> bool {
    Wording::new(report, claim, lexicon).is_clear()
}

/// The words of a passage on one line; after the first pronoun that is a subject in it, the name
/// that it stands for.
pub(crate) fn told(report: &Report, span: Span) -> String {
    let syntax = &report.analysis.syntax;
    let text = &report.document.text;
    let subjects = [dep::NSUBJ, dep::NSUBJPASS];
    let mut tokens = syntax.tokens_of(span);
    let subject = tokens.find(|&i| subjects.contains(&syntax.parse.tokens[i].dep));
    let Some((pronoun, name)) = subject.and_then(|s| named_subject(report, s)) else {
        return line(text.words(span));
    };
    let words = text.words(span);
    match words.split_at_checked(pronoun.end() - span.start()) {
        Some((before, after)) => line(&format!("{before} [{}]{after}", text.words(name))),
        None => line(words),
    }
}

/// Words on one line, without marks that have no partner among them.
pub(crate) fn line(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    without_unpaired(&words).to_string()
}

/// The personal pronoun that is the subject of a clause, and the name it stands for.
fn named_subject(report: &Report, subject: usize) -> Option<(Span, Span)> {
    let analysis = &report.analysis;
    let syntax = &analysis.syntax;
    let pronoun = syntax.span(subject..subject + 1)?;
    let is_pronoun = syntax.parse.tokens[subject].tag == tag::PRP;
    let mention = analysis.mentions.iter().find(|m| m.head == subject)?;
    let name = analysis.mentions[analysis.chains[mention.chain].name?].span;
    is_pronoun.then_some((pronoun, name))
}

/// Whether a token is a relative pronoun.
pub(crate) fn is_relative(syntax: &Syntax, token: usize) -> bool {
    let relative = [tag::WDT, tag::WP, tag::WP_POSS];
    syntax.parse.tokens.get(token).is_some_and(|t| relative.contains(&t.tag))
}

/// "The town, where the mayor resigned": where the words begin that are told beside the noun of a
/// relative clause with a subject of its own. `None` where the noun is a part of what is told: "the
/// ban that the mayor imposed", "the town whose mayor resigned".
pub(crate) fn beside(syntax: &Syntax, verb: usize, subject: usize) -> Option<usize> {
    let parse = &syntax.parse;
    let first = parse.subtree(verb).start;
    let whom = parse.tokens.get(first + 1).map(|t| t.tag);
    let opens = parse.tokens[first].pos == pos::ADP && matches!(whom, Some(tag::WDT | tag::WP));
    let is_whose = parse.children(subject).any(|c| parse.tokens[c].tag == tag::WP_POSS);
    match parse.tokens[first].tag {
        _ if is_whose => None,
        tag::WRB => Some(first + 1),
        _ if opens => Some(first + 2),
        _ => None,
    }
}

struct Wording<'a> {
    report: &'a Report,
    syntax: &'a Syntax,
    claim: &'a Claim,
    lexicon: &'a Lexicon,
    /// Pronouns, each with the name to put behind it, in text order.
    names: Vec<(Span, &'a str)>,
}

impl<'a> Wording<'a> {
    fn new(report: &'a Report, claim: &'a Claim, lexicon: &'a Lexicon) -> Wording<'a> {
        let syntax = &report.analysis.syntax;
        Wording { report, syntax, claim, lexicon, names: Vec::new() }
    }

    fn sentence(&self) -> String {
        line(&self.words(self.syntax.sentence(self.claim.head)))
    }

    /// The pronouns of what is shown that stand for persons named elsewhere, with their names; of a
    /// claim that stands alone without its subject, which has its name in any case.
    fn named(&self, is_alone: bool) -> Vec<(Span, &'a str)> {
        let analysis = &self.report.analysis;
        let sentence = self.syntax.span(self.syntax.sentence(self.claim.head));
        let shown = sentence.filter(|_| !is_alone).unwrap_or(self.claim.span);
        let said = self.claim.quotation.map(|q| &analysis.quotations[q].value);
        let found =
            anaphora::antecedents(self.report, shown, said.and_then(|q| q.speaker.as_ref()));
        let subject = self.syntax.child(self.claim.head, &[dep::NSUBJ, dep::NSUBJPASS]);
        let subject = subject.filter(|_| is_alone).and_then(|s| self.syntax.span(s..s + 1));
        let name = |chain: usize| {
            let mention = &analysis.mentions[analysis.chains[chain].name?];
            Some(self.report.document.text.words(mention.span))
        };
        let named = found.named.into_iter().filter(|(pronoun, _)| Some(*pronoun) != subject);
        named.filter_map(|(pronoun, chain)| Some((pronoun, name(chain)?))).collect()
    }

    /// The words without the rest of the sentence; `None` where they would say too little, or
    /// something else.
    fn alone(&self) -> Option<String> {
        let claim = self.claim;
        let token = &self.syntax.parse.tokens[claim.head];
        let is_verbal = matches!(token.pos, pos::VERB | pos::AUX);
        let tokens = self.tokens();
        let is_part = self.is_broken_off() || self.is_cut(&tokens) || self.is_asked_for();
        if !is_verbal || is_part || self.is_only_thought() {
            return None;
        }
        let subjects = [dep::NSUBJ, dep::NSUBJPASS, dep::EXPL, dep::CSUBJ];
        let own = self.syntax.child(claim.head, &subjects).filter(|s| tokens.contains(s));
        let told = match own {
            Some(subject) if is_relative(self.syntax, subject) => self.of_noun(subject),
            Some(subject) if token.dep == dep::RELCL => self.beside_noun(subject),
            Some(_) if token.dep == dep::ACL => None,
            Some(subject) if self.is_day_that_acts(subject) => None,
            Some(subject) if self.is_speaker(subject) => Some(line(&self.words(tokens))),
            Some(subject) => self.with_subject(subject, tokens),
            None => self.of_other(tokens),
        };
        told.filter(|words| !words.is_empty())
    }

    /// The tokens of the claim without what only ties it to other statements ("However, ", "ever
    /// since ") and marks before it.
    fn tokens(&self) -> Range<usize> {
        let parse = &self.syntax.parse;
        let head = self.claim.head;
        let mut tokens = self.syntax.tokens_of(self.claim.span);
        let ties = |i: usize| {
            let form = self.syntax.lower(i);
            self.lexicon.connectives.contains_key(form.as_str()) || self.is_dash_or_comma(i)
        };
        let weighs = |i: usize| parse.tokens[i].dep == dep::ADVMOD;
        let before = parse.children(head).take_while(|&c| c < head);
        let mark = before.filter(|&c| parse.tokens[c].dep == dep::MARK).last();
        if let Some(mark) = mark.filter(|&mark| {
            tokens.contains(&mark)
                && (tokens.start..mark).all(weighs)
                && !self.syntax.is_supposed(head, self.lexicon)
        }) {
            tokens.start = mark + 1;
        }
        // "Then-mayor Vale": no tie, but a part of the word.
        let goes_on = |i: usize| {
            let touches = parse.bytes(i).end == parse.bytes(i + 1).start;
            touches && self.is_dash_or_comma(i + 1) && !self.syntax.is_comma(i + 1)
        };
        while tokens.start < head && ties(tokens.start) && !goes_on(tokens.start) {
            tokens.start += 1;
        }
        // What is said ends before the words that tell who says it.
        let said = self.claim.quotation.map(|q| &self.report.analysis.quotations[q].value);
        let end = said.map(|q| self.syntax.tokens_of(q.content)).filter(|c| c.contains(&head));
        tokens.end = end.map_or(tokens.end, |content| content.end.min(tokens.end));
        tokens
    }

    /// "I" and "we" in what somebody is named for saying: who that is stands beside it.
    fn is_speaker(&self, subject: usize) -> bool {
        let pronoun = self.lexicon.pronouns.get(self.syntax.lower(subject).as_str());
        let said = self.claim.quotation.map(|q| &self.report.analysis.quotations[q].value);
        pronoun.is_some_and(|p| p.person == 1) && said.is_some_and(|q| q.speaker.is_some())
    }

    fn is_dash_or_comma(&self, token: usize) -> bool {
        self.syntax.word(token).chars().all(|c| matches!(c, ',' | '-' | '–' | '—'))
    }

    /// The words of tokens, behind the pronouns among them the names they stand for.
    fn words(&self, tokens: Range<usize>) -> String {
        let Some(span) = self.syntax.span(tokens) else { return String::new() };
        let text = self.report.document.text.words(span);
        let (mut words, mut at) = (String::new(), 0);
        for (pronoun, name) in self.names.iter().filter(|(pronoun, _)| span.contains(*pronoun)) {
            let end = pronoun.end() - span.start();
            words.push_str(&text[at..end]);
            words.push_str(&format!(" [{name}]"));
            at = end;
        }
        words.push_str(&text[at..]);
        words
    }

    /// A clause with its subject; `None` if that is a pronoun nobody is known for.
    fn with_subject(&self, subject: usize, tokens: Range<usize>) -> Option<String> {
        let t = &self.syntax.parse.tokens[subject];
        if t.dep == dep::EXPL || !matches!(t.pos, pos::PRON | pos::DET) {
            return Some(line(&self.words(tokens)));
        }
        let (_, name) = named_subject(self.report, subject)?;
        let (before, after) =
            (self.words(tokens.start..subject + 1), self.words(subject + 1..tokens.end));
        let name = self.report.document.text.words(name);
        let space = if after.starts_with(['\'', '’']) { "" } else { " " };
        Some(line(&format!("{before} [{name}]{space}{after}")))
    }

    /// "The yacht, which has a crew of 11": the noun, then what is told of it.
    fn of_noun(&self, pronoun: usize) -> Option<String> {
        let parse = &self.syntax.parse;
        let noun = self.syntax.antecedent(self.claim.head, self.lexicon);
        if parse.tokens[self.claim.head].dep != dep::RELCL
            || matches!(parse.tokens[noun].pos, pos::PRON | pos::DET | pos::NUM)
            || self.is_of_one_of(noun)
        {
            return None;
        }
        let phrase = self.syntax.closed(self.syntax.noun_phrase(noun));
        let told = pronoun + 1..self.tokens().end;
        (phrase.end <= pronoun).then(|| line(&[self.words(phrase), self.words(told)].join(GAP)))
    }

    /// "One of the few states that pays": whether many things stand before a verb for one.
    fn is_of_one_of(&self, noun: usize) -> bool {
        let parse = &self.syntax.parse;
        let head = self.claim.head;
        let helper = self.syntax.child(head, &[dep::AUX, dep::AUXPASS]);
        parse.tokens[helper.unwrap_or(head)].tag == tag::VBZ
            && matches!(parse.tokens[noun].tag, tag::NNS | tag::NNPS)
            && !self.syntax.has_child(noun, dep::CONJ)
    }

    fn beside_noun(&self, subject: usize) -> Option<String> {
        let tokens = beside(self.syntax, self.claim.head, subject)?..self.tokens().end;
        tokens.contains(&subject).then(|| self.with_subject(subject, tokens))?
    }

    /// What another verb's subject does too: that subject, then the words.
    fn of_other(&self, tokens: Range<usize>) -> Option<String> {
        let parse = &self.syntax.parse;
        let head = self.claim.head;
        let subject = self.claim.subject?;
        let verb = &parse.tokens[head];
        let finite = matches!(verb.tag, tag::VBD | tag::VBZ | tag::VBP);
        let tied = parse
            .children(head)
            .any(|c| c < head && matches!(parse.tokens[c].dep, dep::MARK | dep::PREP));
        let fits = match verb.dep {
            dep::CONJ => finite,
            dep::ADVCL => !tied && verb.tag == tag::VBG,
            _ => false,
        };
        let before = subject < tokens.start && !is_relative(self.syntax, subject);
        if !fits || !before || self.is_joined_otherwise() {
            return None;
        }
        let who = match named_subject(self.report, subject) {
            Some((pronoun, name)) => {
                let text = &self.report.document.text;
                format!("{} [{}]", text.words(pronoun), text.words(name))
            }
            None if matches!(parse.tokens[subject].pos, pos::PRON | pos::DET) => return None,
            None => {
                let phrase = self.syntax.closed(self.syntax.coordinated_phrase(subject));
                self.words(phrase)
            }
        };
        Some(line(&[who, self.words(tokens)].join(GAP)))
    }

    /// Whether the verbs of a row are joined by a word that denies them all ("neither sold nor
    /// closed"), or the row is what somebody thinks or denies.
    fn is_joined_otherwise(&self) -> bool {
        let parse = &self.syntax.parse;
        let mut first = self.claim.head;
        let mut denied = false;
        while parse.tokens[first].dep == dep::CONJ && parse.head(first) != first {
            first = parse.head(first);
            denied |= parse.children(first).any(|c| {
                let joins = matches!(parse.tokens[c].dep, dep::CC | dep::PRECONJ);
                joins && self.lexicon.negation.contains(self.syntax.lower(c).as_str())
            });
        }
        let thought = parse.tokens[first].dep == dep::CCOMP && self.is_no_speech();
        denied || thought
    }

    /// "Opponents think that it will fail": what is neither said nor shown is read with who thinks
    /// so, if the sentence is not too long.
    fn is_only_thought(&self) -> bool {
        let sentence = self.syntax.span(self.syntax.sentence(self.claim.head));
        let parse = &self.syntax.parse;
        let head = self.claim.head;
        // "One went; the other stayed": beside, not thought.
        let beside = (head..parse.head(head)).any(|i| self.syntax.word(i) == ";");
        parse.tokens[head].dep == dep::CCOMP
            && !beside
            && self.is_no_speech()
            && sentence.is_some_and(|s| s.range().len() <= SENTENCE_MAX)
    }

    /// Whether nobody says the claim, or only thinks, foresees, asks or denies it.
    fn is_no_speech(&self) -> bool {
        let said = self.claim.quotation.map(|q| &self.report.analysis.quotations[q].value);
        said.is_none_or(|q| q.kind == QuotationKind::Indirect && NO_SPEECH.contains(&q.stance))
    }

    /// "The doctor who announced on Monday that …": whether a word's complement, or the verb of a
    /// subject, stands behind the last word.
    fn is_cut(&self, tokens: &Range<usize>) -> bool {
        let parse = &self.syntax.parse;
        let needed = [
            dep::CCOMP,
            dep::XCOMP,
            dep::DOBJ,
            dep::POBJ,
            dep::PCOMP,
            dep::ATTR,
            dep::ACOMP,
            dep::OPRD,
        ];
        let behind = tokens.end..self.syntax.sentence(self.claim.head).end.max(tokens.end);
        let lost =
            |c: usize| needed.contains(&parse.tokens[c].dep) && tokens.contains(&parse.head(c));
        // The noun of a relative clause is part of another clause.
        let is_relative = parse.tokens[self.claim.head].dep == dep::RELCL;
        let noun = is_relative.then(|| self.syntax.antecedent(self.claim.head, self.lexicon));
        let mut without_verb = self.syntax.subjects_before_verb(tokens.clone());
        without_verb.any(|i| Some(i) != noun)
            || behind.into_iter().any(lost)
            || self.goes_on(tokens)
            || self.has_subject_of_next(tokens)
    }

    /// "The letter came [as he left]", "the letter came hours [after the vote]": whether the last
    /// word is the verb, or a length of time, and a clause that it needs follows without a mark.
    fn goes_on(&self, tokens: &Range<usize>) -> bool {
        let parse = &self.syntax.parse;
        let (head, next) = (self.claim.head, tokens.end);
        if next == tokens.start || !self.syntax.sentence(head).contains(&next) {
            return false;
        }
        let hangs = parse.subtree(head).contains(&next) && !self.syntax.is_punctuation(next);
        match parse.tokens[next].dep {
            dep::CC | dep::CONJ => false,
            dep::MARK if time::is_within(&self.report.analysis.times, next - 1) => hangs,
            _ => hangs && head + 1 == next,
        }
    }

    /// "[It is the largest firm and the attack] caused a stop", "[the storm moved over the gulf,
    /// Vale,] knew": whether a verb with a tense and without a subject stands behind the words and
    /// no word joins the two, so that its subject was taken for a part of them.
    fn has_subject_of_next(&self, tokens: &Range<usize>) -> bool {
        let parse = &self.syntax.parse;
        let within = self.syntax.sentence(self.claim.head);
        let mut behind = (tokens.end..within.end.max(tokens.end))
            .skip_while(|&i| self.is_dash_or_comma(i) || parse.tokens[i].dep == dep::AUX);
        let Some(verb) = behind.next() else { return false };
        let finite = [tag::VBD, tag::VBZ, tag::VBP, tag::MD];
        let starts = (tokens.end..=verb).find(|&i| !self.is_dash_or_comma(i));
        let has_tense = starts.is_some_and(|i| finite.contains(&parse.tokens[i].tag));
        let subjects = [dep::NSUBJ, dep::NSUBJPASS, dep::EXPL, dep::CSUBJ];
        let is_first = matches!(parse.tokens[verb].dep, dep::CONJ | dep::PARATAXIS | dep::DEP);
        let joined = tokens.clone().next_back().is_some_and(|i| parse.tokens[i].dep == dep::CC);
        has_tense && is_first && !joined && self.syntax.child(verb, &subjects).is_none()
    }

    /// "Berg said Monday will vote": a weekday is no one who acts.
    fn is_day_that_acts(&self, subject: usize) -> bool {
        self.syntax.parse.tokens[self.claim.head].pos == pos::VERB
            && self.lexicon.weekdays.contains_key(self.syntax.lower(subject).as_str())
    }

    /// "Asked that the port be closed": what is not so yet, and reads as if it were without the
    /// words for who asks.
    fn is_asked_for(&self) -> bool {
        let parse = &self.syntax.parse;
        let head = self.claim.head;
        let is_bare = |i: usize| parse.tokens[i].tag == tag::VB;
        let helpers = || parse.children(head).filter(|&c| parse.tokens[c].dep == dep::AUXPASS);
        let helped = |c: usize| parse.tokens[c].dep == dep::AUX;
        let own = [dep::NSUBJ, dep::NSUBJPASS];
        parse.tokens[head].dep == dep::CCOMP
            && (is_bare(head) || helpers().any(is_bare))
            && !parse.children(head).any(helped)
            && own.iter().any(|label| self.syntax.has_child(head, *label))
    }

    /// Whether the words shown make a sentence that tells something and points at nothing before.
    fn is_clear(&self) -> bool {
        let shown = match self.alone() {
            Some(_) => self.parts(),
            None => self.syntax.span(self.syntax.sentence(self.claim.head)).into_iter().collect(),
        };
        let said = self.claim.quotation.map(|q| &self.report.analysis.quotations[q].value);
        let speaker = said.and_then(|q| q.speaker.as_ref());
        let points = |span: &Span| anaphora::antecedents(self.report, *span, speaker).is_open;
        whole::is_sentence(&self.report.analysis, &shown)
            && !shown.first().is_some_and(points)
            && !self.is_thin()
            && !self.is_of_some_one()
    }

    /// "A man who has spent 12 years in prison", "Vale is the first town that pays": whether what
    /// is told beside it is of one of a kind, of whom the rest of the sentence says which.
    fn is_of_some_one(&self) -> bool {
        let parse = &self.syntax.parse;
        let noun = self.syntax.antecedent(self.claim.head, self.lexicon);
        let article = self.syntax.child(noun, &[dep::DET]);
        let is_indefinite =
            |a: usize| self.lexicon.indefinite.contains(self.syntax.lower(a).as_str());
        parse.tokens[self.claim.head].dep == dep::RELCL
            && (parse.tokens[noun].dep == dep::ATTR || article.is_some_and(is_indefinite))
    }

    /// The words that [`Wording::alone`] puts together, those of the subject first.
    fn parts(&self) -> Vec<Span> {
        let (syntax, claim) = (self.syntax, self.claim);
        let subject = syntax.child(claim.head, &[dep::NSUBJ, dep::NSUBJPASS]);
        let relative = subject.filter(|&s| is_relative(syntax, s));
        let (noun, told) = match relative {
            Some(pronoun) => {
                (Some(syntax.antecedent(claim.head, self.lexicon)), pronoun + 1..self.tokens().end)
            }
            None => (claim.subject, self.tokens()),
        };
        let noun = noun.filter(|noun| !told.contains(noun)).map(|noun| syntax.noun_phrase(noun));
        noun.into_iter().chain([told]).filter_map(|tokens| syntax.span(tokens)).collect()
    }

    /// "The move comes", "he promised during his campaign": whether hardly a word of content is
    /// told of what was named before.
    fn is_thin(&self) -> bool {
        let told = self.claim.tokens.iter().filter(|&&i| claim::is_content(self.syntax, i));
        let parse = &self.syntax.parse;
        let is_known = |subject: usize| {
            let is_definite = |c| self.lexicon.definite.contains(self.syntax.lower(c).as_str());
            let determiner = self.syntax.child(subject, &[dep::DET]);
            let bare =
                parse.tokens[subject].pos == pos::NOUN && determiner.is_some_and(is_definite);
            parse.tokens[subject].pos == pos::PRON || bare
        };
        told.count() < TOLD_MIN && self.claim.subject.is_none_or(is_known)
    }

    /// Whether the last word asks for another: "on grounds", "two questions: whether", "saying".
    fn is_broken_off(&self) -> bool {
        let parse = &self.syntax.parse;
        let tokens = self.syntax.tokens_of(self.claim.span);
        let end = tokens.end;
        let last = tokens.rev().find(|&i| !self.syntax.is_punctuation(i));
        last.is_none_or(|last| {
            let t = &parse.tokens[last];
            let opens = [dep::CCOMP, dep::XCOMP, dep::DOBJ, dep::ACL, dep::POBJ, dep::PCOMP];
            let open =
                parse.children(last).any(|c| c >= end && opens.contains(&parse.tokens[c].dep));
            let joint = t.dep == dep::CC
                || t.dep == dep::MARK
                || matches!(t.tag, tag::TO | tag::DT | tag::PRP_POSS | tag::WDT | tag::WRB);
            // "Was quoted as saying".
            let speaks = t.tag == tag::VBG && t.dep == dep::PCOMP && {
                let cue = self.lexicon.cues.get(parse.lemma(last));
                cue.is_some_and(|cues| cues.iter().any(|cue| cue.has(&Frame::Clause)))
            };
            open || joint || speaks || t.dep == dep::PREP && parse.subtree(last).len() == 1
        })
    }
}
