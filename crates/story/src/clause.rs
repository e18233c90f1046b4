//! The clause that tells a happening so that it can be read alone: with its subject and with what
//! hangs on its verb, without what another clause tells.

use crate::wording;
use analysis::{Analysis, EventMention, MentionForm, Syntax, time, time::tense};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::Lexicon;
use std::ops::Range;

/// Most bytes of a clause that is shown whole.
const BYTES_MAX: usize = 280;
/// Most bytes of a statement that is shown as it was found.
const TOLD_BYTES_MAX: usize = 400;
/// Steps up the tree to the clause that has a subject.
const STEPS_MAX: usize = 6;

/// The words that tell a happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Who it is told of, where the clause itself does not name them and all words from there to
    /// the clause are too many.
    pub(crate) subject: Option<Span>,
    /// The words.
    pub(crate) span: Span,
    /// Whether the clause says its subject by itself.
    pub(crate) is_own: bool,
    /// Whether it only describes something that has no name: "talks that ended at noon".
    pub(crate) describes: bool,
}

impl Clause {
    fn plain(span: Span, is_own: bool) -> Clause {
        Clause { subject: None, span, is_own, describes: false }
    }
}

/// The clause of a mention; `None` where the words are a piece that names nobody and nothing, or
/// only say in a long sentence which thing is meant: "the years that followed the coup".
pub(crate) fn of(analysis: &Analysis, mention: &EventMention) -> Option<Clause> {
    let syntax = &analysis.syntax;
    let head = mention.head;
    let (at, described, bond) = match above(analysis, head)? {
        Above::Whole(clause) => return Some(clause),
        Above::Verb { at, described, bond } => (at, described, bond),
    };
    let Some(who) = subject(syntax, at) else {
        // Read as another's subject, but a statement that begins with nouns.
        let first = syntax.tokens_of(mention.span).start;
        let begins = first < head && mention.claim.is_some();
        return begins.then(|| Clause::plain(mention.span, false));
    };
    // "This November know": misread.
    let bare = matches!(syntax.parse.tokens[at].tag, tag::VB | tag::VBP);
    if bare && !syntax.has_child(at, dep::AUX) && time::is_within(&analysis.times, who) {
        return None;
    }
    let own = || syntax.span(shortened(syntax, head, whole(syntax, head)));
    let clause = if at == head {
        let (span, told) = (own()?, mention.span);
        // "They will pay, the two said": what was said is read as the sentence.
        let more = told.contains(span) && told.range().len() <= TOLD_BYTES_MAX;
        Clause::plain(if more { told } else { span }, true)
    } else {
        let all = whole(syntax, at);
        let held = all.contains(&head).then(|| syntax.span(all)).flatten();
        let apart = match bond {
            Bond::Part => false,
            Bond::Loose => is_dated_otherwise(analysis, at, mention),
            Bond::Apart => true,
        };
        match held.filter(|span| span.range().len() <= BYTES_MAX && !apart) {
            _ if described.is_some() => return described,
            Some(span) => Clause::plain(span, false),
            None => {
                let subject = syntax.span(syntax.closed(syntax.noun_phrase(who)));
                let own = own()?;
                // "After an alarm delayed it, the launch went well": what stands before a subject
                // has another, or is no more than a part.
                let subject = subject.filter(|subject| subject.end() <= own.start());
                Clause { subject, ..Clause::plain(own, false) }
            }
        }
    };
    (!is_broken_off(syntax, clause.span)).then_some(clause)
}

/// How a predicate belongs to what the verb above it says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bond {
    /// As a part: "promised to leave on Monday".
    Part,
    /// Loosely, so that the verb may have a time of its own: "left, closing the door".
    Loose,
    /// Not in time: "is remembered for leaving in 1974".
    Apart,
}

/// What a predicate hangs on.
enum Above {
    /// A name that its clause describes: all that is to be shown.
    Whole(Clause),
    /// The verb that has a subject, or the last one.
    Verb {
        at: usize,
        /// The words of what has no name where the clause describes that: what the verb tells is
        /// not told of the clause's time.
        described: Option<Clause>,
        bond: Bond,
    },
}

/// Climbs from a predicate to the clause that has a subject.
fn above(analysis: &Analysis, head: usize) -> Option<Above> {
    let syntax = &analysis.syntax;
    let parse = &syntax.parse;
    let (mut at, mut described, mut bond) = (head, None, Bond::Part);
    for _ in 0..STEPS_MAX {
        let t = &parse.tokens[at];
        let next = tense::governing_verb(syntax, &(at..at + 1)).filter(|&v| v != at);
        // "A doctor, Dora Vale, left on Monday": read as a participle of the name.
        let noun = parse.head(at);
        let read = t.dep == dep::ACL && (t.tag == tag::VBD || parse.head(noun) == noun);
        if t.dep == dep::RELCL || read {
            let phrase = relative(analysis, at, head)?;
            if !phrase.describes {
                return Some(Above::Whole(phrase));
            }
            described = described.or(Some(phrase));
            let Some(next) = next else { return described.map(Above::Whole) };
            at = next;
            continue;
        }
        let hangs = [dep::XCOMP, dep::ADVCL, dep::ACL, dep::CONJ, dep::PCOMP, dep::CCOMP];
        // "Expects Vale to go": who expects it belongs to it.
        let under = syntax.is_infinitive(at) && matches!(t.dep, dep::XCOMP | dep::CCOMP);
        let own = subject(syntax, at).is_some() && !under;
        if own || parse.head(at) == at || !hangs.contains(&t.dep) {
            break;
        }
        if is_of_another_time(syntax, at) {
            bond = Bond::Apart;
        } else if bond == Bond::Part && !matches!(t.dep, dep::XCOMP | dep::CCOMP) {
            bond = Bond::Loose;
        }
        at = next?;
    }
    Some(Above::Verb { at, described, bond })
}

/// Whether what a predicate is told of is no time of the verb above it: "remembered for leaving in
/// 1974", "steered clear of a rocket launched last month".
fn is_of_another_time(syntax: &Syntax, verb: usize) -> bool {
    let parse = &syntax.parse;
    let t = &parse.tokens[verb];
    let above = parse.head(verb);
    match (t.dep, t.tag) {
        (dep::PCOMP, _) => {
            let word = syntax.lower(above);
            let lexicon = Lexicon::english();
            let with = lexicon.locative.contains(word.as_str());
            !with && !lexicon.authors.contains(word.as_str())
        }
        (dep::ACL, tag::VBN) => !matches!(parse.tokens[above].dep, dep::NSUBJ | dep::NSUBJPASS),
        _ => false,
    }
}

/// Whether a verb above a predicate has a time of its own, so that what it says is told of that:
/// "revealed on Friday what she had kept quiet about since declaring her bid in July".
fn is_dated_otherwise(analysis: &Analysis, verb: usize, mention: &EventMention) -> bool {
    let mut events = analysis.events.iter().map(|e| &e.value);
    let own = events.find(|e| e.head == verb).and_then(|e| e.time);
    own.is_some() && mention.time.is_some() && own != mention.time
}

/// The words of a clause on one line.
pub(crate) fn words(clause: &Clause, words: impl Fn(Span) -> String) -> String {
    match clause.subject {
        Some(subject) => format!("{} … {}", words(subject), words(clause.span)),
        None => words(clause.span),
    }
}

fn subject(syntax: &Syntax, verb: usize) -> Option<usize> {
    let subjects = [dep::NSUBJ, dep::NSUBJPASS, dep::EXPL, dep::CSUBJ, dep::CSUBJPASS];
    syntax.child(verb, &subjects)
}

/// Whether words end where a text was cut: "takes a step to", "at the".
fn is_broken_off(syntax: &Syntax, span: Span) -> bool {
    let words = syntax.tokens_of(span).rev().find(|&i| !syntax.is_punctuation(i));
    words.is_none_or(|last| {
        let genitive = Lexicon::english().genitive.contains(syntax.lower(last).as_str());
        genitive || matches!(syntax.parse.tokens[last].tag, tag::TO | tag::DT | tag::PRP_POSS)
    })
}

/// "Dora Vale, who left on Monday": of what is named, the name with the clause.
fn relative(analysis: &Analysis, verb: usize, head: usize) -> Option<Clause> {
    let syntax = &analysis.syntax;
    let noun = syntax.parse.head(verb);
    let named = analysis.mentions.iter().any(|m| m.head == noun && m.form == MentionForm::Name);
    let phrase = syntax.noun_phrase(noun);
    let all = phrase.start..whole(syntax, verb).end;
    // What stands in a clause beside it is not told of the noun.
    if !all.contains(&head) {
        return None;
    }
    // "The crew, whose radio failed", and not "Velia, which have grown".
    let parse = &syntax.parse;
    let who = subject(syntax, verb);
    let owned = who.is_some_and(|s| parse.children(s).any(|c| parse.tokens[c].tag == tag::WP_POSS));
    let plural = [dep::AUX, dep::AUXPASS]
        .iter()
        .any(|&d| syntax.child(verb, &[d]).is_some_and(|c| parse.tokens[c].tag == tag::VBP));
    let one = parse.tokens[noun].tag == tag::NNP && !syntax.has_child(noun, dep::CONJ);
    if plural && one {
        return None;
    }
    // "Tarn, where the mayor resigned on Monday": she did, and Tarn did nothing. A time that is not
    // in the clause stands with the noun.
    let beside = who.filter(|_| !owned).and_then(|s| wording::beside(syntax, verb, s));
    let told = beside.map(|from| shortened(syntax, head, from..whole(syntax, verb).end));
    let told = told.and_then(|told| syntax.span(told));
    let has_time = |span: &Span| analysis.times.iter().any(|t| span.contains(t.value.span));
    if let Some(told) = told.filter(has_time) {
        return Some(Clause::plain(told, true));
    }
    let plain = Clause::plain(syntax.span(shortened(syntax, head, all.clone()))?, false);
    let pronoun = who.filter(|&s| wording::is_relative(syntax, s) && phrase.end <= s);
    let parted = pronoun.and_then(|s| {
        let span = syntax.span(shortened(syntax, head, s + 1..all.end))?;
        Some(Clause { subject: syntax.span(syntax.closed(phrase)), ..Clause::plain(span, false) })
    });
    let clause = parted.unwrap_or(plain);
    Some(Clause { describes: !named && !owned, ..clause })
}

/// The tokens of a verb's clause, without conjunctions before it, the clauses beside it and
/// punctuation at its ends.
fn whole(syntax: &Syntax, verb: usize) -> Range<usize> {
    let parse = &syntax.parse;
    let mut tokens = parse.subtree(verb);
    for child in parse.children(verb) {
        let t = &parse.tokens[child];
        let beside = t.dep == dep::CONJ && subject(syntax, child).is_some()
            || matches!(t.dep, dep::PARATAXIS);
        if beside && child > verb {
            let joint = parse
                .children(verb)
                .filter(|&c| parse.tokens[c].dep == dep::CC && c > verb && c < child);
            let from = joint.max().unwrap_or(child).min(parse.subtree(child).start);
            tokens.end = tokens.end.min(from.max(verb + 1));
        }
    }
    let opens = |i: usize| {
        let t = &parse.tokens[i];
        let own = t.head as usize == verb && matches!(t.dep, dep::MARK | dep::CC);
        let when = t.head as usize == verb && t.tag == tag::WRB;
        own || when || t.dep == dep::PUNCT
    };
    // "Especially after the mayor resigned": what weighs the word that ties goes with it.
    let ties = parse.children(verb).take_while(|&c| c < verb);
    let tie = ties.filter(|&c| parse.tokens[c].dep == dep::MARK).last();
    let weighs = |i: usize| parse.tokens[i].dep == dep::ADVMOD;
    if let Some(tie) = tie.filter(|&tie| (tokens.start..tie).all(weighs)) {
        tokens.start = tie;
    }
    while tokens.start < verb && opens(tokens.start) && !is_quote(syntax, tokens.start) {
        tokens.start += 1;
    }
    let before = tokens.start..subject(syntax, verb).unwrap_or(verb).min(verb);
    tokens.start = behind_colon(syntax, before).unwrap_or(tokens.start);
    trimmed(syntax, tokens, verb)
}

/// "But in the other direction: during the race Vale vowed": where a clause begins before which
/// there are words without a verb and a colon.
fn behind_colon(syntax: &Syntax, before: Range<usize>) -> Option<usize> {
    let parse = &syntax.parse;
    let verbal = |i: usize| matches!(parse.tokens[i].pos, pos::VERB | pos::AUX);
    let colon = before.clone().find(|&i| syntax.word(i) == ":")?;
    (!(before.start..colon).any(verbal)).then_some(colon + 1)
}

fn is_quote(syntax: &Syntax, token: usize) -> bool {
    matches!(syntax.parse.tokens[token].tag, tag::OPENING_QUOTE | tag::CLOSING_QUOTE)
}

/// Without punctuation and conjunctions at the end, but with a mark that closes.
fn trimmed(syntax: &Syntax, mut tokens: Range<usize>, verb: usize) -> Range<usize> {
    let loose = |i: usize| {
        let closes = syntax.word(i).contains(['%', ')', ']', '$', '€', '£']);
        syntax.is_punctuation(i) && !closes && !is_quote(syntax, i)
            || syntax.parse.tokens[i].pos == pos::CCONJ
    };
    while tokens.end > verb + 1 && loose(tokens.end - 1) {
        tokens.end -= 1;
    }
    let tokens = syntax.closed(tokens);
    // A mark whose partner is not among the words.
    let marks = tokens.clone().filter(|&i| is_mark(syntax, i)).count();
    let mut tokens = match tokens {
        all if marks % 2 == 0 => return all,
        all if is_mark(syntax, all.start) => all.start + 1..all.end,
        all if is_mark(syntax, all.end - 1) => all.start..all.end - 1,
        all => return all,
    };
    while tokens.end > verb + 1 && loose(tokens.end - 1) {
        tokens.end -= 1;
    }
    tokens
}

fn is_mark(syntax: &Syntax, token: usize) -> bool {
    const MARKS: [char; 8] = ['"', '“', '”', '‘', '’', '`', '\'', '«'];
    syntax.word(token).chars().all(|c| MARKS.contains(&c))
}

/// A clause that is too long, without the last clauses that only hang on it.
fn shortened(syntax: &Syntax, head: usize, mut tokens: Range<usize>) -> Range<usize> {
    let parse = &syntax.parse;
    let long = |tokens: &Range<usize>| {
        syntax.span(tokens.clone()).is_some_and(|span| span.range().len() > BYTES_MAX)
    };
    let loose = |c: usize| {
        let dep = parse.tokens[c].dep;
        matches!(dep, dep::ADVCL | dep::CONJ | dep::PARATAXIS | dep::DEP) && c > head
    };
    let mut ends: Vec<usize> =
        parse.children(head).filter(|&c| loose(c)).map(|c| parse.subtree(c).start).collect();
    while long(&tokens)
        && let Some(end) = ends.pop()
    {
        tokens = trimmed(syntax, tokens.start..end.max(head + 1).min(tokens.end), head);
    }
    tokens
}
