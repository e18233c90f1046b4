//! [`Passage`]: words in a row that two documents share, as far as they go.
//!
//! Runs of five equal words are extended to both sides and joined over small edits.

use crate::fingerprint::RUN;
use crate::keyed::Keyed;
use crate::term::Words;
use std::ops::Range;

/// Words that may differ between two parts of a passage, on either side.
const GAP_MAX: usize = 4;
/// Places of a run in the other document that are tried.
const PLACES_MAX: usize = 8;

/// Words shared by two documents, as ranges of their word lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// In the first document.
    pub a: Range<usize>,
    /// In the second.
    pub b: Range<usize>,
    /// Words that are equal.
    pub equal: usize,
}

/// Where the runs of a document stand, made once for all that it is compared with.
pub(crate) struct Places(Keyed<u32, Vec<usize>>);

impl Places {
    pub fn of(runs: &[u32]) -> Places {
        let mut places: Keyed<u32, Vec<usize>> = Keyed::default();
        for (j, run) in runs.iter().enumerate() {
            let list = places.entry(*run).or_default();
            if list.len() < PLACES_MAX {
                list.push(j);
            }
        }
        Places(places)
    }
}

/// The passages two documents share, in the order of the first. `skip` names runs that do not
/// count. Cost: linear in the words, unless a text repeats itself.
pub(crate) fn passages(
    (a, runs_a): (&Words, &[u32]),
    (b, places): (&Words, &Places),
    skip: impl Fn(u32) -> bool,
) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    let mut i = 0;
    while i < runs_a.len() {
        let list = places.0.get(&runs_a[i]).filter(|_| !skip(runs_a[i]));
        let lengths = list.into_iter().flatten().map(|j| (equal_words(a, b, i, *j), *j));
        let near = |j: usize| found.last().is_some_and(|p| j >= p.b.end && j <= p.b.end + GAP_MAX);
        let best = lengths.max_by_key(|(n, j)| (*n, near(*j), std::cmp::Reverse(*j)));
        let Some((length, j)) = best.filter(|(n, _)| *n >= RUN) else {
            i += 1;
            continue;
        };
        join(&mut found, i..i + length, j..j + length);
        i += length;
    }
    found
}

fn equal_words(a: &Words, b: &Words, i: usize, j: usize) -> usize {
    let both = a.list[i..].iter().zip(&b.list[j..]);
    both.take_while(|(x, y)| x.spelling == y.spelling).count()
}

/// Adds a stretch to the last passage if only a small edit lies between.
fn join(found: &mut Vec<Passage>, a: Range<usize>, b: Range<usize>) {
    if let Some(last) = found.last_mut()
        && a.start <= last.a.end + GAP_MAX
        && b.start >= last.b.end
        && b.start <= last.b.end + GAP_MAX
    {
        last.equal += a.len();
        last.a.end = a.end;
        last.b.end = b.end;
        return;
    }
    let equal = a.len();
    found.push(Passage { a, b, equal });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::runs;
    use crate::term::tests::words;

    fn shared(a: &str, b: &str) -> Vec<(Range<usize>, Range<usize>)> {
        let (a, b) = (words(a), words(b));
        let found = passages((&a, &runs(&a)), (&b, &Places::of(&runs(&b))), |_| false);
        found.into_iter().map(|p| (p.a, p.b)).collect()
    }

    #[test]
    fn a_passage_goes_on_over_a_small_edit() {
        let found = shared(
            "Yesterday the harbour master closed the eastern pier after a crack was found by divers.",
            "The harbour master closed the eastern pier after one crack was found by divers on Monday.",
        );
        assert_eq!(found, [(1..15, 0..14)]);
    }

    #[test]
    fn fewer_than_five_words_in_a_row_are_no_passage() {
        assert_eq!(
            shared("The harbour master closed early.", "The harbour master closed late."),
            []
        );
    }
}
