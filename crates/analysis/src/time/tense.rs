//! Which way a time lies from the report that names it, read from the clause around it.

use super::calendar::Day;
use crate::syntax::Syntax;
use language::labels::{dep, pos, tag};
use lexicon::{
    Lexicon,
    rows::{CommitmentCue, CuePos, FollowUpKind},
};
use std::ops::Range;

/// Where a time lies from now, as the clause says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Before now.
    Past,
    /// After now.
    Future,
    /// The clause does not say.
    Unknown,
}

/// Most steps up the tree from a time to the verb that governs it.
const STEPS_MAX: usize = 12;

/// The verb that governs some tokens: the nearest one above them in the tree.
pub fn governing_verb(syntax: &Syntax, tokens: &Range<usize>) -> Option<usize> {
    let outside = tokens.clone().map(|i| syntax.parse.head(i)).find(|h| !tokens.contains(h));
    let mut at = outside.or_else(|| {
        tokens.clone().find(|&i| matches!(syntax.parse.tokens[i].pos, pos::VERB | pos::AUX))
    })?;
    for _ in 0..STEPS_MAX {
        if matches!(syntax.parse.tokens[at].pos, pos::VERB | pos::AUX) {
            return Some(at);
        }
        let head = syntax.parse.head(at);
        if head == at {
            return None;
        }
        at = head;
    }
    None
}

/// Whether a verb lies in the past or the future, by its form, its auxiliaries and, for an
/// infinitive, the verb it depends on.
pub fn direction(syntax: &Syntax, lexicon: &Lexicon, verb: usize) -> Direction {
    let mut at = verb;
    for step in 0..STEPS_MAX {
        let aux = Auxiliaries::of(syntax, at);
        let token = &syntax.parse.tokens[at];
        if aux.perfect {
            return Direction::Past;
        }
        if aux.modal {
            return Direction::Future;
        }
        let head = syntax.parse.head(at);
        match token.tag {
            // "She would resign before the month was out": the time is that of the main clause.
            tag::VBD if token.dep == dep::ADVCL && Auxiliaries::of(syntax, head).modal => {}
            tag::VBD => return Direction::Past,
            // "Expected the bill to be introduced".
            tag::VBN if aux.to && !aux.past => return of_infinitive(syntax, lexicon, at),
            tag::VBN if aux.past => return Direction::Past,
            tag::VBN if aux.present => return Direction::Future,
            tag::VBN if head == at => return Direction::Past,
            tag::VBN if token.dep == dep::ACL => return Direction::Past,
            tag::VBN if matches!(token.dep, dep::CONJ) => {}
            tag::VBN => return Direction::Past,
            tag::VBG if aux.past => return Direction::Past,
            tag::VBG if aux.present => return Direction::Unknown,
            tag::VB if aux.to => return of_infinitive(syntax, lexicon, at),
            tag::VBZ | tag::VBP if is_cue(syntax, lexicon, at) => return Direction::Past,
            tag::VBZ | tag::VBP if token.dep == dep::ADVCL && head != at => {}
            tag::VBZ | tag::VBP => return Direction::Unknown,
            _ if head == at || step + 1 == STEPS_MAX => return Direction::Unknown,
            _ => {}
        }
        at = head;
    }
    Direction::Unknown
}

/// Which way an infinitive lies: ahead of now, unless what it was for is itself past, as in "had
/// been due to expire", "made it hard to meet demand", "failed to meet it", "declined to hear it"
/// and "attempted to explain it": under a past verb that neither binds nor plans.
fn of_infinitive(syntax: &Syntax, lexicon: &Lexicon, verb: usize) -> Direction {
    let parse = &syntax.parse;
    let head = parse.head(verb);
    let Some(above) = governing_verb(syntax, &(verb..verb + 1)) else {
        return Direction::Future;
    };
    if is_what_came(syntax, lexicon, verb) {
        return match parse.tokens[above].tag {
            tag::VBD | tag::VBN => Direction::Past,
            _ => Direction::Unknown,
        };
    }
    // "Recalled driving there to see him": as what was recalled.
    let gerund = parse.tokens[above].tag == tag::VBG && parse.tokens[above].dep == dep::XCOMP;
    let told = Some(parse.head(above)).filter(|_| gerund && head == above);
    let (head, above) = told.map_or((head, above), |told| (told, told));
    let aux = Auxiliaries::of(syntax, above);
    let adjective = parse.tokens[head].pos == pos::ADJ;
    let judged = adjective && parse.tokens[head].dep != dep::ACOMP;
    let past = parse.tokens[above].tag == tag::VBD;
    let over = aux.perfect && !aux.now;
    let lemma = parse.lemma(above).to_lowercase();
    let failed = head == above && lexicon.follow_ups.get(&lemma) == Some(&FollowUpKind::Undone);
    let plans = lexicon
        .commitments
        .get(&(lemma.as_str(), true))
        .is_some_and(|cue| !matches!(cue, CommitmentCue::Try | CommitmentCue::Refuse));
    let done = head == above && parse.tokens[above].pos == pos::VERB && !plans;
    if over || (judged || failed || done) && past { Direction::Past } else { Direction::Future }
}

/// "The first mayor to resign", "left only to come back": an infinitive of what came about.
fn is_what_came(syntax: &Syntax, lexicon: &Lexicon, verb: usize) -> bool {
    let parse = &syntax.parse;
    let noun = parse.head(verb);
    let only = |i: usize| lexicon.exclusives.contains(syntax.lower(i).as_str());
    let start = parse.subtree(verb).start;
    let after_only = start > 0 && only(start - 1) || only(start);
    let singled = |c: usize| {
        let t = &parse.tokens[c];
        let ordinal = || {
            let word = syntax.lower(c);
            let (known, counts) = (&lexicon.numbers, &lexicon.numerals);
            known.contains_key(word.as_str()) && !counts.contains_key(word.as_str())
        };
        t.dep == dep::AMOD && (t.tag == tag::JJS || only(c) || ordinal())
    };
    match parse.tokens[verb].dep {
        dep::ADVCL => after_only,
        // "Announced the first race to be held": of what an act is about nothing came yet.
        dep::ACL | dep::RELCL => {
            let passive = syntax.has_child(verb, dep::AUXPASS);
            let about = parse.tokens[noun].dep == dep::DOBJ && passive;
            !about && parse.children(noun).any(singled)
        }
        _ => false,
    }
}

/// A day that words name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDay {
    /// The tokens of the words.
    pub tokens: Range<usize>,
    /// The day.
    pub day: Day,
    /// The part of the day they name, as in TIMEX3.
    pub part: Option<&'static str>,
}

/// The day that governs some tokens, of the days their paragraph named before: one whose verb
/// stands above theirs in the same sentence, else the last named outside relative clauses.
pub fn day_above(syntax: &Syntax, days: &[NamedDay], tokens: &Range<usize>) -> Option<NamedDay> {
    let parse = &syntax.parse;
    if tokens.is_empty() {
        return days.last().cloned();
    }
    let sentence = syntax.sentence(tokens.start);
    let above = |verb: usize| {
        let mut at = tokens.start;
        (0..STEPS_MAX * 2).any(|_| {
            at = parse.head(at);
            at == verb
        })
    };
    let mut outer = None;
    for named in days.iter().rev() {
        let place = &named.tokens;
        let Some(verb) = governing_verb(syntax, place) else { continue };
        let same = sentence.contains(&place.start);
        if same && above(verb) {
            return Some(named.clone());
        }
        let relative = parse.tokens[verb].dep == dep::RELCL;
        if outer.is_none() && !relative {
            outer = Some(named.clone());
        }
    }
    outer
}

/// Whether a verb stands in the perfect: "had been scheduled".
pub fn is_perfect(syntax: &Syntax, verb: usize) -> bool {
    Auxiliaries::of(syntax, verb).perfect
}

/// Whether a verb has a modal: "will meet".
pub fn is_modal(syntax: &Syntax, verb: usize) -> bool {
    Auxiliaries::of(syntax, verb).modal
}

/// What the auxiliaries of a verb say.
struct Auxiliaries {
    perfect: bool,
    /// Of the perfect: that it is seen from now, "has agreed" and not "had agreed".
    now: bool,
    modal: bool,
    past: bool,
    present: bool,
    to: bool,
}

impl Auxiliaries {
    fn of(syntax: &Syntax, verb: usize) -> Auxiliaries {
        let parse = &syntax.parse;
        let mut aux = Auxiliaries {
            perfect: false,
            now: false,
            modal: false,
            past: false,
            present: false,
            to: false,
        };
        let participle = matches!(parse.tokens[verb].tag, tag::VBN | tag::VBD);
        for child in parse.children(verb) {
            let token = &parse.tokens[child];
            if !matches!(token.dep, dep::AUX | dep::AUXPASS) || child > verb {
                continue;
            }
            let active = token.dep == dep::AUX;
            match token.tag {
                tag::MD => aux.modal = true,
                tag::TO => aux.to = true,
                _ if active && participle => {
                    aux.perfect = true;
                    aux.now = matches!(token.tag, tag::VBZ | tag::VBP);
                }
                tag::VBD => aux.past = true,
                tag::VBZ | tag::VBP => aux.present = true,
                _ => {}
            }
        }
        aux
    }
}

fn is_cue(syntax: &Syntax, lexicon: &Lexicon, token: usize) -> bool {
    let cues = lexicon.cues.get(syntax.parse.lemma(token));
    cues.is_some_and(|cues| cues.iter().any(|cue| cue.pos == CuePos::Verb))
}
