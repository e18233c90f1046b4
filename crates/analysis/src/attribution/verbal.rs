//! Candidates of verbs.

use super::{Finder, Head, Tie, subject};
use language::labels::{dep, pos, tag};
use lexicon::rows::CuePos;
use std::ops::Range;

impl Finder<'_> {
    /// The candidates of a verb.
    pub(super) fn verb(&mut self, head: usize) {
        let syntax = self.syntax;
        let row = self.row(head, CuePos::Verb);
        let end = row.map_or(head + 1, |(_, end)| end);
        let token = &syntax.parse.tokens[head];
        let passive = syntax.has_child(head, dep::AUXPASS)
            || (token.tag == tag::VBN && token.dep == dep::ACL);
        let speaker = if passive { self.agent(head) } else { subject(syntax, self.lexicon, head) };
        let words = self.verb_group(head, end);
        let head = Head { cue: row.map(|(cue, _)| cue), words, head, speaker, passive };
        self.complements(&head);
        self.inserted(&head);
        self.around(&head);
        self.sides(&head);
        self.add(&head, Tie::Quote, head.head, head.head..head.head);
    }

    /// The verb with the auxiliaries, negation and particle next to it.
    fn verb_group(&self, head: usize, end: usize) -> Range<usize> {
        let syntax = self.syntax;
        let belongs = |i: &usize| {
            let label = syntax.parse.tokens[*i].dep;
            matches!(label, dep::AUX | dep::AUXPASS | dep::NEG) && syntax.parse.head(*i) == head
        };
        let start = (0..head).rev().take_while(belongs).last().unwrap_or(head);
        let contiguous = (head + 1..end).all(|i| !syntax.is_punctuation(i));
        start..if contiguous { end } else { head + 1 }
    }

    /// The head of the agent of a passive verb.
    fn agent(&self, verb: usize) -> Option<usize> {
        let by = self.syntax.child(verb, &[dep::AGENT])?;
        self.syntax.child(by, &[dep::POBJ])
    }

    /// What depends on the verb: each complement by itself, and with all that follows it.
    fn complements(&mut self, head: &Head) {
        let syntax = self.syntax;
        let children: Vec<usize> = syntax.parse.children(head.head).collect();
        let mut after: Vec<usize> = Vec::new();
        for &child in &children {
            let token = &syntax.parse.tokens[child];
            let tie = match token.dep {
                dep::CCOMP | dep::PARATAXIS | dep::DEP => Tie::Clause,
                dep::XCOMP => Tie::Open,
                dep::DOBJ | dep::DATIVE => Tie::Object,
                dep::ACOMP | dep::ATTR | dep::OPRD => Tie::Predicate,
                dep::ADVCL => Tie::Adverbial,
                dep::PREP => Tie::Prepositional,
                dep::NSUBJ | dep::NSUBJPASS if child > head.head => Tie::Object,
                dep::NSUBJPASS => Tie::Object,
                _ => continue,
            };
            if child > head.head {
                after.push(child);
            }
            let content = self.without(self.subtree(child), head.head);
            if token.dep == dep::PREP
                && let Some(object) = syntax.child(child, &[dep::POBJ, dep::PCOMP])
            {
                self.add(head, Tie::Phrase, object, self.subtree(object));
            }
            self.add(head, tie, child, content);
        }
        for pair in 0..after.len().saturating_sub(1) {
            let first = after[pair];
            let end = self.subtree(after[after.len() - 1]).end;
            let next = self.subtree(after[pair + 1]).end;
            let start = self.subtree(first).start;
            self.add(head, Tie::Span, first, start..next);
            self.add(head, Tie::Span, first, start..end);
        }
    }

    /// The clause that the verb's own clause is inserted in: "as he said, the talks failed".
    fn inserted(&mut self, head: &Head) {
        let label = self.syntax.parse.tokens[head.head].dep;
        let loose = matches!(
            label,
            dep::PARATAXIS | dep::ADVCL | dep::CCOMP | dep::DEP | dep::PREP | dep::CONJ | dep::ACL
        );
        if loose {
            let phrase = self.subtree(head.head);
            self.add_host(head, &phrase);
        }
    }

    /// The verb's whole clause.
    fn around(&mut self, head: &Head) {
        let syntax = self.syntax;
        let own = syntax.child(head.head, &[dep::NSUBJ, dep::NSUBJPASS]);
        if own.is_none() || syntax.parse.tokens[head.head].pos == pos::AUX {
            return;
        }
        let unsaid = Head { speaker: None, ..head.clone() };
        self.add(&unsaid, Tie::Around, head.head, self.subtree(head.head));
    }

    /// All before and all after the verb, where the tree may be wrong.
    fn sides(&mut self, head: &Head) {
        let Some(row) = head.cue else { return };
        use lexicon::rows::Frame;
        if !row.has(&Frame::Clause) && !row.has(&Frame::Quote) {
            return;
        }
        let sentence = self.syntax.sentence(head.head);
        let subject = self.syntax.child(head.head, &[dep::NSUBJ, dep::NSUBJPASS]);
        let phrase = subject.map_or(head.words.clone(), |s| {
            let subject = self.subtree(s);
            subject.start.min(head.words.start)..subject.end.max(head.words.end)
        });
        let comma = |i: usize| matches!(self.syntax.word(i), "," | "." | "?" | "!" | "…");
        if phrase.start > sentence.start && comma(phrase.start - 1) {
            self.add(head, Tie::Before, head.head, sentence.start..phrase.start);
        }
        self.add(head, Tie::After, head.head, phrase.end..sentence.end);
    }
}
