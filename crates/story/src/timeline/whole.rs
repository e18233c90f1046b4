//! Whether the words of a happening make a sentence: a verb of their own with its subject, in no
//! clause that is a part of another.

use analysis::{Analysis, Syntax};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::{Lexicon, rows::Frame};

/// Whether words, those of their subject before the last of them, can stand as a sentence.
pub(crate) fn is_sentence(analysis: &Analysis, parts: &[Span]) -> bool {
    let Some((&told, before)) = parts.split_last() else { return false };
    if before.iter().any(|&subject| is_half_a_phrase(&analysis.syntax, subject)) {
        return false;
    }
    let sentence = Sentence { syntax: &analysis.syntax, told, has_subject: !before.is_empty() };
    let mut tops = analysis.syntax.tokens_of(told).filter(|&i| sentence.is_top(i));
    tops.any(|top| sentence.tells(analysis, top)) && !sentence.is_cut_before_its_verb()
}

/// "Executive … became head of the firm": whether a subject is one thing without an article, so
/// that words before it belong to it.
fn is_half_a_phrase(syntax: &Syntax, subject: Span) -> bool {
    let parse = &syntax.parse;
    let words = syntax.tokens_of(subject);
    let Some(head) = words.clone().find(|&i| !words.contains(&parse.head(i))) else { return false };
    let opens = [dep::DET, dep::POSS, dep::NUMMOD, dep::PREDET];
    let is_open = !parse.children(head).any(|c| opens.contains(&parse.tokens[c].dep));
    parse.tokens[head].tag == tag::NN && is_open
}

struct Sentence<'a> {
    syntax: &'a Syntax,
    told: Span,
    /// Whether the subject stands before the words.
    has_subject: bool,
}

impl Sentence<'_> {
    fn holds(&self, token: usize) -> bool {
        self.syntax.tokens_of(self.told).contains(&token)
    }

    /// Whether a word hangs on none of the others.
    fn is_top(&self, token: usize) -> bool {
        let above = self.syntax.parse.head(token);
        !self.syntax.is_punctuation(token) && (above == token || !self.holds(above))
    }

    /// Whether a word is a verb that tells something of a subject, or a noun with such a verb: "Ada
    /// Vale, a doctor, left on Monday", read as one that was left.
    fn tells(&self, analysis: &Analysis, top: usize) -> bool {
        let parse = &self.syntax.parse;
        let past = |c: usize| parse.tokens[c].dep == dep::ACL && parse.tokens[c].tag == tag::VBD;
        match parse.tokens[top].pos {
            pos::VERB | pos::AUX => self.is_told(analysis, top),
            _ => parse.children(top).any(|c| past(c) && self.holds(c)),
        }
    }

    fn is_told(&self, analysis: &Analysis, verb: usize) -> bool {
        // The verb of a sentence with a subject is finite, whatever the form was read as.
        let root = self.syntax.parse.head(verb) == verb;
        (root || self.is_finite(verb))
            && !self.is_turned(verb)
            && self.has_subject(verb)
            && !self.is_part(verb)
            && !self.says_nothing(analysis, verb)
    }

    fn is_finite(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        let finite =
            |i: usize| matches!(parse.tokens[i].tag, tag::VBD | tag::VBZ | tag::VBP | tag::MD);
        let helps = |c: usize| matches!(parse.tokens[c].dep, dep::AUX | dep::AUXPASS) && finite(c);
        finite(verb) || parse.children(verb).any(|c| helps(c) && self.holds(c))
    }

    /// "As was the case in May" without its first word: whether the words begin with the verb.
    fn is_turned(&self, verb: usize) -> bool {
        let mut words = self.syntax.tokens_of(self.told);
        let first = words.find(|&i| !self.syntax.is_punctuation(i));
        !self.has_subject && first == Some(verb)
    }

    fn has_subject(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        let subject = |c: usize| {
            let is = [dep::NSUBJ, dep::NSUBJPASS, dep::EXPL, dep::CSUBJ, dep::CSUBJPASS];
            let relative = matches!(parse.tokens[c].tag, tag::WDT | tag::WP);
            is.contains(&parse.tokens[c].dep) && !relative && self.holds(c)
        };
        self.has_subject || parse.children(verb).any(subject)
    }

    /// "Especially after the mayor resigned": whether a word says that the clause is a part of
    /// another.
    fn is_part(&self, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        parse.children(verb).any(|c| parse.tokens[c].dep == dep::MARK && self.holds(c))
    }

    /// "The Harbour Post reported on Wednesday": whether nothing is told but that somebody spoke.
    fn says_nothing(&self, analysis: &Analysis, verb: usize) -> bool {
        let parse = &self.syntax.parse;
        let lemma = parse.lemma(verb).to_lowercase();
        let time = |c: usize| {
            let mut below = parse.subtree(c);
            below.any(|i| analysis::time::is_within(&analysis.times, i))
        };
        let bare = |c: usize| {
            let subject = matches!(parse.tokens[c].dep, dep::NSUBJ | dep::AUX | dep::ADVMOD);
            !self.holds(c) || subject || self.syntax.is_punctuation(c) || time(c)
        };
        let quoted = analysis.quotations.iter().any(|q| q.value.content.overlaps(self.told));
        let cues = Lexicon::english().cues.get(lemma.as_str());
        // "Went on" says something, and "went" nothing.
        let says = cues
            .into_iter()
            .flatten()
            .any(|cue| cue.lemma == lemma && cue.has(&Frame::Clause) && !cue.has(&Frame::Act));
        says && !quoted && parse.children(verb).all(bare)
    }

    /// "The courts allowed it, Vale, then mayor": whether a verb that follows has its subject among
    /// the words.
    fn is_cut_before_its_verb(&self) -> bool {
        self.syntax.subjects_before_verb(self.syntax.tokens_of(self.told)).next().is_some()
    }
}
