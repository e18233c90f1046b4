//! Words that stand in order in two stretches: the longest common subsequence, and the best place
//! of one in the other (Smith and Waterman, 1981).

use document::Span;

/// Shortest word that tells something, in letters.
pub(super) const LONG_WORD: usize = 4;

/// What a word found adds to the score of a place, and what another, of either or one for one,
/// takes away: a place may hold twice as many others as it holds found ones.
const FOUND: u16 = 2;
const OTHER: u16 = 1;

/// Where words of one stretch stand in another.
pub(super) struct Place {
    /// How many do.
    pub n: usize,
    /// How many of them tell something.
    pub n_long: usize,
    /// Where they begin and end in either.
    pub from: (usize, usize),
    pub to: (usize, usize),
}

/// Indices into `a` of a longest common subsequence with `b`.
pub(super) fn common(a: &[(String, Span)], b: &[(String, Span)]) -> Vec<usize> {
    let width = b.len() + 1;
    let mut best = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i * width + j] = if a[i].0 == b[j].0 {
                best[(i + 1) * width + j + 1].saturating_add(1)
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut kept) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i].0 == b[j].0 {
            kept.push(i);
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    kept
}

/// The best place of one stretch in another, if they share a word. Cost: the product of their
/// lengths.
pub(super) fn place(a: &[(String, Span)], b: &[(String, Span)]) -> Option<Place> {
    let width = b.len() + 1;
    let mut score = vec![0_u16; (a.len() + 1) * width];
    let (mut most, mut end) = (0, None);
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let beside = score[(i - 1) * width + j].max(score[i * width + j - 1]);
            let diagonal = score[(i - 1) * width + j - 1];
            let found = match a[i - 1].0 == b[j - 1].0 {
                true => diagonal.saturating_add(FOUND),
                false => diagonal.saturating_sub(OTHER),
            };
            let here = found.max(beside.saturating_sub(OTHER));
            score[i * width + j] = here;
            if here > most {
                (most, end) = (here, Some((i, j)));
            }
        }
    }
    let to = end?;
    let (mut i, mut j) = to;
    let mut place = Place { n: 0, n_long: 0, from: to, to };
    while score[i * width + j] > 0 {
        let here = score[i * width + j];
        let diagonal = score[(i - 1) * width + j - 1];
        if a[i - 1].0 == b[j - 1].0 && here == diagonal.saturating_add(FOUND) {
            place.n += 1;
            place.n_long += usize::from(a[i - 1].0.len() >= LONG_WORD);
            place.from = (i - 1, j - 1);
            (i, j) = (i - 1, j - 1);
        } else if here == diagonal.saturating_sub(OTHER) {
            (i, j) = (i - 1, j - 1);
        } else if here == score[(i - 1) * width + j].saturating_sub(OTHER) {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::{DocId, Text};

    fn words(stretch: &str) -> Vec<(String, Span)> {
        let text = Text::freeze(DocId(0), stretch);
        super::super::words(&text, text.span(0..stretch.len()).unwrap())
    }

    #[test]
    fn the_best_place_of_a_sentence_is_where_it_stands_and_not_its_first_words() {
        let whole = words("We listen to the crews and their boats. If the boats stay, so do we.");
        let place = place(&words("If the boats stay so do we"), &whole).unwrap();
        assert_eq!((place.n, place.from, place.to), (7, (0, 8), (7, 15)));
    }
}
