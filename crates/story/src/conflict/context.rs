//! What stands around two statements that may be in conflict: who is made to answer for each,
//! what the sentences beside them deny, and which words find no answer.

use super::day;
use crate::claim::{Meaning, Statement, Statements, Term};
use analysis::claim::is_content;
use language::labels::{dep, pos, tag};
use std::collections::BTreeSet;
use std::ops::Range;

/// Names of the signs, each from 0 to 1 or a small number.
pub const NAMES: &[&str] = &[
    "attributed_both",
    "attributed_one",
    "said_inside",
    "days_between",
    "around_negates",
    "around_negates_both",
    "around_answers",
    "all_words_shared",
    "all_names_shared",
    "open_nouns_less",
    "open_nouns_more",
    "open_names_less",
    "open_names_more",
    "open_verbs_less",
    "open_verbs_more",
    "open_qualities_less",
    "open_qualities_more",
    "open_numbers_less",
    "open_numbers_more",
    "open_nearness",
    "open_subjects",
    "negates_one",
    "negates_both",
    "negates_one_and_rest",
    "future_differs",
    "tense_differs",
    "roles_swapped",
    "voice_differs",
    "quoted",
    "number_on_both",
    "number_agrees_fully",
    "words_least",
    "attributed_and_rest",
    "attributed_and_open",
];
/// Number of signs.
pub const N: usize = NAMES.len();

/// How near a word must be to be an answer. Set by hand 2026-11-22, not swept.
const ANSWER_NEAR: f32 = 0.55;
/// Most days that are told apart, and most words counted.
const DAYS_MAX: f32 = 10.0;
const COUNT_MAX: f32 = 3.0;
const WORDS_MAX: f32 = 12.0;

/// The values of the signs for two statements, of which all but the differing slot is alike by
/// `rest`. Cost: the product of their lengths.
pub fn values(all: &Statements<'_>, a: &Statement, b: &Statement, rest: f32) -> [f32; N] {
    let (x, y) = (Side::of(all, a), Side::of(all, b));
    let (open_a, open_b) = (open(all, a, b), open(all, b, a));
    let count = |wanted: &[language::Label]| {
        let n = |side: &Side<'_>, open: &[Term]| {
            let of = |t: &&Term| wanted.contains(&side.part(t.token));
            (open.iter().filter(of).count() as f32).min(COUNT_MAX)
        };
        let (m, n) = (n(&x, &open_a), n(&y, &open_b));
        (m.min(n), m.max(n))
    };
    let nouns = count(&[pos::NOUN]);
    let names = count(&[pos::PROPN]);
    let verbs = count(&[pos::VERB]);
    let qualities = count(&[pos::ADJ, pos::ADV]);
    let numbers = count(&[pos::NUM]);
    let both = flag(x.attributed && y.attributed);
    let negates = flag(x.negates != y.negates);
    let days = day(all.report(a)).zip(day(all.report(b)));
    let days = days.map_or(0.0, |(m, n)| m.0.abs_diff(n.0) as f32);
    let (p, q) = (&all.claim(a).quantities, &all.claim(b).quantities);
    let met = |m: &analysis::Quantity| q.iter().any(|n| m.value == n.value);
    [
        both,
        flag(x.attributed != y.attributed),
        flag(x.says) + flag(y.says),
        days.min(DAYS_MAX) / DAYS_MAX,
        flag(x.around_negates || y.around_negates),
        flag(x.around_negates && y.around_negates),
        (answers(&open_a, &x, &y) + answers(&open_b, &y, &x)).min(COUNT_MAX),
        shared(&x.words, &y.words),
        shared(&x.names, &y.names),
        nouns.0,
        nouns.1,
        names.0,
        names.1,
        verbs.0,
        verbs.1,
        qualities.0,
        qualities.1,
        numbers.0,
        numbers.1,
        nearest(all, &open_a, &open_b),
        flag(has(&open_a, a.subject) && has(&open_b, b.subject)),
        negates,
        flag(x.negates && y.negates),
        negates * rest,
        flag(x.future != y.future),
        flag(x.past != y.past),
        flag(swapped(all, &x, &y)),
        flag(all.claim(a).is_passive != all.claim(b).is_passive),
        flag(x.quoted) + flag(y.quoted),
        flag(!p.is_empty() && !q.is_empty()),
        flag(!p.is_empty() && p.len() == q.len() && p.iter().all(met)),
        (a.terms.len().min(b.terms.len()) as f32).min(WORDS_MAX) / WORDS_MAX,
        both * rest,
        both * flag(!open_a.is_empty() && !open_b.is_empty()),
    ]
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// One statement with its sentence.
struct Side<'s> {
    statement: &'s Statement,
    syntax: &'s analysis::Syntax,
    attributed: bool,
    says: bool,
    negates: bool,
    around_negates: bool,
    future: bool,
    past: bool,
    quoted: bool,
    /// Lemmas of content of the whole sentence, and the names among them.
    words: BTreeSet<String>,
    names: BTreeSet<String>,
    /// Those outside the statement.
    around: BTreeSet<String>,
}

impl<'s> Side<'s> {
    fn of(all: &Statements<'s>, statement: &'s Statement) -> Side<'s> {
        let analysis = &all.report(statement).analysis;
        let (syntax, lexicon) = (&analysis.syntax, all.lexicon());
        let own = syntax.tokens_of(statement.span);
        let claim = all.claim(statement);
        let whole: Range<usize> = match own.is_empty() {
            true => own.clone(),
            false => syntax.sentence(own.start).start..syntax.sentence(own.end - 1).end,
        };
        let outside = || whole.clone().filter(|i| !own.contains(i));
        let says = |i: usize| {
            let cue = analysis.quotations.iter().filter_map(|q| q.value.cue);
            let token = &syntax.parse.tokens[i];
            cue.clone().any(|c| c.range().contains(&(token.start as usize)))
        };
        let negates = |i: usize| {
            lexicon.negation.contains(syntax.lower(i).as_str())
                || lexicon.negation.contains(syntax.parse.lemma(i))
        };
        let words = |tokens: &mut dyn Iterator<Item = usize>| -> BTreeSet<String> {
            let content = tokens.filter(|&i| is_content(syntax, i));
            content.map(|i| syntax.parse.lemma(i).to_lowercase()).collect()
        };
        let is_name = |i: &usize| syntax.parse.tokens[*i].pos == pos::PROPN;
        let head = syntax.parse.tokens[claim.head].tag;
        Side {
            statement,
            syntax,
            attributed: claim.quotation.is_some() || is_attributed(all, statement, &own),
            says: own.clone().any(says),
            negates: own.clone().filter(|i| negates(*i)).count() % 2 == 1,
            around_negates: outside().any(negates),
            future: claim.kind == analysis::ClaimKind::Ahead,
            past: matches!(head, tag::VBD | tag::VBN),
            quoted: analysis
                .quotations
                .iter()
                .flat_map(|q| &q.value.verbatim)
                .any(|v| v.overlaps(statement.span)),
            words: words(&mut whole.clone()),
            names: words(&mut whole.clone().filter(is_name)),
            around: words(&mut outside()),
        }
    }

    fn part(&self, token: u32) -> language::Label {
        self.syntax.parse.tokens[token as usize].pos
    }

    fn lemma(&self, token: u32) -> String {
        self.syntax.parse.lemma(token as usize).to_lowercase()
    }
}

/// Most tokens before and after a statement among which a cue may make somebody answer for it.
const CUE_TOKENS: usize = 40;

/// Whether a verb that can tie a speaker to a content stands near a statement in its paragraph.
fn is_attributed(all: &Statements<'_>, statement: &Statement, own: &Range<usize>) -> bool {
    let syntax = &all.report(statement).analysis.syntax;
    if own.is_empty() {
        return false;
    }
    let block = &syntax.blocks[syntax.block_of(own.start)].1;
    let from = own.start.saturating_sub(CUE_TOKENS).max(block.start);
    let until = (own.end + CUE_TOKENS).min(block.end);
    (from..own.start).chain(own.end..until).any(|i| {
        let is_verb = syntax.parse.tokens[i].pos == pos::VERB;
        is_verb && all.lexicon().cues.contains_key(syntax.parse.lemma(i))
    })
}

/// The words of a statement to which the other has no answer.
fn open(all: &Statements<'_>, a: &Statement, b: &Statement) -> Vec<Term> {
    let answered = |term: &Term| {
        b.terms.iter().any(|other| match (term.meaning, other.meaning) {
            (Meaning::Word(x), Meaning::Word(y)) => all.nearness(x, y) >= ANSWER_NEAR,
            (Meaning::Quantity(x), Meaning::Quantity(y)) => {
                all.quantity(a, x).agrees(all.quantity(b, y))
            }
            (x, y) => x == y,
        })
    };
    a.terms.iter().filter(|t| !answered(t)).copied().collect()
}

/// How many open words of one stand around the other.
fn answers(open: &[Term], own: &Side<'_>, other: &Side<'_>) -> f32 {
    let stands = |t: &&Term| other.around.contains(&own.lemma(t.token));
    open.iter().filter(stands).count() as f32
}

/// How near the nearest open words of the two are.
fn nearest(all: &Statements<'_>, a: &[Term], b: &[Term]) -> f32 {
    let near = a.iter().flat_map(|x| b.iter().map(move |y| (x.meaning, y.meaning)));
    let near = near.map(|pair| match pair {
        (Meaning::Word(x), Meaning::Word(y)) => all.nearness(x, y),
        _ => 0.0,
    });
    near.fold(0.0, f32::max)
}

fn has(open: &[Term], part: Option<Term>) -> bool {
    part.is_some_and(|part| open.iter().any(|t| t.token == part.token))
}

/// The share of the smaller set that the other has.
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f32 {
    let least = a.len().min(b.len()).max(1) as f32;
    a.intersection(b).count() as f32 / least
}

/// Whether who acts in one is acted on in the other.
fn swapped(all: &Statements<'_>, x: &Side<'_>, y: &Side<'_>) -> bool {
    let acts = |side: &Side<'_>, term: &Term| {
        side.syntax.parse.tokens[term.token as usize].dep == dep::NSUBJ
    };
    let acted = |side: &Side<'_>, term: &Term| {
        let dep = side.syntax.parse.tokens[term.token as usize].dep;
        matches!(dep, dep::DOBJ | dep::NSUBJPASS | dep::POBJ)
    };
    let same = |m: &Term, n: &Term| match (m.meaning, n.meaning) {
        (Meaning::Entity(p), Meaning::Entity(q)) => p == q,
        (Meaning::Word(p), Meaning::Word(q)) => {
            p == q && x.part(m.token) == pos::NOUN && all.nearness(p, q) > 0.999
        }
        _ => false,
    };
    let terms = |side: &Side<'_>| side.statement.terms.clone();
    terms(x).iter().any(|m| {
        let met = |n: &Term| acts(x, m) && acted(y, n) || acted(x, m) && acts(y, n);
        terms(y).iter().any(|n| same(m, n) && met(n))
    })
}
