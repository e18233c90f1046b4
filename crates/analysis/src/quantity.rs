//! [`Quantity`]: a number with what it counts, as an interval of what the words allow.
//!
//! Digits, number words and their compounds ("two and a half million"), with the words that bound
//! them ("about", "at least"). Times of day, days and years are no quantities.

use crate::syntax::Syntax;
use document::Span;
use language::labels::{dep, ner, pos, tag};
use lexicon::{
    Lexicon,
    rows::{Bound, NumeralKind},
};
use std::ops::Range;

/// A number of something.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The words of the number.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The value as written.
    pub value: f64,
    /// How the words around it bound it.
    pub bound: Bound,
    /// What it measures.
    pub unit: Unit,
    /// The token of what is counted.
    pub counted: Option<usize>,
}

/// What a number measures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Parts of a hundred.
    Percent,
    /// Money, by its code.
    Money(String),
    /// Things, by the lemma of their noun.
    Things(String),
    /// The words do not say what.
    Open,
}

/// How far "about" reaches, as a part of the value. Set by hand 2026-11-22, not swept: "about 40"
/// is said of 37 to 44.
const ABOUT: f64 = 0.1;

/// The code of parts of a hundred in `lexicon/en/units.tsv`.
const PERCENT: &str = "%";

/// Most tokens of a number.
const TOKENS_MAX: usize = 8;

impl Quantity {
    /// The least and the greatest value that the words allow. Round numbers allow what rounds to
    /// them only if a word says so.
    pub fn interval(&self) -> (f64, f64) {
        let reach = self.value.abs() * ABOUT;
        match self.bound {
            Bound::Exact => (self.value, self.value),
            Bound::About => (self.value - reach, self.value + reach),
            Bound::Below => (self.value - reach, self.value),
            Bound::AtLeast => (self.value, f64::INFINITY),
            Bound::AtMost => (f64::NEG_INFINITY, self.value),
        }
    }

    /// Whether both may speak of one amount.
    pub fn agrees(&self, other: &Quantity) -> bool {
        let ((a, b), (c, d)) = (self.interval(), other.interval());
        a <= d && c <= b
    }
}

/// The quantities of a document, in text order. Cost: linear in the tokens.
pub fn find(syntax: &Syntax, lexicon: &Lexicon) -> Vec<Quantity> {
    let mut in_time = vec![false; syntax.len()];
    for entity in &syntax.parse.entities {
        if matches!(entity.label, ner::DATE | ner::TIME | ner::ORDINAL) {
            in_time[entity.start as usize..entity.end as usize].fill(true);
        }
    }
    let reader = Reader { syntax, lexicon, in_time };
    let mut found = Vec::new();
    let mut token = 0;
    while token < syntax.len() {
        match reader.at(token) {
            Some(quantity) => {
                token = quantity.tokens.end;
                found.push(quantity);
            }
            None => token += 1,
        }
    }
    found
}

struct Reader<'a> {
    syntax: &'a Syntax,
    lexicon: &'a Lexicon,
    in_time: Vec<bool>,
}

/// A word of a number.
#[derive(Clone, Copy)]
enum Part {
    Figure(f64),
    Word(f64, NumeralKind),
}

impl Reader<'_> {
    fn at(&self, first: usize) -> Option<Quantity> {
        let (value, end, money) = self.number(first)?;
        let numeral = self.part(first + usize::from(money.is_some()));
        if self.is_no_quantity(first, end, numeral) {
            return None;
        }
        let last = end - 1;
        let (unit, counted) = self.unit(first, end, money);
        Some(Quantity {
            span: self.syntax.span(first..end)?,
            tokens: first..end,
            value,
            bound: self.bound(first, last),
            unit,
            counted,
        })
    }

    /// The value of the number that starts at a token, the token past it, and the money's code if
    /// its sign stands first.
    fn number(&self, first: usize) -> Option<(f64, usize, Option<&'static str>)> {
        let sign = self.lexicon.units.get(&self.syntax.lower(first)).copied();
        let sign = sign.filter(|_| self.syntax.parse.tokens[first].tag == tag::DOLLAR);
        let mut token = first + usize::from(sign.is_some());
        let (mut total, mut group, mut seen) = (0.0, 0.0, false);
        while token < self.syntax.len().min(first + TOKENS_MAX) {
            match self.part(token) {
                Some(Part::Figure(value)) if !seen => group = value,
                Some(Part::Word(value, NumeralKind::Cardinal)) if !seen || group % 10.0 == 0.0 => {
                    group += value;
                }
                Some(Part::Word(value, NumeralKind::Multiplier)) => {
                    group = if group == 0.0 { value } else { group * value };
                    if value >= 1000.0 {
                        (total, group) = (total + group, 0.0);
                    }
                }
                Some(Part::Word(value, NumeralKind::Suffix)) if seen => group *= value,
                Some(Part::Word(value, NumeralKind::Fraction)) if seen => group += value,
                _ if seen && self.joins(token) => {}
                _ => break,
            }
            seen = true;
            token += 1;
        }
        while seen && token > first && self.part(token - 1).is_none() {
            token -= 1;
        }
        (seen && token > first).then_some((total + group, token, sign))
    }

    /// Whether a word between parts of a number holds them together: "two and a half".
    fn joins(&self, token: usize) -> bool {
        let word = |i: usize| (i < self.syntax.len()).then(|| self.syntax.lower(i));
        let is_part = |i: usize| i < self.syntax.len() && self.part(i).is_some();
        let fraction =
            |i: usize| matches!(self.part(i), Some(Part::Word(_, NumeralKind::Fraction)));
        let next = token + 1;
        if self.syntax.parse.tokens[token].pos == pos::CCONJ {
            let counted = matches!(self.part(token - 1), Some(Part::Word(..)));
            let article =
                word(next).is_some_and(|w| self.lexicon.numbers.get(w.as_str()) == Some(&1.0));
            return is_part(next) && (fraction(next) || counted)
                || article && next + 1 < self.syntax.len() && fraction(next + 1);
        }
        let article = self.syntax.parse.tokens[token].pos == pos::DET;
        (article && next < self.syntax.len() && fraction(next))
            || (self.syntax.word(token) == "-" && is_part(next))
    }

    fn part(&self, token: usize) -> Option<Part> {
        let word = self.syntax.lower(token);
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return figure(&word, self.lexicon).map(Part::Figure);
        }
        let numeral = self.lexicon.numerals.get(word.as_str())?;
        let counts = !matches!(numeral.kind, NumeralKind::Group | NumeralKind::Plural);
        // "Seventeen is the figure": its capital lets it be read as a name.
        let opens = numeral.value > 1.0 && self.opens_sentence(token);
        let is_number = self.syntax.parse.tokens[token].tag == tag::CD
            || opens
            || !matches!(numeral.kind, NumeralKind::Cardinal);
        (counts && is_number).then_some(Part::Word(numeral.value, numeral.kind))
    }

    /// Whether nothing but marks stands before a token in its sentence.
    fn opens_sentence(&self, token: usize) -> bool {
        let mut before = self.syntax.sentence(token).start..token;
        before.all(|i| self.syntax.is_punctuation(i))
    }

    /// Years, times, ordinals, fractions alone and parts of names count nothing.
    fn is_no_quantity(&self, first: usize, end: usize, part: Option<Part>) -> bool {
        if matches!(part, Some(Part::Word(_, NumeralKind::Fraction | NumeralKind::Suffix)) | None) {
            return true;
        }
        let tokens = &self.syntax.parse.tokens;
        let in_name = tokens[first].dep == dep::COMPOUND && tokens[first].pos == pos::PROPN;
        let measured = self.measured(end).is_some();
        in_name || (first..end).any(|i| self.in_time[i] && !measured)
    }

    /// The noun right after a number, if it is one that the number counts.
    fn measured(&self, end: usize) -> Option<usize> {
        let hyphen = end < self.syntax.len() && self.syntax.word(end) == "-";
        let next = end + usize::from(hyphen);
        let token = self.syntax.parse.tokens.get(next)?;
        let word = self.syntax.lower(next);
        let is_calendar = self.lexicon.months.contains_key(word.as_str())
            || self.lexicon.weekdays.contains_key(word.as_str());
        (token.pos == pos::NOUN && !is_calendar).then_some(next)
    }

    fn unit(&self, first: usize, end: usize, sign: Option<&str>) -> (Unit, Option<usize>) {
        if let Some(code) = sign {
            return (Unit::Money(code.to_string()), None);
        }
        let head = self.syntax.parse.head(end - 1);
        let counted = match self.syntax.parse.tokens[end - 1].dep {
            dep::NUMMOD | dep::QUANTMOD | dep::COMPOUND | dep::AMOD => Some(head),
            _ => None,
        };
        let counted = counted.filter(|&h| !(first..end).contains(&h)).or(self.measured(end));
        let counted = counted.or_else(|| self.of_whom(end - 1));
        let Some(noun) = counted else { return (Unit::Open, None) };
        let lemma = self.syntax.parse.lemma(noun).to_lowercase();
        let next = (noun + 1).min(self.syntax.len() - 1);
        let pair = self.syntax.lower(noun) + " " + &self.syntax.lower(next);
        let code = [&lemma, &self.syntax.lower(noun), &pair].map(|w| self.lexicon.units.get(w));
        match code.into_iter().flatten().next() {
            Some(&PERCENT) => (Unit::Percent, self.of_whom(noun).or(Some(noun))),
            Some(code) => (Unit::Money((*code).to_string()), Some(noun)),
            None => (Unit::Things(lemma), Some(noun)),
        }
    }

    /// The noun after a preposition that hangs on a token: "17 of the passengers".
    fn of_whom(&self, token: usize) -> Option<usize> {
        let preposition = self.syntax.child(token, &[dep::PREP])?;
        (preposition == token + 1).then(|| self.syntax.child(preposition, &[dep::POBJ])).flatten()
    }

    fn bound(&self, first: usize, last: usize) -> Bound {
        /// Most words of a bound.
        const WORDS_MAX: usize = 4;
        let block = &self.syntax.blocks[self.syntax.block_of(first)].1;
        for from in first.saturating_sub(WORDS_MAX).max(block.start)..first {
            if let Some(bound) = self.bounds(from..first) {
                return bound;
            }
        }
        let after = last + 1..(last + 3).min(block.end);
        self.bounds(after).unwrap_or(Bound::Exact)
    }

    fn bounds(&self, tokens: Range<usize>) -> Option<Bound> {
        let words: Vec<String> = tokens.map(|i| self.syntax.lower(i)).collect();
        self.lexicon.bounds.get(&words.join(" ")).copied()
    }
}

/// The value of digits with their separators and suffix: "1,940", "3.5bn", "16.30" is none.
fn figure(word: &str, lexicon: &Lexicon) -> Option<f64> {
    let end =
        word.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(word.len());
    let (digits, suffix) = word.split_at(end);
    let digits = digits.trim_end_matches(['.', ',']);
    let value: f64 = digits.replace(',', "").parse().ok()?;
    if suffix.is_empty() {
        return Some(value);
    }
    let numeral = lexicon.numerals.get(suffix)?;
    (numeral.kind == NumeralKind::Suffix).then_some(value * numeral.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::analysed;

    fn found(text: &str) -> Vec<(f64, Bound, Unit)> {
        let report = analysed(text);
        let quantities = find(&report.1.syntax, Lexicon::english());
        quantities.into_iter().map(|q| (q.value, q.bound, q.unit)).collect()
    }

    fn things(lemma: &str) -> Unit {
        Unit::Things(lemma.to_string())
    }

    #[test]
    fn numbers_in_words_and_figures_have_one_value() {
        assert_eq!(found("The state will pay two and a half million crowns.")[0].0, 2_500_000.0);
        assert_eq!(found("It cost 2.5 million crowns.")[0].0, 2_500_000.0);
        assert_eq!(found("It cost $3.5bn.")[0], (3.5e9, Bound::Exact, Unit::Money("USD".into())));
        assert_eq!(found("A crowd of 1,940 nurses marched.")[0].0, 1940.0);
        assert_eq!(found("Some twenty-three thousand people fled.")[0].0, 23_000.0);
    }

    #[test]
    fn bounds_and_units_are_read() {
        let q = found("At least nine people died and nearly 40 percent of the houses burned.");
        assert_eq!(q[0], (9.0, Bound::AtLeast, things("people")));
        assert_eq!(q[1], (40.0, Bound::Below, Unit::Percent));
    }

    #[test]
    fn a_part_of_a_number_is_counted_beside_it() {
        let q = found("Nine of the 14 crew members were rescued by helicopter.");
        assert_eq!(q.iter().map(|q| q.0).collect::<Vec<_>>(), [9.0, 14.0]);
        assert_eq!(q[0].2, things("member"));
    }

    #[test]
    fn days_and_years_are_no_quantities() {
        assert_eq!(found("The bridge opened on 12 May 2031 at 4.30 p.m."), []);
    }
}
