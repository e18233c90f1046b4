//! The same words given to two speakers.

use super::{Conflict, ConflictKind};
use crate::{Entity, Report, rendering, rendering::Relation, rendering::Speech};
use analysis::{
    EntityKind, Quotation, Speaker,
    name::{Agreement, PersonName, fold_word},
    spelling,
};
use document::{Evidence, Span};
use language::labels::pos;
use lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest words in marks for two quotations to be one: shorter ones are set phrases. Set
/// 2026-11-22 on fourteen invented stories; 4 and 5 tried.
const WORDS_MIN: usize = 4;
/// Least share of the shorter one's words that the other has: two of eight may be another
/// translation's. 2026-11-22 on eleven invented stories; .8, .77 and .75 tried.
const SHARED_MIN: f32 = 0.77;

/// Quotations of the same words with two speakers who cannot be one person.
pub(super) fn find(
    reports: &[Report],
    speeches: &[Speech],
    entities: &[Entity],
    entity: &dyn Fn(usize, usize) -> Option<usize>,
    lexicon: &Lexicon,
) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for speech in speeches {
        let marked = speech.renderings.iter().filter(|r| r.relation != Relation::Paraphrase);
        let said = marked.filter_map(|r| {
            let q = &reports[r.report].analysis.quotations[r.quotation].value;
            if quotes_another(&reports[r.report], q) {
                return None;
            }
            let chain = q.speaker.as_ref()?.chain?;
            let speaker = entity(r.report, chain)?;
            (entities[speaker].kind == EntityKind::Person).then_some(Said {
                report: r.report,
                q,
                speaker,
            })
        });
        let mut speakers: BTreeMap<usize, Vec<Said<'_>>> = BTreeMap::new();
        said.for_each(|s| speakers.entry(s.speaker).or_default().push(s));
        let groups: Vec<Vec<Said<'_>>> = speakers.into_values().collect();
        for (i, a) in groups.iter().enumerate() {
            let others = groups[i + 1..].iter();
            let apart = others
                .filter(|b| differ(&entities[a[0].speaker], &entities[b[0].speaker], lexicon));
            conflicts.extend(apart.filter_map(|b| conflict(reports, a, b)));
        }
    }
    conflicts
}

struct Said<'s> {
    report: usize,
    q: &'s Quotation,
    speaker: usize,
}

/// Whether two names cannot be one person's: one of a single word may be part of the other, and
/// two that share two words may be one with a word too many.
fn differ(a: &Entity, b: &Entity, lexicon: &Lexicon) -> bool {
    let words = |e: &Entity| -> BTreeSet<String> {
        let words = e.name.split(|c: char| !c.is_alphanumeric());
        words.map(fold_word).filter(|word| !word.is_empty()).collect()
    };
    let (x, y) = (words(a), words(b));
    let shared = x.intersection(&y).count();
    let apart = shared < x.len().min(y.len()).min(2);
    let (a, b) = (PersonName::parse(&a.name, lexicon), PersonName::parse(&b.name, lexicon));
    // The words they have in common speak for one who is spelled in two ways.
    a.agreement(&b, lexicon) == Agreement::Different && !a.is_near(&b, lexicon) && apart
}

/// The conflict of those who give some words to one, and those who give them to another. One side
/// at least names the speaker beside the words, for a pronoun is easily misread; and where all the
/// words around are the same too, they are one text, not two accounts.
fn conflict(reports: &[Report], a: &[Said<'_>], b: &[Said<'_>]) -> Option<Conflict> {
    let named = |s: &Said<'_>| !is_pronoun(reports, s);
    let begins = |s: &Said<'_>| is_whole(reports, s);
    let shared = |x: &Said<'_>, y: &Said<'_>| {
        begins(x)
            && begins(y)
            && (named(x) || named(y))
            && called_otherwise(reports, x, y)
            && is_one(reports, x, y)
    };
    let text = |s: &Said<'_>| fold_word(reports[s.report].document.text.words(whole(s.q)));
    let copied = a.iter().any(|x| b.iter().any(|y| text(x) == text(y)));
    if copied || !a.iter().any(|x| b.iter().any(|y| shared(x, y))) {
        return None;
    }
    let side = |group: &[Said<'_>]| {
        let mut spans = group.iter().map(|s| whole(s.q));
        Some(Evidence::of(spans.next()?, spans))
    };
    Some(Conflict::shown(ConflictKind::Attribution, "conflict/attribution", [side(a)?, side(b)?]))
}

/// Whether the words in marks begin as a sentence does: a piece inside a reporter's sentence is
/// easily given to the wrong one.
fn is_whole(reports: &[Report], said: &Said<'_>) -> bool {
    let text = &reports[said.report].document.text;
    let first = |span: &Span| text.words(*span).chars().find(|c| c.is_alphanumeric());
    said.q.verbatim.iter().any(|span| first(span).is_some_and(char::is_uppercase))
}

/// How far two spellings of one name may lie apart, as a share of their sounds: "Tump" of "Trump".
/// Set by hand 2026-11-23, not swept.
const MISSPELT_MAX: f32 = 0.25;

/// Whether two speakers are called by other words: who is called the same, or misspelt, is one to
/// any reader, and was taken for two by mistake.
fn called_otherwise(reports: &[Report], a: &Said<'_>, b: &Said<'_>) -> bool {
    let words = |s: &Said<'_>| -> BTreeSet<String> {
        let Report { document, analysis } = &reports[s.report];
        let meant = |speaker: &Speaker| {
            let name = analysis.chains[speaker.chain?].name?;
            is_pronoun(reports, s).then(|| analysis.mentions[name].span)
        };
        let speaker = s.q.speaker.as_ref();
        let called = speaker.map(|speaker| meant(speaker).unwrap_or(speaker.span));
        let words = called
            .map_or("", |span| document.text.words(span))
            .split(|c: char| !c.is_alphanumeric());
        words.map(fold_word).filter(|word| !word.is_empty()).collect()
    };
    let (a, b) = (words(a), words(b));
    let known = |word: &String, all: &BTreeSet<String>| {
        all.contains(word) || all.iter().any(|other| spelling::is_within(word, other, MISSPELT_MAX))
    };
    !a.iter().all(|word| known(word, &b)) && !b.iter().all(|word| known(word, &a))
}

fn is_pronoun(reports: &[Report], said: &Said<'_>) -> bool {
    let syntax = &reports[said.report].analysis.syntax;
    let Some(speaker) = &said.q.speaker else { return true };
    syntax.tokens_of(speaker.span).all(|i| syntax.parse.tokens[i].pos == pos::PRON)
}

/// Whether a stretch in marks of one stands in the other.
fn is_one(reports: &[Report], a: &Said<'_>, b: &Said<'_>) -> bool {
    let stretches = |s: &Said<'_>| -> Vec<Vec<(String, Span)>> {
        let text = &reports[s.report].document.text;
        s.q.verbatim.iter().map(|span| rendering::words(text, *span)).collect()
    };
    let (x, y) = (stretches(a), stretches(b));
    let stands = |short: &[(String, Span)], long: &[(String, Span)]| {
        short.len() >= WORDS_MIN && rendering::together(short, long) >= SHARED_MIN
    };
    x.iter().any(|m| y.iter().any(|n| stands(m, n) || stands(n, m)))
}

/// Whether a quotation holds another's words in marks: then they are not its speaker's own.
fn quotes_another(report: &Report, q: &Quotation) -> bool {
    report.analysis.quotations.iter().map(|other| &other.value).any(|other| {
        let inside = q.content.contains(other.content) && other.content != q.content;
        inside && !other.verbatim.is_empty() && other.speaker != q.speaker
    })
}

/// The quotation with its speaker and cue.
fn whole(q: &Quotation) -> Span {
    let parts = q.cue.into_iter().chain(q.speaker.as_ref().map(|s| s.span));
    let near = parts.filter(|span| {
        let gap =
            span.start().abs_diff(q.content.end()).min(q.content.start().abs_diff(span.end()));
        gap < NEAR_BYTES
    });
    near.fold(q.content, |whole, span| whole.cover(span).unwrap_or(whole))
}

/// A cue farther away than this is not shown with the words.
const NEAR_BYTES: usize = 120;
