//! Which noun phrase speaks: the options for a draft and the features they are ranked by.
//!
//! The tree's own answer (subject, agent, possessor) is one option among the noun phrases of the
//! cue's sentence, and nobody is another; learned weights choose, so that a wrong tree can be
//! overruled by what stands where.

use super::feature::{Collector, Hashes, bucket, mix};
use crate::{
    quotation::{Draft, Found},
    syntax::Syntax,
};
use language::labels::{dep, pos};

/// Cells of the table of weights.
pub const CELLS: usize = 1 << 16;

/// Most noun phrases that are considered, the nearest to the cue first.
const OPTIONS_MAX: usize = 16;

/// The heads that may speak: nobody, the tree's own answer, the noun phrases of the sentence.
pub fn options(found: &Found<'_>, draft: &Draft) -> Vec<Option<usize>> {
    let syntax = found.syntax;
    let c = &draft.candidate;
    let nominal = |i: &usize| {
        let token = &syntax.parse.tokens[*i];
        let argument = matches!(
            token.dep,
            dep::NSUBJ
                | dep::NSUBJPASS
                | dep::POBJ
                | dep::POSS
                | dep::DOBJ
                | dep::ROOT
                | dep::DATIVE
                | dep::ATTR
                | dep::APPOS
                | dep::CONJ
                | dep::NPADVMOD
                | dep::DEP
                | dep::NMOD
                | dep::COMPOUND
        );
        let named = matches!(token.pos, pos::NOUN | pos::PROPN | pos::PRON | pos::DET | pos::ADJ);
        let part =
            matches!(token.dep, dep::COMPOUND | dep::NMOD) && syntax.parse.head(*i) != c.head;
        let adjective = token.pos == pos::ADJ && token.dep != dep::NSUBJ;
        argument && named && !part && !adjective && *i != c.head && !c.words.contains(i)
    };
    let mut heads: Vec<usize> = syntax.sentence(c.head).filter(nominal).collect();
    heads.sort_by_key(|&i| (i.abs_diff(c.head), i));
    heads.truncate(OPTIONS_MAX);
    heads.retain(|&i| Some(i) != c.speaker);
    heads.sort_unstable();
    let rest = heads.into_iter().map(Some);
    std::iter::once(None).chain(c.speaker.map(Some)).chain(rest).collect()
}

/// Writes the cells of an option's features.
pub fn cells(
    found: &Found<'_>,
    hashes: &Hashes,
    draft: &Draft,
    option: Option<usize>,
    cells: &mut Vec<u32>,
) {
    cells.clear();
    let c = &draft.candidate;
    let syntax = found.syntax;
    let tie = c.tie as u64 + 1;
    let lemma = mix(hashes.lemma[c.head], hashes.tag[c.head]);
    let passive = u64::from(c.passive);
    let mut out = Collector::new(cells, CELLS);
    let Some(head) = option else {
        out.template = 50;
        let label = hashes.dep[c.head];
        let answered = c.speaker.map_or(1, |s| hashes.kind[s]);
        out.with(&[tie, passive], &[lemma, label, answered, hashes.tag[c.head], draft.kind as u64]);
        return;
    };
    let answer = u64::from(c.speaker == Some(head));
    let answered = answer * 2 + u64::from(c.speaker.is_some());
    let way = way(syntax, hashes, head, c.head);
    let inside = u64::from(draft.tokens.contains(&head));
    let quoted = u64::from(found.quote_of(head).is_some())
        + 2 * u64::from(found.quote_of(head) == found.quote_of(c.head));
    let order = mix(bucket(head.abs_diff(c.head)), u64::from(head < c.head));
    let place = mix(inside, quoted);
    out.add(&[answered]);
    out.with(&[tie, lemma, answered, passive], &[way]);
    out.with(
        &[tie, answered, way],
        &[hashes.kind[head], order, place, hashes.dep[head], hashes.lemma[head]],
    );
    out.with(&[answered, passive], &[tie, lemma, mix(hashes.dep[head], hashes.dep[c.head])]);
    let next = head.abs_diff(c.words.start).min(head.abs_diff(c.words.end.max(1) - 1));
    out.with(
        &[answered, hashes.kind[head], hashes.tag[c.head]],
        &[mix(order, u64::from(next == 1))],
    );
    let beside = |i: Option<usize>| i.and_then(|i| hashes.lower.get(i)).copied().unwrap_or(5);
    out.with(&[answered], &[beside(head.checked_sub(1)), beside(Some(head + 1))]);
}

/// Longest way in the tree that is told from others, in steps up from either end.
const WAY_STEPS_MAX: usize = 5;

/// The dependencies on the way from one token to another.
fn way(syntax: &Syntax, hashes: &Hashes, from: usize, to: usize) -> u64 {
    let above = |token: usize| {
        let mut tokens = vec![token];
        while tokens.len() <= WAY_STEPS_MAX {
            let last = tokens[tokens.len() - 1];
            let parent = syntax.parse.head(last);
            if parent == last {
                break;
            }
            tokens.push(parent);
        }
        tokens
    };
    let (up, down) = (above(from), above(to));
    let Some(meet) = up.iter().position(|t| down.contains(t)) else { return 1 };
    let labels = |tokens: &[usize]| tokens.iter().fold(7, |h, &t| mix(h, hashes.dep[t]));
    let end = down.iter().position(|t| *t == up[meet]).unwrap_or(0);
    mix(labels(&up[..meet]), labels(&down[..end]))
}
