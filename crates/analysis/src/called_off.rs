//! Plans of which the same sentence says that nothing came: "was to visit on Monday, but cut the
//! trip short".

use crate::syntax::Syntax;
use language::labels::{dep, pos};
use lexicon::{Lexicon, rows::FollowUpKind};

/// Steps up the tree from what is planned to the verb of planning.
const STEPS_MAX: usize = 3;

/// Whether what a verb plans is taken back or put off by the clause around it or beside it.
pub(crate) fn is(syntax: &Syntax, lexicon: &Lexicon, verb: usize) -> bool {
    let parse = &syntax.parse;
    let mut at = verb;
    for _ in 0..STEPS_MAX {
        let t = &parse.tokens[at];
        let above = parse.head(at);
        let beside = match t.dep {
            // "Vale, who was to leave on Monday, cut his visit short".
            dep::RELCL => subject_of(syntax, above),
            dep::ADVCL | dep::CONJ => Some(above),
            _ => None,
        };
        let conjuncts = parse.children(at).filter(|&c| parse.tokens[c].dep == dep::CONJ);
        let mut others = conjuncts.chain(beside).filter(|&v| v != at);
        if others.any(|other| takes_back(syntax, lexicon, other, verb)) {
            return true;
        }
        if above == at || !matches!(t.dep, dep::XCOMP | dep::ACL | dep::CCOMP | dep::CONJ) {
            return false;
        }
        at = above;
    }
    false
}

/// The verb whose subject a noun is.
fn subject_of(syntax: &Syntax, noun: usize) -> Option<usize> {
    let t = &syntax.parse.tokens[noun];
    matches!(t.dep, dep::NSUBJ | dep::NSUBJPASS).then_some(t.head as usize)
}

/// "Cut his trip short", "were put off", "cancelled it": whether a verb takes a plan back.
fn takes_back(syntax: &Syntax, lexicon: &Lexicon, verb: usize, planned: usize) -> bool {
    let parse = &syntax.parse;
    let lemma = parse.lemma(verb).to_lowercase();
    let ends = |words: &str| {
        let kind = lexicon.follow_ups.get(words);
        matches!(kind, Some(FollowUpKind::Late | FollowUpKind::Withdrawn))
    };
    let below = |c: usize| {
        let t = &parse.tokens[c];
        matches!(t.dep, dep::PRT | dep::ADVMOD | dep::ACOMP | dep::OPRD | dep::PREP)
    };
    let phrase = |c: usize| ends(&format!("{lemma} {}", syntax.lower(c)));
    if !ends(&lemma) && !parse.children(verb).filter(|&c| below(c)).any(phrase) {
        return false;
    }
    let negated = parse.children(verb).any(|c| lexicon.negation.contains(syntax.lower(c).as_str()));
    let Some(object) = syntax.child(verb, &[dep::DOBJ]) else { return !negated };
    let pronoun = |i: usize| parse.tokens[i].pos == pos::PRON;
    let own = pronoun(object)
        || parse.children(object).any(|c| parse.tokens[c].dep == dep::POSS && pronoun(c));
    let noun = parse.lemma(object).to_lowercase();
    let same = noun == parse.lemma(planned).to_lowercase();
    let plan = lexicon.commitments.contains_key(&(noun.as_str(), false));
    !negated && (own || same || plan)
}
